import { type Change, changesOf } from '../../core/engine/changes.ts';
import type { Making } from '../../core/making.ts';
import type { Service } from '../../core/model.ts';
import { inspect, part } from '../engine-call.ts';

/**
 * What would be different in the tasks of a Swarm service with another image, by one that runs on a host of ours and has
 * that image (`id`) there. Undefined where none does: then it is not known beforehand.
 */
export async function taskChanges(
	{ instances, swarm }: Service,
	making: Making,
	id: string | undefined,
): Promise<readonly Change[] | undefined> {
	const task = instances.find((one) => swarm?.serving.includes(one.id) === true);
	if (task === undefined || id === undefined) return undefined;
	const { host, name, image } = task;
	const paths = [`/containers/${part(task.id)}/json`, `/images/${part(image.id)}/json`, `/images/${part(id)}/json`];
	const [container, current, target] = await Promise.all(paths.map((path) => inspect(making, host, path, name)));
	if (container?.ok !== true || current?.ok !== true || target?.ok !== true) return undefined;
	return changesOf(container.value, current.value, target.value);
}
