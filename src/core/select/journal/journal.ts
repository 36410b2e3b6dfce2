import { filterMatch } from '../../logs/search.ts';
import type { Millis } from '../../model.ts';
import type { State } from '../../state.ts';
import { isBegun } from '../plan/stand.ts';
import { piece, type TextLine, type Tone } from '../text/line.ts';
import { cell } from '../text/wrap.ts';
import { runsIn, type StoredRun, tookText, unendedText } from './runs.ts';

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
}

/** Swedish writes a time as ISO 8601 does, and `Intl` needs no clock. */
const iso = new Intl.DateTimeFormat('sv-SE', { timeZone: 'UTC', dateStyle: 'short', timeStyle: 'medium' });

/** A day and time in UTC as the journal shows it: `11-21 14:02:31`. */
export function stampText(at: Millis): string {
	return iso.format(at).slice(5);
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
	return live ? { result: 'running', tone: 'bold' } : { result: 'no end written', tone: 'warn' };
}

const titles = { restart: 'restart', rollback: 'roll back', tidy: 'tidy' } as const;

function rowOf(run: StoredRun, state: State): JournalRow {
	const now = state.runs[run.id];
	return {
		id: run.id,
		time: stampText(run.first),
		who: run.by,
		what: run.shell === undefined ? (run.plan === undefined ? '?' : titles[run.plan.action]) : 'shell',
		where: run.shell ?? run.plan?.service ?? '?',
		...resultOf(run, now !== undefined && isBegun(now)),
		took: tookText(run),
		why: run.consent?.why ?? '',
	};
}

/** The rows of the journal's screen: a run a row, newest first, those that the filter lets through. */
export function journalRows(state: State): readonly JournalRow[] {
	const fits = filterMatch(state.ui.filter.journal ?? '');
	return runsIn(state.journal.entries)
		.map((run) => rowOf(run, state))
		.filter((row) => fits([row.time, row.who, row.what, row.where, row.result, row.why].join(' ')));
}

/** What of the journal is on the screen: the rows that fit, around the selected one. */
export interface JournalWindow {
	readonly all: number;
	readonly rows: readonly JournalRow[];
	readonly selected?: string;
}

/** Rows of the journal's list on a screen: without header, title, column heads, and the two rows of keys and news. */
export function journalHeight(size: State['ui']['size']): number {
	return Math.max(1, size.rows - 5);
}

/** The selected row's index; the first one where none was selected or its run is not listed. */
export function journalIndex(state: State, rows: readonly JournalRow[]): number {
	return Math.max(
		0,
		rows.findIndex(({ id }) => id === state.ui.selected.journal),
	);
}

/** The rows that fit, so that the selected one stands in the middle where there is room on both sides. */
export function journalWindow(state: State, rows: readonly JournalRow[]): JournalWindow {
	const height = journalHeight(state.ui.size);
	const index = journalIndex(state, rows);
	const start = Math.max(0, Math.min(index - Math.floor(height / 2), rows.length - height));
	const selected = rows[index]?.id;
	return { all: rows.length, rows: rows.slice(start, start + height), ...(selected === undefined ? {} : { selected }) };
}

/** A row with its columns so wide that the whole fits into `width` cells; who, where and why get what is left over. */
export function journalLine(row: JournalRow, width: number): TextLine {
	const why = width >= 120 ? Math.floor((width - 63) / 2) : 0;
	const where = Math.max(8, width - 62 - (why > 0 ? why + 1 : 0));
	return [
		piece(`${cell(row.time, 14)} `, 'dim'),
		piece(`${cell(row.who, 8)} ${cell(row.what, 9)} ${cell(row.where, where)} `),
		piece(`${cell(row.result, 20)} `, row.tone),
		piece(row.took.padStart(6)),
		...(why > 0 ? [piece(` ${cell(row.why, why)}`, 'dim')] : []),
	];
}

/** The heads of the columns, over rows of the same width. */
export function journalHead(width: number): TextLine {
	const head = {
		time: 'TIME (UTC)',
		who: 'WHO',
		what: 'WHAT',
		where: 'WHERE',
		result: 'RESULT',
		took: 'TOOK',
		why: 'WHY',
	};
	return journalLine({ id: '', tone: 'dim', ...head }, width).map(({ text }) => piece(text, 'dim'));
}
