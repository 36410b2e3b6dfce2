import type { Fleet, ServiceSpec } from '../config/fleet.ts';
import { hostId } from '../ids.ts';
import type { Condition, Millis, Stood } from '../model.ts';
import { reused } from '../reuse.ts';
import type { Feeds, State } from '../state.ts';
import type { Candidate } from './candidate.ts';
import { hostCandidate } from './host.ts';
import { serviceCandidate, type View } from './service.ts';
import { sinceLeft, undecided } from './stood.ts';

/** Whether nothing is known from before: what was unknown from the beginning has told nothing. */
function isFirst(before: Condition | undefined): boolean {
	return before === undefined || (before.is === 'unknown' && before.before === true);
}

/** The condition that goes on: `since` stays, and after a while it is decided that it is not as it was left. */
function lasting(before: Condition, candidate: Candidate, now: Millis): Condition {
	const { because } = candidate;
	const stood = undecided(before.stood, candidate, before.since, now);
	if (before.because === because && stood === before.stood) return before;
	const { stood: _, ...same } = before;
	return { ...same, because, ...(stood === undefined ? {} : { stood }) };
}

/** Whether something was known already and is known otherwise now: that is no matter of the first readings any more. */
function isSecondLook(before: Condition | undefined, { is, counting }: Candidate): boolean {
	return before !== undefined && before.is !== 'unknown' && is !== 'unknown' && counting !== true;
}

/** The condition after the one before. `left`: how it stood before this session. */
function settled(before: Condition | undefined, candidate: Candidate, now: Millis, left?: Stood): Condition {
	const { is, because, since } = candidate;
	if (before?.is === is) return lasting(before, candidate, now);
	const known = isFirst(before) ? left : before?.stood;
	const goesOn = sinceLeft(known, is, now);
	const stood = isSecondLook(before, candidate) ? undefined : undecided(known, candidate, now, now);
	const isOpen = goesOn === undefined && isFirst(before) && (since === undefined || is === 'unknown');
	return {
		...{ is, because },
		// The clock of a host may be ahead of ours.
		since: Math.min(goesOn ?? now, since ?? now, now),
		...(isOpen ? { before: true } : {}),
		...(stood === undefined ? {} : { stood }),
	};
}

/** Conditions that were settled before it was known how all stood before this session, now that it is. */
export function followed(conditions: State['conditions'], left: State['stood'], now: Millis): State['conditions'] {
	const all = Object.entries(conditions).map(([id, condition]) => {
		const { before: _, ...rest } = condition;
		const since = sinceLeft(left[id], condition.is, now);
		const stood = undecided(left[id], condition, condition.since, now);
		if (since !== undefined) return [id, { ...rest, since: Math.min(since, condition.since) }] as const;
		return [id, stood === undefined ? condition : { ...condition, stood }] as const;
	});
	return reused(conditions, Object.fromEntries(all));
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
		const after = settled(before, candidate, now, state.stood[id]);
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
