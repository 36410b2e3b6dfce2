import { imageName } from '../../core/engine/image-name.ts';
import { imageIs } from '../../core/expect.ts';
import { failed } from '../../core/failed.ts';
import { listed } from '../../core/listed.ts';
import type { Image, Result, Service } from '../../core/model.ts';
import type { PlanStep } from '../../core/plan.ts';
import { order, part } from '../engine-call.ts';
import { repositoryOf } from '../repository.ts';
import type { Now } from './now.ts';

/** The name by which a service is to run an image, and what has to be done on its nodes before. */
export interface ImagePlan {
	readonly ref: string;
	readonly steps: readonly PlanStep[];
	/** Its id is known as the engines of the nodes have it. */
	readonly onNodes: boolean;
}

function pinned(host: string, of: Service, image: string, [repository, tag]: readonly [string, string]): PlanStep {
	const pin = `${repository}:${tag}`;
	return {
		say: `pin the image on ${host} as ${pin}, so that it stays`,
		does: order(host, 'POST', `/images/${part(image)}/tag?repo=${part(repository)}&tag=${tag}`),
		took: imageIs(`${pin} is the promised image on ${host}`, of.id, { host, ref: pin, id: image }),
		undo: { none: `The image stays pinned on ${host} as ${pin}.`, harmless: true },
	};
}

/** By its digest the name cannot move, and each node can fetch it. */
function byDigest({ digest, ref }: Image): string | undefined {
	const repository = imageName(ref ?? '')?.repository;
	return digest === undefined || repository === undefined ? undefined : `${repository}@${digest}`;
}

/**
 * How an image gets into a spec so that it can mean nothing else: by digest, or by a tag of ours on every node. A node that
 * nobody of ours is could not be given that tag and would ask a registry for it in vain.
 */
export function imagePlan({ facts, service }: Now, of: Service, image: Image, id: string): Result<ImagePlan> {
	const ref = byDigest(image);
	if (ref !== undefined) return { ok: true, value: { ref, steps: [], onNodes: image.id !== image.digest } };
	if (facts.unreached.length > 0) {
		const message = `The image ${image.ref ?? image.id} has no digest, as no registry gave it, and watchdeck does not reach ${listed(facts.unreached)}, where it would be needed too.`;
		return failed('refused', message, 'Push it to a registry that the nodes can read and deploy it from there.');
	}
	const repository = repositoryOf([image.ref ?? '', service.image], service.name);
	const tag = `rb-${id}`;
	const steps = facts.reached.map((host) => pinned(host, of, image.id, [repository, tag]));
	return { ok: true, value: { ref: `${repository}:${tag}`, steps, onNodes: true } };
}
