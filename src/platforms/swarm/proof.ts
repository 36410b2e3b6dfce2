import { answers, type SwarmExpect, swarmIs } from '../../core/expect.ts';
import type { Asks } from '../../core/making.ts';
import type { Service } from '../../core/model.ts';
import type { Check } from '../../core/plan.ts';
import type { Now } from './now.ts';

/** What a change of a Swarm service promises. `id`: the image on the nodes, where it is known before. */
export interface Promised {
	readonly want: number;
	readonly spec: Pick<SwarmExpect, 'image' | 'replicas' | 'forceAbove'>;
	readonly id?: string;
}

/** The image that all its containers on hosts of ours run, where they agree. */
export function sameId({ instances }: Service): string | undefined {
	const ids = [...new Set(instances.filter(({ state }) => state === 'running').map(({ image }) => image.id))];
	return ids.length === 1 ? ids[0] : undefined;
}

/**
 * What proves a change of a Swarm service: its spec, every wanted task running by it and none of the new ones failed, and
 * the image of its containers on each node that we read; then the web address, from outside. What Swarm's own updater says
 * of itself proves nothing (docker.md §5).
 */
export function proofOf(now: Now, of: Service, { want, spec, id }: Promised, asks: Asks): readonly Check[] {
	const { host, service, facts, newest } = now;
	const settled = { after: newest, ...(service.mode === 'global' ? { want: facts.want } : {}) };
	const on = { hosts: facts.reached, ...(id === undefined ? {} : { image: id }) };
	const expect: SwarmExpect = {
		host,
		service: service.id,
		name: service.name,
		...spec,
		settled,
		...(want === 0 ? {} : { on }),
	};
	const say =
		want === 0
			? `${service.name} has no task any more and gets none`
			: `${want} of ${want} tasks of ${service.name} run the promised image, none failed`;
	const inside = swarmIs(say, of.id, expect, asks);
	if (asks.health === undefined || want === 0) return [inside];
	return [inside, answers(`${asks.health.url} answers`, of.id, asks.health, asks)];
}
