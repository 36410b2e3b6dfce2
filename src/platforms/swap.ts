import { createBody } from '../core/engine/body.ts';
import { changesOf } from '../core/engine/changes.ts';
import { earlierKept, keptFor } from '../core/engine/former.ts';
import { known } from '../core/known.ts';
import type { Made, Making } from '../core/making.ts';
import type { Instance, Result, Service } from '../core/model.ts';
import { inspect, part } from './engine-call.ts';
import { type Inspected, inspected } from './inspected.ts';
import { keptDays, tidyImpact, tidyOf } from './kept-containers.ts';
import { namesOf, type Swap } from './swap-steps.ts';

/** A service whose single container is to be replaced, as it is now. */
export interface Replacing {
	readonly service: Service;
	readonly making: Making;
	readonly instance: Instance;
	readonly old: Inspected;
}

/** What the new container is made of. `target`: the id of its image, where the host has it. */
export interface NewImage {
	readonly name: string;
	readonly target?: string;
	/** The id of the image that is left for being at fault; '' where none is. */
	readonly left: string;
}

/** Its container as its engine tells it now; refused when it changed just now. */
export async function replacing(service: Service, making: Making): Promise<Result<Replacing>> {
	const instance = service.instances[0];
	if (instance === undefined) throw new Error('blocked without a container');
	const old = await inspected(making, instance);
	return old.ok ? { ok: true, value: { service, making, instance, old: old.value } } : old;
}

function imageOf({ making, instance }: Replacing, id: string, what: string): Promise<Result<unknown>> {
	return inspect(making, instance.host, `/images/${part(id)}/json`, what);
}

/** A container of another image that is else like an old one, and what is to be known of it. */
export interface Copied {
	readonly swap: Swap;
	/** What the operator should know of what it is made from, in sentences. */
	readonly notes: readonly string[];
	/** The images of the old one and of the new one, where that is here. */
	readonly current: unknown;
	readonly next?: unknown;
}

/** What a container of another image is made from, so that it can stand beside the old one or in its place. */
export async function copyOf(replaced: Replacing, { name, target, left }: NewImage): Promise<Result<Copied>> {
	const { service, making, instance, old } = replaced;
	const { host } = instance;
	const current = await imageOf(replaced, instance.image.id, `image of ${instance.name}`);
	if (!current.ok) return current;
	const next = target === undefined ? undefined : await imageOf(replaced, target, `image ${target}`);
	if (next?.ok === false) return next;
	const body = createBody({
		...{ host, plan: making.id, container: old.json, current: current.value, image: name, left },
		...(next === undefined ? {} : { target: next.value }),
	});
	if (!body.ok) return body;
	const swap = { host, service: service.id, id: making.id, old, body: body.value.body, networks: body.value.networks };
	const { notes } = body.value;
	return { ok: true, value: { swap, notes, current: current.value, ...known({ next: next?.value }) } };
}

/** The swap of a container for one of another image, and what its plan says and tidies up beside its steps. */
export async function swapOf(
	replaced: Replacing,
	image: NewImage,
): Promise<Result<{ readonly swap: Swap; readonly made: Omit<Made, 'steps'> }>> {
	const copied = await copyOf(replaced, image);
	if (!copied.ok) return copied;
	const { swap, notes, current, next } = copied.value;
	const { service, instance, old } = replaced;
	const earlier = earlierKept(service, instance);
	const made = {
		tidy: tidyOf(service, earlier),
		impact: [
			`The container of today is kept, stopped, as ${namesOf(swap).kept}, until the next verified change or for ${keptDays}.`,
			...tidyImpact(service, earlier),
			...notes,
		],
		keeps: keptFor,
		...known({ changes: next === undefined ? undefined : changesOf(old.json, current, next) }),
	};
	return { ok: true, value: { swap, made } };
}
