import type { JournalEntry } from '../../journal.ts';
import type { Millis } from '../../model.ts';

/** How long the steps of runbooks took in earlier walks: the median of each, by `usualKey`. */
export type Usual = ReadonlyMap<string, Millis>;

/** The key of a step of a runbook. */
export function usualKey(runbook: string, step: string): string {
	return `${runbook}\n${step}`;
}

function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** How long what was run in walks took, by the journal: not a part of a block, nor what runs until somebody stops it. */
export function usualTimes(entries: readonly JournalEntry[]): Usual {
	const runbooks = new Map<string, string>();
	const took = new Map<string, Millis[]>();
	for (const entry of entries) {
		if (entry.what !== 'walked') continue;
		const { did, run } = entry;
		if (did.is === 'began') runbooks.set(run, did.head.runbook);
		const runbook = runbooks.get(run);
		if (did.is !== 'came' || did.command !== undefined || did.background === true || runbook === undefined) continue;
		const key = usualKey(runbook, did.step);
		const before = took.get(key);
		if (before === undefined) took.set(key, [did.took]);
		else before.push(did.took);
	}
	return new Map([...took].map(([key, times]) => [key, median(times)]));
}
