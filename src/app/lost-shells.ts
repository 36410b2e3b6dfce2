import type { Event } from '../core/event.ts';
import type { Journal } from '../core/journal.ts';
import type { Millis, Result } from '../core/model.ts';
import type { OpenShell } from '../core/open-shells.ts';
import type { Alive } from '../core/run.ts';
import type { State } from '../core/state.ts';

/** What is needed to write down that a shell is not known to be open any more. */
interface LostShells {
	readonly state: () => State;
	readonly emit: (event: Event) => void;
	readonly now: () => Millis;
	readonly journal: Result<Journal>;
	readonly isAlive: Alive;
}

/** The shells whose watchdeck is gone: it was killed before it could say that they were left. */
const lost = ({ state, isAlive }: LostShells): readonly OpenShell[] =>
	Object.values(state().shells)
		.flat()
		.filter(({ session }) => isAlive(session) === false);

/** Gives each shell whose watchdeck is gone an end in the journal, so that no row says for good that it is open. */
export const makeLostShells = (parts: LostShells) => async (): Promise<void> => {
	const { journal, emit, now } = parts;
	if (!journal.ok) return;
	for (const { run, by } of lost(parts)) {
		// It may have said so with its last breath, which was not read yet.
		const known = await journal.value.read({ run });
		if (!known.ok || known.value.some(({ what }) => what === 'shell left')) continue;
		const text = 'its end is not known: the watchdeck that opened it is gone';
		const entry = await journal.value.append({ what: 'shell left', at: now(), by, run, text });
		if (entry.ok) emit({ type: 'plan/noted', at: now(), entry: entry.value });
	}
};
