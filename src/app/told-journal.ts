import type { Event } from '../core/event.ts';
import type { Journal } from '../core/journal.ts';
import type { Millis } from '../core/model.ts';
import type { State } from '../core/state.ts';

/** Who is told, and what is known already. */
export interface Told {
	readonly state: () => Pick<State, 'journal'>;
	readonly dispatch: (event: Event) => void;
	readonly now: () => Millis;
}

/** A journal that tells when a line could not be added to it, and when one could again. */
export const toldJournal = (journal: Journal, { state, dispatch, now }: Told): Journal => ({
	...journal,
	append: async (note, after) => {
		const entry = await journal.append(note, after);
		// A line that somebody else came before could have been written.
		const failure = entry.ok || entry.failure.kind === 'changed' ? undefined : entry.failure;
		if (failure !== undefined) dispatch({ type: 'journal/tried', at: now(), failure });
		else if (state().journal.unwritable !== undefined) dispatch({ type: 'journal/tried', at: now() });
		return entry;
	},
});
