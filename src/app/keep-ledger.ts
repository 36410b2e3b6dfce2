import { planLabel } from '../core/engine/labels.ts';
import type { Event } from '../core/event.ts';
import type { Instance, Millis, Result } from '../core/model.ts';
import { storedRunOf } from '../core/select/journal/runs.ts';
import type { State } from '../core/state.ts';
import type { Ledger, Sighting } from '../store/ledger.ts';

/** What a plan that we know nothing of has made counts when it has run so long: its proof was over long before. */
const settled: Millis = 3_600_000;

/** Whether a container that runs stands for its release: one that a plan has made does when the plan was verified. */
const hasProof = (state: State, { labels, started }: Instance, at: Millis): boolean => {
	const plan = labels[planLabel];
	if (plan === undefined) return true;
	const here = state.runs[plan];
	const stored = storedRunOf(state, plan);
	// Another operator's plan is in no journal of ours.
	if (here === undefined && stored === undefined) return started !== undefined && at - started >= settled;
	return here?.outcome === 'VERIFIED' || stored?.outcome === 'VERIFIED';
};

const engineOf = ({ engines }: State, host: string): Pick<Sighting, 'engine'> => {
	const engine = engines[host]?.value?.id;
	return engine === undefined ? {} : { engine };
};

/**
 * What of the state was seen running, for the ledger. Only what an engine said just now counts, and what a roll back only
 * tried does not: else a release that failed would be the next one to go back to.
 */
const sightingsOn = (state: State, host: string, at: Millis): readonly Sighting[] =>
	Object.values(state.services).flatMap(({ id, instances }) =>
		instances
			.filter((instance) => instance.host === host && instance.state === 'running' && hasProof(state, instance, at))
			.map(({ name, image }) => ({ service: id, host, ...engineOf(state, host), container: name, image, at })),
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
		read: async (state: State, host: string, at: Millis): Promise<void> => {
			if (!ledger.ok) return;
			const sightings = sightingsOn(state, host, at);
			const written = await ledger.value.saw(sightings);
			if (!written.ok) {
				emit({ type: 'journal/tried', at, failure: written.failure });
				return;
			}
			if (written.value > 0 && state.journal.unwritable !== undefined) emit({ type: 'journal/tried', at });
			const fresh = sightings
				.map(({ service, engine, container, image }) => `${service} ${host} ${engine} ${container} ${image.id}`)
				.filter((key) => !known.has(key));
			for (const key of fresh) known.add(key);
			if (fresh.length > 0) tell(at);
		},
	};
};
