import type { Writers } from '../../core/dataset/acting.ts';
import { failed } from '../../core/failed.ts';
import type { Making, Platform } from '../../core/making.ts';
import type { Result, Service } from '../../core/model.ts';
import type { Check, PlanStep } from '../../core/plan.ts';
import type { LockPlace } from '../claimed.ts';
import { actions } from '../index.ts';
import { lockKey } from '../lock.ts';
import { given } from './making.ts';

/** A service that writes to a dataset, and the platform that runs it. */
export interface Writer {
	readonly service: Service;
	readonly platform: Platform;
}

/** The same with the places of their locks. */
export interface LockedWriters extends Writers {
	readonly places: readonly LockPlace[];
}

/** What a stop would give back, as a step of its own. */
function again({ does, undo, say }: PlanStep, index: number): readonly PlanStep[] {
	if ('none' in undo) return [];
	return [
		{
			say:
				say.replace(/^stop /, 'start ') === say
					? `start again what step ${index + 1} stopped`
					: say.replace(/^stop /, 'start '),
			does: undo,
			took: { never: given },
			undo: does,
			undone: 'accepted',
			converges: true,
		},
	];
}

/** The steps around a swap: each writer is stopped before, and started as it was after. */
export async function writersOf(writers: readonly Writer[], making: Making): Promise<Result<LockedWriters>> {
	const all: { stop: PlanStep[]; proof: Check[]; places: LockPlace[] } = { stop: [], proof: [], places: [] };
	for (const { service, platform } of writers) {
		const steps = platform.can.stop;
		if (steps === undefined)
			return failed(
				'refused',
				`${service.id} writes to it, and ${platform.title} has no way to stop it.`,
				'Stop it yourself.',
			);
		const key = lockKey(service);
		if (!key.ok) return key;
		const made = await steps({ action: 'stop' }, service, making);
		if (!made.ok) return made;
		all.stop.push(...made.value.steps);
		if (made.value.steps.some(({ undo }) => !('none' in undo)))
			all.proof.push(...actions.start.proof({ action: 'start' }, service, making.id, making.asks));
		all.places.push(...service.hosts.map((host) => ({ host, key: key.value })));
	}
	return {
		ok: true,
		value: { ...all, start: all.stop.flatMap(again), names: writers.map(({ service }) => service.id) },
	};
}
