import type { JournalEntry } from '../journal.ts';
import { outcomeIn } from '../outcome.ts';
import { watchIn } from '../run.ts';
import type { Run } from '../state.ts';

/** A run after one more line of the journal about it. */
export function noted(run: Run, entry: JournalEntry): Run {
	const entries = [...run.entries, entry];
	const { checking: _gone, told: _told, until: _over, ...rest } = { ...run, entries };
	const outcome = outcomeIn(entry, entries);
	switch (entry.what) {
		case 'planned':
		case 'taken over':
		case 'left running':
		case 'walked':
		case 'shell opened':
		case 'shell left':
		case 'armed':
		case 'gates':
		case 'disarmed':
			return { ...run, entries };
		case 'confirmed':
		case 'proven': {
			const watch = watchIn(entries);
			return watch === undefined ? { ...rest, stage: 'running' } : { ...rest, stage: 'watching', until: watch.until };
		}
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

/** A proof or watch that fails is undone at once where the plan says so; everything else waits for a person. */
function held(run: Run, entry: { readonly what: string; readonly left?: true }): Run['stage'] {
	if (entry.left === true) return 'ended';
	return entry.what === 'not verified' && run.plan.unproven === 'undo' ? 'running' : 'held';
}
