import { canonical } from '../core/canonical.ts';
import type { JournalEntry, Note } from '../core/journal.ts';
import type { Result } from '../core/model.ts';
import { redactDeep } from '../core/redact.ts';
import type { Cell, Row } from '../core/rows.ts';

/** So much of an order's output is kept, in characters. */
const most = 4_096;

const kinds: Readonly<Record<Note['what'], true>> = {
	planned: true,
	confirmed: true,
	refused: true,
	begins: true,
	ends: true,
	done: true,
	proven: true,
	verified: true,
	'not verified': true,
	undone: true,
	held: true,
	handled: true,
	'taken over': true,
	'left running': true,
	armed: true,
	gates: true,
	disarmed: true,
	walked: true,
	'shell opened': true,
	'shell left': true,
};

/** Of an output what is written down, and that there was more. */
function cut(text: string): { readonly output: string; readonly cut?: true } {
	if (text.length <= most) return { output: text };
	return { output: `${text.slice(0, most)}\n(${text.length - most} more characters)`, cut: true };
}

/** A note as the text that is written down: secrets out, output cut, keys in order. */
export function noteText(note: Note, redact: (text: string) => string): string {
	const redacted = redactDeep(note, redact);
	const short = typeof redacted === 'object' && redacted !== null && 'output' in redacted ? redacted : undefined;
	return canonical(short === undefined ? redacted : { ...short, ...cut(String(short.output)) });
}

/** What stands for the hash of a line before the first one. */
export const chainStart = '';

/** What a line's hash is made of: its place, its note and the line before it. */
export function chained(seq: number, prev: string, note: string): string {
	return `${seq}\n${prev}\n${note}`;
}

function isNote(value: unknown): value is Note {
	if (typeof value !== 'object' || value === null) return false;
	const { at, by, run, what } = { at: 0, by: 0, run: 0, what: '', ...value };
	return typeof at === 'number' && typeof by === 'string' && typeof run === 'string' && Object.hasOwn(kinds, what);
}

/** What stands in a line's note, which may be anything; undefined where it is no JSON. */
export function noteIn(text: Cell | undefined): unknown {
	try {
		return JSON.parse(String(text));
	} catch {
		return undefined;
	}
}

/** A row of the journal as an entry; a failure when it is none. */
export function entryOf(row: Row): Result<JournalEntry> {
	const note = noteIn(row['note']);
	const { seq, prev, hash } = row;
	if (isNote(note) && typeof seq === 'number' && typeof prev === 'string' && typeof hash === 'string') {
		return { ok: true, value: { ...note, seq, prev, hash } };
	}
	const message = `Line ${String(seq)} of the journal is damaged.`;
	return {
		ok: false,
		failure: { kind: 'garbled', message, fix: 'Keep the file and look at it by hand: sqlite3 FILE.' },
	};
}
