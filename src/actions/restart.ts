import { withoutContainer } from '../core/engine/by-hand.ts';
import { asEngineSays } from '../core/engine/by-our-clock.ts';
import type { Action } from '../core/making.ts';
import { pausedText } from './in-the-way.ts';
import { managed } from './manager.ts';
import { proofOf } from './proof.ts';
import { standIn } from './unfinished.ts';

/** Starts the same release again. */
export const restart: Action<'restart'> = {
	name: 'restart',
	title: 'restart',
	asked: { key: 'R' },
	tier: 2,
	blocked: (service) => {
		const { instances } = service;
		if (instances.length === 0) return withoutContainer(service);
		return pausedText(instances) ?? managed(service, 'restart') ?? standIn(service);
	},
	impact: (_want, { instances }) => [
		instances.length === 1
			? 'A gap is expected: nobody serves while the container stops and starts.'
			: `Its ${instances.length} containers restart one after the other.`,
		'The same release starts again: image, env and ports stay. A restart cannot be undone.',
	],
	proof: (_want, service, _plan, asks) =>
		proofOf(
			service,
			service.instances.map((instance) => ({
				instance,
				image: instance.image.id,
				...(instance.started === undefined ? {} : { startedAfter: asEngineSays(instance, instance.started) }),
			})),
			asks,
		),
	head: (_want, { instances }) => {
		const label = instances[0]?.image.ref;
		return label === undefined ? {} : { from: label, to: `${label}, the same` };
	},
};
