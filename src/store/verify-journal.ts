import { failed } from '../core/failed.ts';
import type { Verified } from '../core/journal.ts';
import type { Millis, Result } from '../core/model.ts';
import type { Row, Rows } from '../core/rows.ts';
import { chained, chainStart, noteIn } from './note.ts';

type Digest = (text: string) => string;

/** What a note says that stands beside it as well; of kinds that a newer watchdeck writes too. */
const told = (row: Row): { readonly at?: unknown; readonly run?: unknown; readonly what?: unknown } => {
	const note = noteIn(row['note']);
	return typeof note === 'object' && note !== null ? note : {};
};

/** The time that a line's note tells, else the one beside it. */
const timeOf = (row: Row): Millis => Number(told(row).at ?? row['at']);

const stamp = (row: Row): string => {
	const time = new Date(timeOf(row));
	return Number.isNaN(time.getTime()) ? 'of an unknown time' : time.toISOString().replace(/\.\d+Z$/, 'Z');
};

const line = (row: Row): string => `line ${Number(row['seq'])} (${stamp(row)})`;

/** The columns beside a note are what is searched; only the note is in the hash. */
const isAsItsNote = (row: Row): boolean => {
	const { at, run, what } = told(row);
	return row['at'] === at && row['run'] === run && row['what'] === what;
};

const missing = (from: number, row: Row, before: Row | undefined): string => {
	const to = Number(row['seq']) - 1;
	const which =
		from === to ? `Line ${from} of the journal is missing` : `Lines ${from} to ${to} of the journal are missing`;
	return `${which} before ${line(row)}${before === undefined ? '' : `, after ${line(before)}`}.`;
};

/** The number under which a line was written, when it was another. */
const placeOf = (row: Row, digest: Digest, highest: number): number | undefined => {
	for (let seq = 1; seq <= highest; seq += 1) {
		if (digest(chained(seq, String(row['prev']), String(row['note']))) === row['hash']) return seq;
	}
	return undefined;
};

const changed = (row: Row, place: number | undefined): string =>
	place === undefined
		? `In the journal ${line(row)} is not as it was written.`
		: `In the journal ${line(row)} stands in the wrong place: it was written as line ${place}.`;

/** A line that fits its own hash, but not the line before it: that one was written anew, with a hash made for it. */
const unjoined = (row: Row, before: Row | undefined): string =>
	before === undefined
		? `In the journal ${line(row)} is not the first that was written.`
		: `In the journal ${line(before)} is another than the one that stood there when ${line(row)} was written.`;

/** What is wrong with a line, given the one before it; undefined where nothing is. */
const wrong = (row: Row, before: Row | undefined, digest: Digest, highest: number): string | undefined => {
	const due = Number(before?.['seq'] ?? 0) + 1;
	const seq = Number(row['seq']);
	if (seq > due) return missing(due, row, before);
	if (digest(chained(seq, String(row['prev']), String(row['note']))) !== row['hash'])
		return changed(row, placeOf(row, digest, highest));
	if (row['prev'] !== (before?.['hash'] ?? chainStart)) return unjoined(row, before);
	return isAsItsNote(row) ? undefined : changed(row, undefined);
};

/**
 * Whether each line of the journal is as it was written; else a failure that names the first that was changed, is missing or
 * stands in the wrong place, with its number and its time (UTC).
 */
export function verifyJournal({ rows, digest }: { readonly rows: Rows; readonly digest: Digest }): Result<Verified> {
	const all = rows.all('SELECT * FROM journal ORDER BY seq');
	if (!all.ok) return all;
	const highest = Number(all.value.at(-1)?.['seq'] ?? 0);
	let before: Row | undefined;
	for (const row of all.value) {
		const message = wrong(row, before, digest, highest);
		if (message !== undefined)
			return failed('changed', message, 'Compare the file with a backup of it, and find out who could write to it.');
		before = row;
	}
	const lines = all.value.length;
	if (before === undefined) return { ok: true, value: { lines } };
	return { ok: true, value: { lines, last: { hash: String(before['hash']), at: timeOf(before) } } };
}
