import { withoutContainer } from '../core/engine/by-hand.ts';
import { isStopped } from '../core/engine/former.ts';
import type { Action } from '../core/making.ts';
import { pausedText, vanishingText } from './in-the-way.ts';
import { managed } from './manager.ts';
import { proofOf } from './proof.ts';
import { standIn } from './unfinished.ts';

/** Starts the stopped containers of a service as they are. */
export const start: Action<'start'> = {
	name: 'start',
	title: 'start',
	asked: {},
	tier: 2,
	blocked: (service) => {
		const { instances } = service;
		if (instances.length === 0) return withoutContainer(service);
		const others = managed(service, 'start');
		if (others !== undefined) return others;
		if (!instances.some(isStopped)) return pausedText(instances) ?? 'it runs already; a restart starts it anew';
		return pausedText(instances) ?? vanishingText(instances) ?? standIn(service);
	},
	impact: (_want, { instances }) => {
		const stopped = instances.filter(isStopped);
		const all = stopped.length === instances.length;
		const what = all
			? 'it is'
			: `${stopped.length} of ${instances.length} containers ${stopped.length === 1 ? 'is' : 'are'}`;
		return [
			`No gap is expected: ${what} stopped now.`,
			'The same release starts as it was stopped: image, env and ports stay.',
		];
	},
	proof: (_want, service, _plan, asks) =>
		proofOf(
			service,
			service.instances.map((instance) => ({ instance, image: instance.image.id })),
			asks,
		),
	head: (_want, { instances }) => {
		const label = instances.find(isStopped)?.image.ref;
		return label === undefined ? {} : { from: 'stopped', to: label };
	},
};
