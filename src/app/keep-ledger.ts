import type { Event } from '../core/event.ts';
import type { Millis, Result } from '../core/model.ts';
import type { State } from '../core/state.ts';
import type { Ledger, Sighting } from '../store/ledger.ts';

/** What of the state was seen running, for the ledger. Only what an engine said just now counts. */
const sightingsOn = (state: State, host: string, at: Millis): readonly Sighting[] =>
	Object.values(state.services).flatMap(({ id, instances }) =>
		instances
			.filter((instance) => instance.host === host && instance.state === 'running')
			.map(({ name, image }) => ({ service: id, host, container: name, image, at })),
	);

/** Writes down what runs whenever an engine was read, and tells the state of the ledger when it has a new line. */
export const makeLedgerKeeper = (ledger: Result<Ledger>, emit: (event: Event) => void) => {
	const known = new Set<string>();
	const tell = (at: Millis): void => {
		const lines = ledger.ok ? ledger.value.of() : ledger;
		if (lines.ok) emit({ type: 'ledger/read', at, lines: lines.value });
		else emit({ type: 'journal/failed', at, failure: lines.failure });
	};
	return {
		tell,
		read: (state: State, host: string, at: Millis): void => {
			if (!ledger.ok) return;
			const sightings = sightingsOn(state, host, at);
			const written = ledger.value.saw(sightings);
			if (!written.ok) {
				emit({ type: 'journal/failed', at, failure: written.failure });
				return;
			}
			const fresh = sightings
				.map(({ service, container, image }) => `${service} ${host} ${container} ${image.id}`)
				.filter((key) => !known.has(key));
			for (const key of fresh) known.add(key);
			if (fresh.length > 0) tell(at);
		},
	};
};
