import { canonical } from '../core/canonical.ts';
import type { Service } from '../core/model.ts';
import type { Plan } from '../core/plan.ts';
import { swarmStanding } from '../core/platform-facts.ts';
import type { Want } from '../core/want.ts';

/** Makes a fingerprint of a text (sha256, in hex). */
export type Digest = (text: string) => string;

/**
 * What a plan stands on, as a text to be fingerprinted: which containers there are, by id, name, image and restart policy.
 * Whether they run is left out on purpose: a container that crashes again and again must not make every plan stale.
 */
export function factsOf(service: Service, want: Want): string {
	const standing = swarmStanding(service);
	if (standing !== undefined) return canonical({ service: service.id, platform: service.platform, standing, want });
	const instances = service.instances
		.map(({ host, id, name, image, policy }) => ({ host, id, name, image: image.id, policy }))
		.sort((a, b) => (`${a.host}/${a.id}` < `${b.host}/${b.id}` ? -1 : 1));
	return canonical({ service: service.id, platform: service.platform, manager: service.manager, instances, want });
}

/** The fingerprint of a plan: what is agreed to is what runs. */
export function planDigest(plan: Plan, digest: Digest): string {
	return digest(canonical(plan));
}
