import type { JournalEntry } from './journal.ts';
import type { Millis } from './model.ts';

/** A shell that somebody has now, by the journal. */
export interface OpenShell {
	/** The service's id, or `host/NAME`. */
	readonly of: string;
	readonly by: string;
	readonly since: Millis;
	/** The id under which the journal has it. */
	readonly run: string;
	/** The watchdeck that gives it its terminal. */
	readonly session: string;
}

/** By what it is of; the oldest first. */
export type OpenShells = Readonly<Record<string, readonly OpenShell[]>>;

/**
 * The shells that were opened and not left, by these entries of the journal, oldest first. Of one that does not say which
 * watchdeck opened it nobody could say whether it still is: it is none.
 */
export function openShells(entries: readonly JournalEntry[]): OpenShells {
	const left = new Set(entries.filter(({ what }) => what === 'shell left').map(({ run }) => run));
	const open = entries.flatMap((entry): readonly OpenShell[] => {
		if (entry.what !== 'shell opened' || entry.session === undefined || left.has(entry.run)) return [];
		const { of, by, at, run, session } = entry;
		return [{ of, by, since: at, run, session }];
	});
	return Object.fromEntries(Map.groupBy(open, ({ of }) => of));
}
