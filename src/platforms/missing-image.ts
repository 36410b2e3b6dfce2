import { imageName } from '../core/engine/image-name.ts';
import { failed } from '../core/failed.ts';
import type { Making } from '../core/making.ts';
import type { Release, Result, Service } from '../core/model.ts';
import type { PlanStep } from '../core/plan.ts';
import { pullStep } from './pull-steps.ts';
import { wantedImage } from './wanted-image.ts';

/** An image that a host has to pull: `name` is `REPOSITORY@DIGEST`. */
export interface Missing {
	readonly host: string;
	readonly name: string;
}

/** What is not seen there is asked for once more, host and registry: what they said before says nothing of now. */
function isHere({ can }: Release): boolean {
	return can === 'ready' || can === 'runs';
}

/** The release of a service that has this image. */
function releaseOf({ releases }: Service, image: string): Release | undefined {
	return releases.find((release) => release.image?.id === image);
}

/**
 * Which of these hosts have to pull an image before a service can go back to it; none where all have it. Refused, with the
 * remedy, where the registry has none, wants a login or cannot be reached from there.
 */
export async function missingOn(
	service: Service,
	making: Making,
	{ to, hosts }: { readonly to: string; readonly hosts: readonly string[] },
): Promise<Result<readonly Missing[]>> {
	const release = releaseOf(service, to);
	if (release === undefined || isHere(release)) return { ok: true, value: [] };
	const repository = imageName(release.image?.ref ?? '')?.repository;
	const digest = release.image?.digest;
	if (repository === undefined || digest === undefined) {
		// Its steps ask for it by its id.
		if (release.can === 'unknown') return { ok: true, value: [] };
		const message = `The image of ${release.label} is not on ${hosts.join(' and ')}, and what its registry calls it is not known.`;
		return failed('missing', message, 'Take another release.');
	}
	const lacking: Missing[] = [];
	for (const host of hosts) {
		const image = await wantedImage(making, host, { repository, digest });
		if (!image.ok) return image;
		if (image.value.pull !== undefined) lacking.push({ host, name: image.value.pull });
	}
	return { ok: true, value: lacking };
}

/** The steps that get it there. */
export function pullSteps({ id: service }: Service, missing: readonly Missing[]): readonly PlanStep[] {
	return missing.map(({ host, name }) => pullStep({ host, service }, name));
}
