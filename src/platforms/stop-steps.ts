import { earlierKept, isStopped } from '../core/engine/former.ts';
import { containerIs } from '../core/expect.ts';
import type { Making, Steps } from '../core/making.ts';
import type { Instance, Result, Service } from '../core/model.ts';
import type { PlanStep } from '../core/plan.ts';
import { order, part } from './engine-call.ts';
import { type Inspected, inspected } from './inspected.ts';
import { tidyImpact, tidyOf } from './kept-containers.ts';

/** How long a container may take to be healthy before the next one is started. */
const untilHealthy = { times: 1, within: 120_000 };
/** What the engine says of a container that is as it should be already. */
const already = [204, 304];

/** What the steps of one container are made of. */
interface One {
	readonly service: Service;
	readonly instance: Instance;
	readonly now: Inspected;
}

function partsOf({ service, instance: { host, name }, now: { id, grace } }: One) {
	const post = (verb: string, timeout: number) =>
		order(host, 'POST', `/containers/${part(id)}/${verb}`, { fine: already, timeout });
	return {
		name,
		start: post('start', 60_000),
		stop: post('stop', grace + 30_000),
		is: (say: string, running: boolean) => containerIs(say, service.id, { host, container: id, running }),
	};
}

/** Also of one that did not run when the plan was made: somebody may have started it since. */
function stopped(one: One): PlanStep {
	const { name, start, stop, is } = partsOf(one);
	const { running } = one.now;
	return {
		say: running ? `stop ${name}` : `see to it that ${name} is stopped`,
		does: stop,
		took: is(`${name} is stopped`, false),
		undo: running ? start : { none: `${name} did not run when the plan was made.`, harmless: true },
		// That a release which ends by itself then stays up is not ours to promise.
		...(running ? { undone: 'accepted' as const } : {}),
	};
}

function started(one: One): PlanStep {
	const { name, start, stop, is } = partsOf(one);
	const { host, id } = one.instance;
	const healthy = { host, container: id, healthy: true } as const;
	return {
		say: `start ${name}`,
		does: start,
		took: is(`${name} runs`, true),
		undo: stop,
		...(one.service.instances.length > 1
			? { check: containerIs(`${name} is healthy`, one.service.id, healthy, untilHealthy) }
			: {}),
	};
}

async function each(
	service: Service,
	instances: readonly Instance[],
	making: Making,
	step: (one: One) => PlanStep,
): Promise<Result<readonly PlanStep[]>> {
	const steps: PlanStep[] = [];
	for (const instance of instances) {
		const now = await inspected(making, instance);
		if (!now.ok) return now;
		steps.push(step({ service, instance, now: now.value }));
	}
	return { ok: true, value: steps };
}

/** A stop of the service's containers, by id. What an earlier change kept stays: it may be the way back. */
export const stopSteps: Steps<'stop'> = async (_want, service, making) => {
	const steps = await each(service, service.instances, making, stopped);
	return steps.ok ? { ok: true, value: { steps: steps.value, tidy: [] } } : steps;
};

/** A start of those of the service's containers that are stopped, by id, one after the other. */
export const startSteps: Steps<'start'> = async (_want, service, making) => {
	const steps = await each(service, service.instances.filter(isStopped), making, started);
	if (!steps.ok) return steps;
	// Only plain containers have been kept by a change of ours.
	const earlier = service.platform === 'docker' ? service.instances.flatMap((one) => earlierKept(service, one)) : [];
	return {
		ok: true,
		value: { steps: steps.value, tidy: tidyOf(service, earlier), impact: tidyImpact(service, earlier) },
	};
};
