import { filterMatch } from '../logs/search.ts';
import type { Millis } from '../model.ts';
import type { State } from '../state.ts';
import { runsIn, type StoredRun } from './journal-runs.ts';
import type { Tone } from './plan-line.ts';
import { isBegun } from './plan-stand.ts';
import { lengthText } from './plan-time.ts';

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
			return { result: run.outcome, tone: 'good' };
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
	if (!run.open) return { result: 'only planned', tone: 'dim' };
	return live ? { result: 'running', tone: 'strong' } : { result: 'no end written', tone: 'warn' };
}

const titles = { restart: 'restart', rollback: 'roll back' } as const;

function rowOf(run: StoredRun, state: State): JournalRow {
	const now = state.runs[run.id];
	const begun = run.consent?.at;
	return {
		id: run.id,
		time: stampText(run.first),
		who: run.by,
		what: run.plan === undefined ? '?' : titles[run.plan.action],
		where: run.plan?.service ?? '?',
		...resultOf(run, now !== undefined && isBegun(now)),
		took: begun === undefined || run.outcome === undefined ? '-' : lengthText(run.last - begun),
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
