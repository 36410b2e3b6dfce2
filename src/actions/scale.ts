import { failed } from '../core/failed.ts';
import type { Action } from '../core/making.ts';
import { managed } from './manager.ts';

/** More tasks than this are a slip of the finger. */
const most = 1000;

/** Gives a service another number of replicas. */
export const scale: Action<'scale'> = {
	name: 'scale',
	title: 'scale',
	asked: {},
	tier: 2,
	blocked: (service) => managed(service, 'scale'),
	settled: (want, { id, want: now }) => {
		if (!Number.isInteger(want.to) || want.to < 0 || want.to > most) {
			return failed('refused', `${id} cannot be scaled to ${want.to}.`, `Name a whole number from 0 to ${most}.`);
		}
		if (want.to === now) return failed('refused', `${id} is scaled to ${want.to} already.`, 'Name another number.');
		return { ok: true, value: want };
	},
	leavesNothing: ({ to }) => to === 0,
	impact: () => [],
	proof: () => [],
	head: ({ to }, { want }) => ({
		...(want === undefined ? {} : { from: `${want} replicas` }),
		to: `${to} replicas`,
	}),
};
