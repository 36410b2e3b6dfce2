import { keptOf } from './engine/former.ts';
import type { Service } from './model.ts';
import type { Plan, Stand } from './plan.ts';
import type { State } from './state.ts';

function words({ host, name }: Stand, now: string): string {
	if (keptOf(now)?.base === name)
		return `a roll back set ${name} on ${host} aside as ${now}: wait for its end, then press enter`;
	return `${name} is called ${now} on ${host} now: docker rename ${now} ${name}, or deploy it again, then press enter`;
}

/**
 * That a container which a plan was made for has another name by now, in words, with what to do; undefined where each has
 * its name, is gone, or has a follower under its name.
 */
export function renamed(
	{ engines }: Pick<State, 'engines'>,
	{ stands = [] }: Pick<Plan, 'stands'>,
	service: Service | undefined,
): string | undefined {
	for (const stand of stands) {
		const now = engines[stand.host]?.value?.containers[stand.id]?.name;
		if (now === undefined || now === stand.name) continue;
		const isFollowed = service?.instances.some(({ host, name }) => host === stand.host && name === stand.name);
		if (isFollowed !== true) return words(stand, now);
	}
	return undefined;
}
