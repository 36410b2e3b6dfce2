import { hourMinute } from '../format.ts';
import type { JournalEntry, Outcome } from '../journal.ts';
import { lengthText } from '../length-text.ts';
import type { Millis } from '../model.ts';
import type { State } from '../state.ts';
import { runsIn, type StoredRun } from './journal-runs.ts';
import { cell, piece, type TextLine, type Tone } from './plan-line.ts';

const titles = { restart: 'restart', rollback: 'roll back' } as const;
const day: Millis = 86_400_000;

const tones: Readonly<Record<Outcome, Tone>> = {
	VERIFIED: 'ok',
	'DONE, NOT VERIFIED': 'warn',
	'FAILED, UNDONE': 'bad',
	'FAILED, HELD FOR YOU': 'bad',
	UNDONE: 'plain',
	HANDLED: 'plain',
	REFUSED: 'dim',
};

/** The runs of the journal, read again only when it changed: many rows ask. */
export function journalRuns(): (state: State) => readonly StoredRun[] {
	let known: { readonly entries: readonly JournalEntry[]; readonly runs: readonly StoredRun[] } | undefined;
	return ({ journal: { entries } }) => {
		if (known?.entries !== entries) known = { entries, runs: runsIn(entries) };
		return known.runs;
	};
}

/** Actions that were agreed to, newest first, a row each: when, who, what, and what came of it. */
export function actionLines(runs: readonly StoredRun[], now: Millis): readonly TextLine[] {
	return runs
		.filter(({ consent, outcome }) => consent !== undefined || outcome !== undefined)
		.map((run) => {
			const { plan, outcome, first, last } = run;
			const when = now - first < day ? hourMinute(first) : `${lengthText(now - first).split(' ')[0]} ago`;
			return [
				piece(`${cell(when, 8)} `, 'dim'),
				piece(`${cell(run.by, 12)} `),
				piece(`${cell(plan === undefined ? '?' : titles[plan.action], 9)} ${plan?.service ?? ''}  `),
				piece(outcome ?? 'no end written', outcome === undefined ? 'warn' : tones[outcome]),
				piece(outcome === undefined ? '' : `  ${lengthText(last - first)}`, 'dim'),
			];
		});
}

/** When something was done to a service, to be marked in its curves. */
export function actionTimes(runs: readonly StoredRun[], service: string): readonly Millis[] {
	return runs.flatMap(({ plan, consent }) => (plan?.service === service && consent !== undefined ? [consent.at] : []));
}
