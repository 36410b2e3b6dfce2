import { isCounting } from '../core/condition/layers.ts';
import type { Millis } from '../core/model.ts';
import { type Probe, sourceOf } from '../core/probe.ts';
import type { LayerFact, State } from '../core/state.ts';
import type { Late } from './read-late.ts';

/** Between two readings of a check that fails. */
const pause: Millis = 1000;
/** So often at the most: of what wants more failures in a row nobody waits for an answer. */
const most = 9;

const isNear = (fact: LayerFact): boolean => isCounting(fact) && fact.need <= most + 1;

const isUndecided = ({ layers }: State, probe: Probe): boolean => {
	const fact = layers[probe.of]?.[sourceOf(probe)];
	return fact !== undefined && isNear(fact);
};

const anyUndecided = ({ layers }: State): boolean =>
	Object.values(layers).some((facts) => Object.values(facts).some(isNear));

/**
 * Reads those checks again that failed, but not often enough in a row yet to say that something is down: who reads once is
 * told the same of the same fault, however long the other readings take.
 */
export const readDecided = async ({ store, scheduler, wait, stop }: Omit<Late, 'began'>): Promise<void> => {
	for (let left = most; left > 0 && anyUndecided(store.state()); left -= 1) {
		await wait(pause, stop);
		if (stop.aborted) return;
		await scheduler.refresh((probe) => isUndecided(store.state(), probe));
	}
};
