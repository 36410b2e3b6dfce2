import type { Write } from '../core/call.ts';
import { isStopped, keptOf } from '../core/engine/former.ts';
import { imageName, isPin } from '../core/engine/image-name.ts';
import type { Instance, Service } from '../core/model.ts';
import { order, part } from './engine-call.ts';

/** The stopped containers that earlier roll backs of this one kept. */
export function earlierKept({ former }: Service, { host, name }: Instance): readonly Instance[] {
	return former.filter((other) => other.host === host && isStopped(other) && keptOf(other.name)?.base === name);
}

/**
 * The orders that remove them: by id, never with their volumes; then the names under which their images were pinned, but
 * for those that another container was made from.
 */
export function tidyOf({ instances, former }: Service, earlier: readonly Instance[]): readonly Write[] {
	const rest = [...instances, ...former.filter((other) => !earlier.includes(other))];
	const used = new Set(rest.map(({ host, image }) => `${host} ${image.ref}`));
	const pins = earlier.filter(
		({ host, image }) => isPin(imageName(image.ref ?? '')?.tag) && !used.has(`${host} ${image.ref}`),
	);
	return [
		...earlier.map(({ host, id }) => order(host, 'DELETE', `/containers/${part(id)}?v=0`, { fine: [204, 404] })),
		...pins.map(({ host, image }) =>
			order(host, 'DELETE', `/images/${part(image.ref ?? '')}`, { fine: [200, 404, 409] }),
		),
	];
}
