import { imageName } from '../core/engine/image-name.ts';
import { imageIs } from '../core/expect.ts';
import { failed } from '../core/failed.ts';
import type { Making, Steps } from '../core/making.ts';
import type { Release, Result, Service } from '../core/model.ts';
import type { PlanStep } from '../core/plan.ts';
import { order, part } from './engine-call.ts';
import { keepingGood, tidiedWith } from './good-images.ts';
import { pullStep } from './pull-steps.ts';
import { repositoryOf } from './repository.ts';
import { replacing, swapOf } from './swap.ts';
import { type Swap, swapSteps } from './swap-steps.ts';
import { wantedImage } from './wanted-image.ts';

/** What the steps of a roll back are made of. */
export interface Back extends Swap {
	/** The image to go back to, and the name under which it is pinned: `REPO` of `REPO:rb-ID`. */
	readonly image: string;
	readonly repository: string;
	/** `REPOSITORY@DIGEST`, where the image has to be pulled first. */
	readonly pull?: string;
}

function pinOf({ repository, id }: Pick<Back, 'repository' | 'id'>): { readonly tag: string; readonly pin: string } {
	return { tag: `rb-${id}`, pin: `${repository}:rb-${id}` };
}

function pinned(back: Back): PlanStep {
	const { host, service, image, repository } = back;
	const { pin, tag } = pinOf(back);
	return {
		say: `pin the image as ${pin}, so that it stays`,
		does: order(host, 'POST', `/images/${part(image)}/tag?repo=${part(repository)}&tag=${tag}`),
		took: imageIs(`${pin} is the promised image`, service, { host, ref: pin, id: image }),
		undo: { none: `The image stays pinned as ${pin}.`, harmless: true },
	};
}

/** The steps that go back to an earlier image, which is pulled where its host lacks it, and gets a name of ours. */
export function rollbackSteps(back: Back): readonly PlanStep[] {
	return [...(back.pull === undefined ? [] : [pullStep(back, back.pull)]), pinned(back), ...swapSteps(back)];
}

/** The names of an image that is gone back to, the one we know it by first. */
function refsOf(service: Service, image: string): readonly string[] {
	const ref = service.releases.find((release) => release.image?.id === image)?.image?.ref;
	return ref === undefined ? [] : [ref];
}

/** What is not seen there is asked for once more, host and registry: what they said before says nothing of now. */
function isHere({ can }: Release): boolean {
	return can === 'ready' || can === 'runs';
}

/** What has to be pulled to go back to an image: `REPOSITORY@DIGEST`; nothing where the host has it. */
export async function missing(
	service: Service,
	making: Making,
	to: string,
): Promise<Result<{ readonly pull?: string }>> {
	const release = service.releases.find(({ image }) => image?.id === to);
	const host = service.instances[0]?.host;
	if (release === undefined || host === undefined || isHere(release)) return { ok: true, value: {} };
	const repository = imageName(release.image?.ref ?? '')?.repository;
	const digest = release.image?.digest;
	if (repository === undefined || digest === undefined) {
		// Its steps ask for it by its id.
		if (release.can === 'unknown') return { ok: true, value: {} };
		const message = `The image of ${release.label} is not on ${host}, and what its registry calls it is not known.`;
		return failed('missing', message, 'Take another release.');
	}
	const image = await wantedImage(making, host, { repository, digest });
	if (!image.ok) return image;
	return { ok: true, value: image.value.pull === undefined ? {} : { pull: image.value.pull } };
}

/** A roll back of a plain container. */
export const goBackSteps: Steps<'rollback'> = async ({ to }, service, making) => {
	const old = await replacing(service, making);
	if (!old.ok) return old;
	const away = await missing(service, making, to);
	if (!away.ok) return away;
	const { pull } = away.value;
	const { instance } = old.value;
	const repository = repositoryOf([...refsOf(service, to), instance.image.ref ?? ''], instance.name);
	const { pin } = pinOf({ repository, id: making.id });
	const image = { name: pin, left: instance.image.id, ...(pull === undefined ? { target: to } : {}) };
	const swapped = await swapOf(old.value, image);
	if (!swapped.ok) return swapped;
	const { swap, made } = swapped.value;
	const good = await keepingGood(service, making, { host: instance.host, repository, of: to, known: to });
	if (!good.ok) return good;
	const first = pull === undefined ? [] : [`${pull} is pulled first, while the old container still serves.`];
	const back: Back = { ...swap, image: to, repository, ...away.value };
	return {
		ok: true,
		value: {
			...made,
			steps: rollbackSteps(back),
			impact: [...first, ...(made.impact ?? []), ...good.value.impact],
			tidy: tidiedWith(good.value, made.tidy),
		},
	};
};
