import { unfinishedOf, unfinishedText, withoutContainer } from './engine/by-hand.ts';
import { keptOf } from './engine/former.ts';
import { isHeldBy } from './lock.ts';
import type { Millis, Service } from './model.ts';
import type { Plan, Stand } from './plan.ts';
import { pastable } from './quote.ts';
import type { State } from './state.ts';

/** A container that a plan stands on, and what it is called by now. */
interface Renamed {
	readonly stand: Stand;
	readonly name: string;
}

type Known = Pick<State, 'engines' | 'locks'>;

/** Of what a change set aside and does not hold any more, in words: it was cut, or its follower was removed since. */
function leftWords(service: Service | undefined): string | undefined {
	if (service === undefined) return undefined;
	const left = unfinishedOf(service);
	if (left !== undefined) return unfinishedText(left);
	return service.instances.length === 0 ? withoutContainer(service) : undefined;
}

function words({ stand, name }: Renamed, known: Known, service: Service | undefined, now: Millis): string | undefined {
	const { host, id, name: before } = stand;
	const instances = service?.instances ?? [];
	// Known by its labels: nothing but a new plan is needed.
	if (instances.some((each) => each.host === host && each.id === id))
		return `${before} is called ${name} on ${host} now`;
	const kept = keptOf(name);
	if (kept?.base === before) {
		if (isHeldBy(known, { host, plan: kept.plan }, now))
			return `a change set ${before} on ${host} aside as ${name}: wait for its end, then press enter`;
		const left = leftWords(service);
		if (left !== undefined) return left;
	}
	if (instances.length > 0) return undefined;
	return `${before} is called ${name} on ${host} now: ${pastable(['docker', 'rename', name, before])}, or deploy it again, then press enter`;
}

/**
 * That a container which a plan was made for has another name by now, in words, with what to do; undefined where each has
 * its name, is gone, or has a follower.
 */
export function renamed(
	known: Known,
	{ stands = [] }: Pick<Plan, 'stands'>,
	service: Service | undefined,
	now: Millis,
): string | undefined {
	for (const stand of stands) {
		const name = known.engines[stand.host]?.value?.containers[stand.id]?.name;
		if (name === undefined || name === stand.name) continue;
		const isFollowed = service?.instances.some((each) => each.host === stand.host && each.name === stand.name);
		const said = isFollowed === true ? undefined : words({ stand, name }, known, service, now);
		if (said !== undefined) return said;
	}
	return undefined;
}
