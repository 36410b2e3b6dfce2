import { earlierKept } from '../core/engine/former.ts';
import { containerIs } from '../core/expect.ts';
import type { Steps } from '../core/making.ts';
import type { Instance, Service } from '../core/model.ts';
import type { PlanStep } from '../core/plan.ts';
import { order, part } from './engine-call.ts';
import { type Inspected, inspected } from './inspected.ts';
import { tidyImpact, tidyOf } from './kept-containers.ts';

/** How long a container may take to be healthy before the next one is restarted. */
const untilHealthy = { times: 1, within: 120_000 };

function stepOf(service: Service, { host, name }: Instance, now: Inspected): PlanStep {
	const { id, grace, started } = now;
	const restarted = { host, container: id, running: true, ...(started === undefined ? {} : { startedAfter: started }) };
	const path = `/containers/${part(id)}`;
	const several = service.instances.length > 1;
	const healthy = { host, container: id, healthy: true } as const;
	return {
		say: `restart ${name}`,
		does: order(host, 'POST', `${path}/restart`, { timeout: grace + 60_000 }),
		took: containerIs(`${name} started anew`, service.id, restarted),
		undo: {
			none: 'A restart cannot be undone.',
			byHand: order(host, 'POST', `${path}/start`, { fine: [204, 304] }),
		},
		...(several ? { check: containerIs(`${name} is healthy`, service.id, healthy, untilHealthy) } : {}),
	};
}

/** A restart of the service's containers, by id, one after the other; each is healthy before the next. What an earlier roll back kept goes then. */
export const restartSteps: Steps<'restart'> = async (_want, service, making) => {
	const steps: PlanStep[] = [];
	for (const instance of service.instances) {
		const now = await inspected(making, instance);
		if (!now.ok) return now;
		steps.push(stepOf(service, instance, now.value));
	}
	// Only plain containers have been kept by a change of ours.
	const earlier = service.platform === 'docker' ? service.instances.flatMap((each) => earlierKept(service, each)) : [];
	return { ok: true, value: { steps, tidy: tidyOf(service, earlier), impact: tidyImpact(service, earlier) } };
};
