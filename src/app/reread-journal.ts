import type { Journal, JournalEntry } from '../core/journal.ts';
import type { Millis, Result } from '../core/model.ts';
import { isInterrupted } from '../core/run.ts';
import { isBegun } from '../core/select/plan/stand.ts';
import type { State } from '../core/state.ts';
import type { EffectParts } from './effects.ts';

/** How often the journal is read again while a run in it waits for its end. */
const every: Millis = 5_000;

/** When the oldest run began that has no end by these entries; undefined where all have one. */
export const oldestOpen = (entries: readonly JournalEntry[]): Millis | undefined => {
	const open = [...Map.groupBy(entries, ({ run }) => run).values()].filter(isInterrupted);
	const begun = open.flatMap(([first]) => first?.at ?? []);
	return begun.length === 0 ? undefined : Math.min(...begun);
};

/** What another program wrote since; a run of our own tells all that it writes by itself. */
const newer = async (state: State, journal: Result<Journal>): Promise<readonly JournalEntry[]> => {
	const own = Object.values(state.runs).some(isBegun);
	const since = own || !journal.ok ? undefined : oldestOpen(state.journal.entries);
	if (since === undefined || !journal.ok) return [];
	const last = state.journal.entries.at(-1)?.seq ?? 0;
	const read = await journal.value.read({ since });
	return read.ok ? read.value.filter(({ seq }) => seq > last) : [];
};

/**
 * Reads the journal again, at most every five seconds, while a run without an end stands in it: another program, such as
 * `watchdeck resume`, may give it one. To be called about every second.
 */
export const makeJournalRereader = (
	parts: Pick<EffectParts, 'state' | 'emit' | 'now'> & { readonly journal: Result<Journal> },
): (() => Promise<void>) => {
	let last = parts.now();
	return async () => {
		if (parts.now() - last < every) return;
		last = parts.now();
		const entries = await newer(parts.state(), parts.journal);
		for (const entry of entries) parts.emit({ type: 'plan/noted', at: parts.now(), entry });
	};
};
