import type { Write } from '../core/call.ts';
import { isStopped, keptOf } from '../core/engine/former.ts';
import { imageName, isPin } from '../core/engine/image-name.ts';
import type { Instance, Service } from '../core/model.ts';
import { order, part } from './engine-call.ts';

/** The stopped containers that earlier roll backs of this one kept. */
export function earlierKept({ former }: Service, { host, name }: Instance): readonly Instance[] {
	return former.filter((other) => other.host === host && isStopped(other) && keptOf(other.name)?.base === name);
}

const isPinned = ({ image }: Instance) => isPin(imageName(image.ref ?? '')?.tag);

/** Those of them whose pinned image name no other container of the service was made from. */
function unpinned({ instances, former }: Service, earlier: readonly Instance[]): readonly Instance[] {
	const rest = [...instances, ...former.filter((other) => !earlier.includes(other))];
	const used = new Set(rest.map(({ host, image }) => `${host} ${image.ref}`));
	return earlier.filter((one) => isPinned(one) && !used.has(`${one.host} ${one.image.ref}`));
}

/** What a plan says of them before it is agreed to. */
export function tidyImpact(service: Service, earlier: readonly Instance[]): readonly string[] {
	if (earlier.length === 0) return [];
	const names = earlier.map(({ name }) => name).join(', ');
	const pins = unpinned(service, earlier).map(({ image }) => image.ref);
	const removed = `Removed once this is verified, without volumes: ${names}`;
	return [pins.length === 0 ? `${removed}.` : `${removed}; also the image name that it kept: ${pins.join(', ')}.`];
}

/**
 * The orders that remove them: by id, never with their volumes; then the names under which their images were pinned, but
 * for those that another container was made from.
 */
export function tidyOf(service: Service, earlier: readonly Instance[]): readonly Write[] {
	return [
		...earlier.map(({ host, id }) => order(host, 'DELETE', `/containers/${part(id)}?v=0`, { fine: [204, 404] })),
		...unpinned(service, earlier).map(({ host, image }) =>
			order(host, 'DELETE', `/images/${part(image.ref ?? '')}`, { fine: [200, 404, 409] }),
		),
	];
}
