import type { JournalEntry, Outcome } from './journal.ts';

/** Whether something of a run went wrong: a step failed, or the proof did not hold. */
function failed(entries: readonly JournalEntry[]): boolean {
	return entries.some(
		(entry) => entry.what === 'not verified' || (entry.what === 'ends' && entry.failure !== undefined),
	);
}

/** How the run of these entries came out by what this one of them says; undefined where it says nothing of that. */
export function outcomeIn(entry: JournalEntry, entries: readonly JournalEntry[]): Outcome | undefined {
	switch (entry.what) {
		case 'planned':
		case 'confirmed':
		case 'begins':
		case 'ends':
		case 'done':
		case 'proven':
		case 'taken over':
		case 'left running':
		case 'walked':
		case 'shell opened':
		case 'shell left':
		case 'armed':
		case 'gates':
		case 'disarmed':
			return undefined;
		case 'refused':
			return 'REFUSED';
		case 'verified':
			return 'VERIFIED';
		case 'not verified':
			return 'DONE, NOT VERIFIED';
		case 'undone':
			return failed(entries) ? 'FAILED, UNDONE' : 'UNDONE';
		case 'held':
			return 'FAILED, HELD FOR YOU';
		case 'handled':
			return 'HANDLED';
	}
}

/** The last entry that says how a run came out; undefined while it goes on or was never begun. */
export function endOf(entries: readonly JournalEntry[]): JournalEntry | undefined {
	const at = entries.findLastIndex((entry) => outcomeIn(entry, entries) !== undefined);
	const last = entries[at];
	const goesOn = entries.slice(at + 1).some((entry) => entry.what === 'begins');
	return goesOn ? undefined : last;
}

/** How a run came out, by the entry that ends it. */
export function outcomeOf(entries: readonly JournalEntry[]): Outcome | undefined {
	const end = endOf(entries);
	return end === undefined ? undefined : outcomeIn(end, entries);
}
