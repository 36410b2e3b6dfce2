import type { JournalEntry, Outcome } from '../journal.ts';
import type { Run } from '../state.ts';

/** Whether something of a run went wrong: a step failed, or the proof did not hold. */
function failed(entries: readonly JournalEntry[]): boolean {
	return entries.some(
		(entry) => entry.what === 'not verified' || (entry.what === 'ends' && entry.failure !== undefined),
	);
}

/** How a run came out, by its last entry that says so; undefined while it goes on or was never begun. */
export function outcomeOf(entries: readonly JournalEntry[]): Outcome | undefined {
	const last = entries.findLast(
		(entry) => !['planned', 'confirmed', 'begins', 'ends', 'done', 'taken over'].includes(entry.what),
	);
	if (last === undefined) return undefined;
	const later = entries.slice(entries.indexOf(last) + 1);
	if (later.some((entry) => entry.what === 'begins')) return undefined;
	return outcomeIn(last, entries);
}

function outcomeIn(entry: JournalEntry, entries: readonly JournalEntry[]): Outcome | undefined {
	switch (entry.what) {
		case 'planned':
		case 'confirmed':
		case 'begins':
		case 'ends':
		case 'done':
		case 'taken over':
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

/** A run after one more line of the journal about it. */
export function noted(run: Run, entry: JournalEntry): Run {
	const entries = [...run.entries, entry];
	const { checking: _gone, ...rest } = { ...run, entries };
	const outcome = outcomeIn(entry, entries);
	switch (entry.what) {
		case 'planned':
		case 'taken over':
			return { ...run, entries };
		case 'confirmed':
		case 'begins':
		case 'ends':
			return { ...rest, stage: 'running' };
		case 'done':
			return { ...rest, stage: 'proving' };
		case 'not verified':
		case 'held':
			return { ...rest, stage: held(run, entry), because: entry.text, ...(outcome ? { outcome } : {}) };
		case 'refused':
			return { ...rest, stage: 'ended', because: entry.because, ...(outcome ? { outcome } : {}) };
		case 'verified':
		case 'undone':
		case 'handled':
			return { ...rest, stage: 'ended', because: entry.text, ...(outcome ? { outcome } : {}) };
	}
}

/** A proof that fails is undone at once where the plan says so; everything else waits for a person. */
function held(run: Run, entry: { readonly what: string; readonly left?: true }): Run['stage'] {
	if (entry.left === true) return 'ended';
	return entry.what === 'not verified' && run.plan.unproven === 'undo' ? 'running' : 'held';
}
