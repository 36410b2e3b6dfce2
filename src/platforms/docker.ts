import { createBody } from '../core/engine/body.ts';
import { earlierKept, keptFor } from '../core/engine/former.ts';
import type { Result, Service } from '../core/model.ts';
import type { Making, Platform, Steps } from '../core/plan.ts';
import { inspect, part } from './engine-call.ts';
import { inspected } from './inspected.ts';
import { keptDays, tidyImpact, tidyOf, tidySteps } from './kept-containers.ts';
import { repositoryOf } from './repository.ts';
import { restartSteps } from './restart-steps.ts';
import { namesOf, rollbackSteps } from './rollback-steps.ts';

function imageOf(making: Making, host: string, id: string, what: string): Promise<Result<unknown>> {
	return inspect(making, host, `/images/${part(id)}/json`, what);
}

/** The names of an image that is gone back to, the one we know it by first. */
function refsOf(service: Service, image: string): readonly string[] {
	const ref = service.releases.find((release) => release.image?.id === image)?.image?.ref;
	return ref === undefined ? [] : [ref];
}

const rollback: Steps<'rollback'> = async (want, service, making) => {
	const instance = service.instances[0];
	if (instance === undefined) throw new Error('blocked without a container');
	const { host } = instance;
	const old = await inspected(making, instance);
	if (!old.ok) return old;
	const current = await imageOf(making, host, instance.image.id, `image of ${instance.name}`);
	if (!current.ok) return current;
	const target = await imageOf(making, host, want.to, `image ${want.to}`);
	if (!target.ok) return target;
	const repository = repositoryOf([...refsOf(service, want.to), instance.image.ref ?? ''], instance.name);
	const names = namesOf({ old: old.value, id: making.id, repository });
	const made = createBody({
		host,
		plan: making.id,
		container: old.value.json,
		current: current.value,
		target: target.value,
		image: names.pin,
		left: instance.image.id,
	});
	if (!made.ok) return made;
	const { body, networks, notes } = made.value;
	const swap = { host, service: service.id, id: making.id, old: old.value, image: want.to, repository, body, networks };
	const earlier = earlierKept(service, instance);
	const value = {
		steps: rollbackSteps(swap),
		tidy: tidyOf(service, earlier),
		impact: [
			`The container of today is kept, stopped, as ${names.kept}, until the next verified change or for ${keptDays}.`,
			...tidyImpact(service, earlier),
			...notes,
		],
		keeps: keptFor,
	};
	return { ok: true, value };
};

/** Plain containers that nothing else manages. */
export const docker: Platform = {
	id: 'docker',
	title: 'Docker',
	can: { restart: restartSteps, rollback, tidy: tidySteps },
};
