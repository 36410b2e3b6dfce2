import { usualThresholds } from '../config/fleet-of.ts';
import { percent, shortAge } from '../format.ts';
import { hostId } from '../ids.ts';
import type { Millis } from '../model.ts';
import type { State } from '../state.ts';
import { type Candidate, worstOf } from './candidate.ts';
import { blindness } from './engine.ts';
import { isLost } from './freshness.ts';
import { ofLayer } from './layers.ts';

/** How often a host is asked for its own state. */
export const hostEvery: Millis = 10_000;
/** A clock that is further off than this makes misleading what its host says of times. */
export const mostSkew: Millis = 5_000;

/** What speaks for a host's condition: whether it is reached, its engine, disks, memory and clock. */
export function hostCandidate(state: State, name: string, now: Millis): Candidate {
	const blind = blindness(state, name, now);
	if (blind !== undefined) return blind;
	const observed = state.hostFacts[name];
	// Where they never could be read, e.g. behind an engine that is reached over tcp, nothing is lost.
	if (observed?.value === undefined) {
		const why = observed?.failure === undefined ? '' : `; ${observed.failure.message}`;
		return { is: 'ok', because: `its engine answers${why}` };
	}
	// What was bad when it was last seen is not well for being seen no longer.
	if (isLost(observed, hostEvery, now)) {
		return { is: 'unknown', because: `host not read: ${observed.failure?.message ?? 'no answer for long'}` };
	}
	const probes = Object.values(state.layers[hostId(name)] ?? {}).flatMap((fact) => ofLayer(fact, now) ?? []);
	const worst = worstOf([...ofFacts(observed.value), ...probes]);
	return worst === undefined || worst.is === 'ok' ? { is: 'ok', because: 'reached, its engine answers' } : worst;
}

function ofFacts(facts: Readonly<Record<string, string | number>>): readonly Candidate[] {
	const { disk, inodes, memory, skew } = facts;
	const found: Candidate[] = [];
	if (typeof disk === 'number' && disk > usualThresholds.disk) {
		found.push({ is: 'degraded', because: `disk ${facts['disk_mount'] ?? ''} ${percent(disk)} full` });
	}
	if (typeof inodes === 'number' && inodes > usualThresholds.disk) {
		found.push({ is: 'degraded', because: `inodes of ${facts['inodes_mount'] ?? ''} ${percent(inodes)} used` });
	}
	if (typeof memory === 'number' && memory > usualThresholds.memory) {
		found.push({ is: 'degraded', because: `memory ${percent(memory)} used` });
	}
	if (typeof skew === 'number' && Math.abs(skew) > mostSkew) {
		found.push({
			is: 'degraded',
			because: `its clock is ${shortAge(Math.abs(skew))} ${skew > 0 ? 'ahead' : 'behind'}`,
		});
	}
	return found;
}
