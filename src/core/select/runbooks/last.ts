import type { JournalEntry } from '../../journal.ts';
import type { Millis } from '../../model.ts';

/** How a runbook was walked last: by whom, when it was begun, and how it ended; without an end it is open. */
export interface LastWalk {
	readonly by: string;
	readonly at: Millis;
	readonly ended?: 'done' | 'given up';
}

/** The last walk through each runbook, by its name, as the journal has them. */
function lastWalks(entries: readonly JournalEntry[]): ReadonlyMap<string, LastWalk> {
	const names = new Map<string, string>();
	const newest = new Map<string, LastWalk & { readonly run: string }>();
	for (const entry of entries) {
		if (entry.what !== 'walked') continue;
		const { did, run, by, at } = entry;
		if (did.is === 'began') {
			names.set(run, did.head.runbook);
			newest.set(did.head.runbook, { run, by, at });
		}
		const name = names.get(run);
		const last = name === undefined ? undefined : newest.get(name);
		if (did.is === 'ended' && name !== undefined && last?.run === run) newest.set(name, { ...last, ended: did.as });
	}
	return newest;
}

/** The same, made anew only where the journal has more. */
export function keptLastWalks(): (entries: readonly JournalEntry[]) => ReadonlyMap<string, LastWalk> {
	let kept: { readonly entries: readonly JournalEntry[]; readonly last: ReadonlyMap<string, LastWalk> } | undefined;
	return (entries) => {
		if (kept?.entries !== entries) kept = { entries, last: lastWalks(entries) };
		return kept.last;
	};
}
