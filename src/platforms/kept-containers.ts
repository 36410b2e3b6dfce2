import type { Write } from '../core/call.ts';
import { earlierKept, keptFor, keptOf } from '../core/engine/former.ts';
import { imageName, isPin } from '../core/engine/image-name.ts';
import { containerIs } from '../core/expect.ts';
import type { Steps } from '../core/making.ts';
import type { Instance, Service } from '../core/model.ts';
import type { PlanStep } from '../core/plan.ts';
import { order, part } from './engine-call.ts';

/** For how many days they are kept, as plans say it. */
export const keptDays = `${keptFor / 86_400_000} days`;

const isPinned = ({ image }: Instance) => isPin(imageName(image.ref ?? '')?.tag);

/** Those of them whose pinned image name no other container of the service was made from. */
function unpinned({ instances, former }: Service, earlier: readonly Instance[]): readonly Instance[] {
	const rest = [...instances, ...former.filter((other) => !earlier.includes(other))];
	const used = new Set(rest.map(({ host, image }) => `${host} ${image.ref}`));
	return earlier.filter((one) => isPinned(one) && !used.has(`${one.host} ${one.image.ref}`));
}

/** The image names that go with them, as the end of a sentence. */
function pinImpact(service: Service, earlier: readonly Instance[]): string {
	const pins = unpinned(service, earlier).map(({ image }) => image.ref);
	return pins.length === 0 ? '.' : `; also the image name that it kept: ${pins.join(', ')}.`;
}

/** What a plan says of them before it is agreed to. */
export function tidyImpact(service: Service, earlier: readonly Instance[]): readonly string[] {
	if (earlier.length === 0) return [];
	const names = earlier.map(({ name }) => name).join(', ');
	return [`Removed once this is verified, without volumes: ${names}${pinImpact(service, earlier)}`];
}

/** By id, never with its volumes, and never while it runs: the engine refuses that without force. */
function removal({ host, id }: Instance): Write {
	return order(host, 'DELETE', `/containers/${part(id)}?v=0`, { fine: [204, 404] });
}

/** The names under which their images were pinned, but for those that another container was made from. */
function unpinning(service: Service, earlier: readonly Instance[]): readonly Write[] {
	return unpinned(service, earlier).map(({ host, image }) =>
		order(host, 'DELETE', `/images/${part(image.ref ?? '')}`, { fine: [200, 404, 409] }),
	);
}

/** The orders that remove them, then the names under which their images were pinned. */
export function tidyOf(service: Service, earlier: readonly Instance[]): readonly Write[] {
	return [...earlier.map(removal), ...unpinning(service, earlier)];
}

function stepOf({ id: service }: Service, kept: Instance): PlanStep {
	const { host, id, name } = kept;
	return {
		say: `remove ${name}, without its volumes`,
		does: removal(kept),
		took: containerIs(`${name} is gone`, service, { host, container: id, gone: true }),
		undo: { none: `${name} stays removed: its time was over.`, harmless: true },
	};
}

/** The removal of what roll backs kept and whose time is over: each container a step. Every image keeps its names. */
export const tidySteps: Steps<'tidy'> = async ({ containers }, service) => {
	const kept = service.instances.flatMap((instance) => earlierKept(service, instance));
	const over = kept.filter(({ id }) => containers.includes(id));
	const said = over.map(({ name }) => `${name}, which the change ${keptOf(name)?.plan ?? ''} kept for ${keptDays}`);
	const impact = [`Removed without volumes, as was agreed: ${said.join('; ')}.`];
	return { ok: true, value: { steps: over.map((each) => stepOf(service, each)), tidy: [], impact } };
};
