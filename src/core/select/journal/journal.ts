import { clean, shown } from '../../clean.ts';
import { lazily } from '../../lazily.ts';
import type { Segment } from '../../line.ts';
import type { Millis } from '../../model.ts';
import { watchIn } from '../../run.ts';
import type { State } from '../../state.ts';
import type { Column } from '../../table.ts';
import { isBegun } from '../plan/stand.ts';
import type { Tone } from '../text/line.ts';
import { runsIn, runWords, type StoredRun, tookText, unendedText } from './runs.ts';

/** A row of the journal's screen: one run. */
export interface JournalRow {
	readonly id: string;
	readonly time: string;
	readonly who: string;
	readonly what: string;
	readonly where: string;
	readonly result: string;
	readonly tone: Tone;
	readonly took: string;
	readonly why: string;
	/** It was begun and has no end. */
	readonly open: boolean;
}

/** Swedish writes a time as ISO 8601 does, and `Intl` needs no clock. */
const iso = lazily(
	() => new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'medium' }),
);

/** A day and time in UTC, whole: `2026-11-21 14:02:31Z`. */
export function wholeStamp(at: Millis): string {
	return `${iso().format(at)}Z`;
}

/** A day and time in UTC as the journal shows it: `11-21 14:02:31`. */
export function stampText(at: Millis): string {
	return iso().format(at).slice(5);
}

function resultOf(run: StoredRun, live: boolean): { readonly result: string; readonly tone: Tone } {
	if (run.outcome === undefined) return unended(run, live);
	switch (run.outcome) {
		case 'VERIFIED':
			return { result: run.outcome, tone: 'ok' };
		case 'FAILED, UNDONE':
		case 'FAILED, HELD FOR YOU':
			return { result: run.outcome, tone: 'bad' };
		case 'DONE, NOT VERIFIED':
			return { result: run.outcome, tone: 'warn' };
		case 'UNDONE':
		case 'HANDLED':
		case 'REFUSED':
			return { result: run.outcome, tone: 'plain' };
	}
}

function unended(run: StoredRun, live: boolean): { readonly result: string; readonly tone: Tone } {
	if (!run.open) return { result: unendedText(run), tone: 'dim' };
	if (watchIn(run.entries) !== undefined) return { result: unendedText(run), tone: 'bold' };
	return live ? { result: 'running', tone: 'bold' } : { result: 'no end written', tone: 'warn' };
}

/** Whether a run goes on without a cockpit. */
function isLeft({ id }: StoredRun, { left = [] }: State): boolean {
	return left.some(({ run }) => run === id);
}

function rowOf(run: StoredRun, state: State): JournalRow {
	const now = state.runs[run.id];
	return {
		id: run.id,
		time: stampText(run.first),
		who: run.by,
		...runWords(run),
		...resultOf(run, (now !== undefined && isBegun(now)) || isLeft(run, state)),
		took: tookText(run),
		why: run.consent?.why ?? '',
		open: run.open,
	};
}

/** The rows of the journal's screen: a run a row, newest first. */
export function journalRows(state: State): readonly JournalRow[] {
	return runsIn(state.journal.entries).map((run) => rowOf(run, state));
}

/** Every word of a row, for a filter and as evidence. */
export function journalText({ time, who, what, where, result, took, why, id }: JournalRow): string {
	return [time, who, what, where, result, took, why, id].join('  ').trimEnd();
}

/** The columns of runs; the reason only where there is room for it. */
export const journalColumns: readonly Column[] = [
	{ key: 'time', title: shown`TIME (UTC)`, align: 'left', min: 14 },
	{ key: 'who', title: shown`WHO`, align: 'left', min: 8, max: 24, grow: 1 },
	{ key: 'what', title: shown`WHAT`, align: 'left', min: 9 },
	{ key: 'where', title: shown`WHERE`, align: 'left', min: 8, max: 40, grow: 9 },
	{ key: 'result', title: shown`RESULT`, align: 'left', min: 20 },
	{ key: 'took', title: shown`TOOK`, align: 'right', min: 6 },
	{ key: 'why', title: shown`WHY`, align: 'left', min: 20, grow: 9, priority: 1 },
];

/** The cell of a run under a column. */
export function journalCell(row: JournalRow, key: string): Segment {
	switch (key) {
		case 'time':
			return { text: clean(row.time), tone: 'dim' };
		case 'who':
			return { text: clean(row.who, 200) };
		case 'what':
			return { text: clean(row.what) };
		case 'where':
			return { text: clean(row.where, 200) };
		case 'result':
			return { text: clean(row.result), ...(row.tone === 'plain' ? {} : { tone: row.tone }) };
		case 'took':
			return { text: clean(row.took) };
		default:
			return { text: clean(row.why, 200), tone: 'dim' };
	}
}
