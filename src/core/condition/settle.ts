import type { Condition, Millis } from '../model.ts';
import { reused } from '../reuse.ts';
import type { Feeds, State } from '../state.ts';
import type { Candidate } from './candidate.ts';
import { hostCandidate } from './host.ts';
import { serviceCandidate } from './service.ts';

/** The condition after the one before: `since` stays while the condition does. */
function settled(before: Condition | undefined, { is, because, since }: Candidate, now: Millis): Condition {
	if (before?.is === is) return before.because === because ? before : { is, because, since: before.since };
	// The clock of a host may be ahead of ours.
	return { is, because, since: Math.min(since ?? now, now) };
}

/** The conditions of all services and hosts (`host/NAME`) as they are now; what did not change keeps its identity. */
export function settle(state: State, feeds: Feeds, now: Millis): State['conditions'] {
	const specs = new Map(state.fleet.services.map((spec) => [`${spec.environment}/${spec.name}`, spec]));
	const view = { state, feeds, now };
	const ofServices = Object.values(state.services).map((service) => {
		const candidate = serviceCandidate(view, service, specs.get(service.id));
		return [service.id, settled(state.conditions[service.id], candidate, now)] as const;
	});
	const ofHosts = state.fleet.hosts.map(({ name }) => {
		const id = `host/${name}`;
		return [id, settled(state.conditions[id], hostCandidate(state, name, now), now)] as const;
	});
	return reused(state.conditions, Object.fromEntries([...ofServices, ...ofHosts]));
}
