import type { JournalEntry } from '../journal.ts';
import type { Millis } from '../model.ts';

/** When each step of a runbook was last run, by its id. */
export type Ran = ReadonlyMap<string, Millis>;

/** When steps were last run, by the path of their document, as the journal tells. */
export function ranSteps(entries: readonly JournalEntry[]): ReadonlyMap<string, Ran> {
	const paths = new Map<string, string>();
	const all = new Map<string, Map<string, Millis>>();
	for (const entry of entries) {
		if (entry.what !== 'walked') continue;
		const { did, run, at } = entry;
		if (did.is === 'began') paths.set(run, did.head.path);
		const path = paths.get(run);
		if (path === undefined || (did.is !== 'ran' && did.is !== 'acted')) continue;
		const steps = all.get(path) ?? new Map<string, Millis>();
		steps.set(did.step, Math.max(at, steps.get(did.step) ?? at));
		all.set(path, steps);
	}
	return all;
}
