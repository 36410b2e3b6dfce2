import type { Fleet, ServiceSpec } from '../config/fleet.ts';
import { hostId } from '../ids.ts';
import type { Condition, Millis } from '../model.ts';
import { reused } from '../reuse.ts';
import type { Feeds, State } from '../state.ts';
import type { Candidate } from './candidate.ts';
import { hostCandidate } from './host.ts';
import { serviceCandidate, type View } from './service.ts';

/** Whether nothing is known from before: what was unknown from the beginning has told nothing. */
function isFirst(before: Condition | undefined): boolean {
	return before === undefined || (before.is === 'unknown' && before.before === true);
}

/** The condition after the one before: `since` stays while the condition does. */
function settled(before: Condition | undefined, { is, because, since }: Candidate, now: Millis): Condition {
	if (before?.is === is) return before.because === because ? before : { ...before, because };
	const isOpen = isFirst(before) && (since === undefined || is === 'unknown');
	// The clock of a host may be ahead of ours.
	return { is, because, since: Math.min(since ?? now, now), ...(isOpen ? { before: true } : {}) };
}

/** What is settled: the ids of services and of hosts (`host/NAME`). */
export function settledIds({ services, fleet }: State): readonly string[] {
	return [...Object.keys(services), ...fleet.hosts.map(({ name }) => hostId(name))];
}

/** The conditions of some services and hosts as they are now, only those that changed; of many hosts a part at a time. */
export function settleSome(
	{ state, feeds, now }: View,
	specs: ReadonlyMap<string, ServiceSpec>,
	ids: Iterable<string>,
): State['conditions'] {
	const changed: Record<string, Condition> = {};
	for (const id of ids) {
		const service = state.services[id];
		const host = id.startsWith('host/') ? id.slice('host/'.length) : undefined;
		if (service === undefined && host === undefined) continue;
		const candidate =
			service === undefined
				? hostCandidate(state, host ?? '', now)
				: serviceCandidate({ state, feeds, now }, service, specs.get(id));
		const before = state.conditions[id];
		const after = settled(before, candidate, now);
		if (after !== before) changed[id] = after;
	}
	return changed;
}

/** The lines of the config by the ids of their services. */
export function specsOf({ services }: Fleet): ReadonlyMap<string, ServiceSpec> {
	return new Map(services.map((spec) => [`${spec.environment}/${spec.name}`, spec]));
}

/** The conditions of all services and hosts (`host/NAME`) as they are now; what did not change keeps its identity. */
export function settle(state: State, feeds: Feeds, now: Millis): State['conditions'] {
	const ids = settledIds(state);
	const changed = settleSome({ state, feeds, now }, specsOf(state.fleet), ids);
	const next = Object.fromEntries(
		ids.flatMap((id) => {
			const condition = changed[id] ?? state.conditions[id];
			return condition === undefined ? [] : [[id, condition]];
		}),
	);
	return reused(state.conditions, next);
}
