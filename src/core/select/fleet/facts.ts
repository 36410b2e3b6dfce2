import { silenceOf } from '../../condition/engine.ts';
import type { Thresholds } from '../../config/fleet.ts';
import { usualThresholds } from '../../config/fleet-of.ts';
import { hostId, hostOf } from '../../ids.ts';
import { type OthersLock, othersLockOn } from '../../lock.ts';
import type { Condition, Millis, Sample, Service } from '../../model.ts';
import type { OpenShell } from '../../open-shells.ts';
import { seriesName } from '../../series-name.ts';
import type { Feeds, State } from '../../state.ts';
import type { Dataset } from '../backups/datasets.ts';
import { type Measure, newest } from '../rows/numbers.ts';
import { isMeasured } from '../service/stopped.ts';

/** What a row of Fleet is drawn from. */
export interface RowFacts {
	readonly condition: Condition;
	/** Newest numbers, those that are too old left out. */
	readonly numbers: { readonly [M in Measure]?: Sample | undefined };
	readonly limits?: Thresholds | undefined;
	/** When anything was last read of it. */
	readonly read?: Millis | undefined;
	/** The host cannot be reached, or its engine does not answer: nothing here is news. */
	readonly lost: boolean;
	/** Its datasets, where any backup is watched; the worst first. */
	readonly backups?: readonly Dataset[] | undefined;
	/** Somebody else is changing it. */
	readonly lock?: OthersLock | undefined;
	/** Somebody has a shell there; the one that is open longest. */
	readonly shell?: OpenShell | undefined;
}

const ofService = ['requests', 'errors', 'p50', 'p95', 'cpu', 'memory'] as const;
const ofHost = ['cpu', 'memory', 'load', 'disk'] as const;

/** The newest numbers of a service, whatever they say: as long as they are the same, nothing was measured. */
export function newestOf(feeds: Feeds, id: string): readonly (Sample | undefined)[] {
	return ofService.map((measure) => feeds.numbers(seriesName(id, measure))?.last());
}

function numbersOf(feeds: Feeds, id: string, measures: readonly Measure[], now: Millis): RowFacts['numbers'] {
	return Object.fromEntries(measures.map((measure) => [measure, newest(feeds, seriesName(id, measure), now)]));
}

/** The condition of a service or host; until anything was read of it, that. */
export function conditionOf({ conditions, started }: State, id: string): Condition {
	return conditions[id] ?? { is: 'unknown', because: 'nothing was read of it yet', since: started };
}

/** The limits of a service's numbers: its own where the config names it, else the usual ones. */
export function limitsOf({ fleet }: State, { environment, name }: Service): Thresholds {
	const spec = fleet.services.find((one) => one.environment === environment && one.name === name);
	return spec?.thresholds ?? usualThresholds;
}

/** When a service or host was last read, by any source. */
export function readOf(state: State, id: string, hosts: readonly string[]): Millis | undefined {
	const times = [
		...hosts.map((host) => state.engines[host]?.at),
		...Object.values(state.layers[id] ?? {}).map(({ observed }) => observed.at),
	].filter((at) => at !== undefined);
	return times.length === 0 ? undefined : Math.max(...times);
}

/** Whether a host cannot be reached, or its engine does not answer. */
export function isLost(state: State, host: string): boolean {
	return state.links[host]?.is === 'down' || silenceOf(state, host) !== undefined;
}

/** The facts of a service's row. */
export function serviceFacts(state: State, service: Service, feeds: Feeds, now: Millis): RowFacts {
	const { id, hosts } = service;
	return {
		condition: conditionOf(state, id),
		numbers: numbersOf(
			feeds,
			id,
			ofService.filter((measure) => isMeasured(service, measure)),
			now,
		),
		limits: limitsOf(state, service),
		read: readOf(state, id, hosts),
		lost: hosts.some((host) => isLost(state, host)),
		lock: othersLockOn(state, service, now),
		shell: state.shells[id]?.[0],
	};
}

/** The facts of a host's row. */
export function hostFacts(state: State, host: string, feeds: Feeds, now: Millis): RowFacts {
	const id = hostId(host);
	const read = [state.hostFacts[host]?.at, readOf(state, id, [host])].filter((at) => at !== undefined);
	return {
		condition: hostCondition(state, host),
		numbers: numbersOf(feeds, id, ofHost, now),
		limits: usualThresholds,
		read: read.length === 0 ? undefined : Math.max(...read),
		lost: isLost(state, host),
		shell: state.shells[id]?.[0],
	};
}

/** A host that cannot be reached is unknown, whatever was known of it before, and since nothing was. */
function hostCondition(state: State, host: string): Condition {
	const link = state.links[host];
	const known = conditionOf(state, hostId(host));
	if (link?.is !== 'down') return known;
	return { is: 'unknown', because: link.failure.message, since: known.is === 'unknown' ? known.since : link.since };
}

/** The facts of any row that is no group. */
export function factsOf(state: State, id: string, feeds: Feeds, now: Millis): RowFacts | undefined {
	const host = hostOf(id);
	if (host !== undefined) return hostFacts(state, host, feeds, now);
	const service = state.services[id];
	return service === undefined ? undefined : serviceFacts(state, service, feeds, now);
}
