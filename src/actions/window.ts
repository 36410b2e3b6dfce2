import type { Failure } from '../core/model.ts';
import type { Check, PlanStep } from '../core/plan.ts';
import { type Judging, judge, type Verdict } from './checks.ts';
import type { Running } from './running.ts';

/** The window of a step: what broke it, and what it stands on once it was looked at. */
export interface Window {
	readonly broken: () => Promise<Failure | undefined>;
	readonly said: () => readonly string[];
}

function judgingUntil({ judging, outside }: Running, over: AbortSignal): Judging {
	const ends = AbortSignal.any([outside.stop, outside.signal, over]);
	return { ...judging, stopped: () => ends.aborted, wait: (length) => outside.wait(length, ends) };
}

/** All checks side by side; the first that fails ends the others. */
async function judgedAll(run: Running, checks: readonly Check[]): Promise<readonly Verdict[]> {
	const over = new AbortController();
	const judging = judgingUntil(run, over.signal);
	return Promise.all(
		checks.map(async (check) => {
			const verdict = await judge(check, judging);
			if (verdict.is === 'failed') over.abort();
			return verdict;
		}),
	);
}

/**
 * What must hold all the while before the next step. Of which too little can be told does not hold: what nobody calls looks
 * perfect, and the next share would be of no better known a release.
 */
export function windowOf(run: Running, { window = [], say }: Pick<PlanStep, 'window' | 'say'>): Window {
	let stood: readonly string[] = [];
	return {
		said: () => stood,
		broken: async () => {
			const verdicts = await judgedAll(run, window);
			const failed = verdicts.find((verdict) => verdict.is === 'failed');
			if (failed?.is === 'failed') return { kind: 'refused', message: `${failed.because}.` };
			if (verdicts.some(({ is }) => is === 'stopped')) {
				return { kind: 'cancelled', message: `watchdeck was stopped while it watched: ${say}.` };
			}
			stood = verdicts.flatMap((verdict) => (verdict.is === 'held' ? (verdict.because ?? []) : []));
			return undefined;
		},
	};
}
