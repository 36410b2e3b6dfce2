import { earlierKept, keptOf } from '../core/engine/former.ts';
import { pinningPlan } from '../core/engine/pinned.ts';
import { containerIs, imageIs } from '../core/expect.ts';
import { failed } from '../core/failed.ts';
import type { Action } from '../core/making.ts';
import type { Instance, Result, Service } from '../core/model.ts';
import type { Want } from '../core/want.ts';
import { managed } from './manager.ts';
import { standsOf } from './stands.ts';
import { leftBeside, standIn } from './unfinished.ts';

const isWell = (health: Instance['health']) => health === 'healthy' || health === 'none';

/** While a service does not run, or not well, what was kept may be its way back. */
function notWell({ instances }: Service): string | undefined {
	if (instances.length === 0) return 'it has no container; what was kept may be its way back';
	const bad = instances.find(({ state, health }) => state !== 'running' || !isWell(health));
	if (bad === undefined) return undefined;
	const is = bad.state === 'running' ? bad.health : bad.state;
	return `${bad.name} is ${is}; what was kept may be its way back`;
}

/** What a roll back of this service kept, of these containers. */
function keptIn({ containers }: Want<'tidy'>, service: Service): readonly Instance[] {
	return service.instances
		.flatMap((instance) => earlierKept(service, instance))
		.filter(({ id }) => containers.includes(id));
}

function settled(want: Want<'tidy'>, service: Service): Result<Want<'tidy'>> {
	const { containers, names = [] } = want;
	const isThere = keptIn(want, service).length === containers.length;
	if (isThere && containers.length + names.length > 0) return { ok: true, value: want };
	const message = `Not all of what was to be removed is kept of ${service.id} any more.`;
	return failed('changed', message, 'Nothing was changed. It is looked at again later.');
}

/** Removes what a roll back kept once its time is over. Agreed to with that roll back. */
export const tidy: Action<'tidy'> = {
	name: 'tidy',
	title: 'tidy',
	asked: false,
	tier: 2,
	blocked: (service) => managed(service, 'tidy') ?? notWell(service) ?? standIn(service) ?? leftBeside(service),
	impact: () => ['The service itself is not touched: what runs, its data and its volumes stay.'],
	doing: (want, service) => {
		const plans = keptIn(want, service).map(({ name }) => keptOf(name)?.plan);
		const named = (want.names ?? []).map(({ name }) => pinningPlan(name));
		return `removes what change ${[...new Set([...plans, ...named])].join(', ')} kept`;
	},
	settled,
	proof: (want, service) => [
		...keptIn(want, service).map(({ host, id, name }) =>
			containerIs(`${name} is gone`, service.id, { host, container: id, gone: true }),
		),
		...(want.names ?? []).map(({ host, name }) =>
			imageIs(`${name} is gone`, service.id, { host, ref: name, gone: true }),
		),
	],
	// Read anew under the lock: that the service is well still, and that what goes is what was kept.
	standsOn: (want, service) => [
		...standsOf(service.instances).map((stand) => ({ ...stand, healthy: true as const })),
		...standsOf(keptIn(want, service)),
	],
};
