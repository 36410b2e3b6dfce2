import { withoutContainer } from '../core/engine/by-hand.ts';
import type { Action } from '../core/making.ts';

/** Takes the lock of a service from whoever holds it, and gives it back: the way out where its holder is gone or stuck. */
export const takeover: Action<'takeover'> = {
	name: 'takeover',
	title: 'take over the lock of',
	asked: {},
	// Of a lock that still beats the plan itself is of tier 4 (keys.md, Tiers).
	tier: 2,
	locksOnly: true,
	leavesNothing: () => true,
	// A Swarm service has a lock of its own, also while it has no container that is seen.
	blocked: (service) =>
		service.instances.length === 0 && service.swarm === undefined ? withoutContainer(service) : undefined,
	impact: () => [
		'Whoever holds the lock orders nothing more: what he does stops before its next order and is held for him.',
		'What he left half done stays as it is. The lock is given back at once, so that anybody can act.',
	],
	proof: () => [],
	// Whoever held it may have changed the service a moment ago, and nothing of it is changed here.
	standsOn: () => [],
};
