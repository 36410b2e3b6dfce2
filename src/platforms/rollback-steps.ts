import { imageIs } from '../core/expect.ts';
import { known } from '../core/known.ts';
import type { Steps } from '../core/making.ts';
import type { Service } from '../core/model.ts';
import type { PlanStep } from '../core/plan.ts';
import { order, part } from './engine-call.ts';
import { keepingGood, tidiedWith } from './good-images.ts';
import { missingOn } from './missing-image.ts';
import { pullStep } from './pull-steps.ts';
import { repositoryOf } from './repository.ts';
import { replacing, swapOf } from './swap.ts';
import { type Swap, swapSteps } from './swap-steps.ts';

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

/** A roll back of a plain container. */
export const goBackSteps: Steps<'rollback'> = async ({ to }, service, making) => {
	const old = await replacing(service, making);
	if (!old.ok) return old;
	const { instance } = old.value;
	const away = await missingOn(service, making, { to, hosts: [instance.host] });
	if (!away.ok) return away;
	const pull = away.value[0]?.name;
	const repository = repositoryOf([...refsOf(service, to), instance.image.ref ?? ''], instance.name);
	const { pin } = pinOf({ repository, id: making.id });
	const image = { name: pin, left: instance.image.id, ...(pull === undefined ? { target: to } : {}) };
	const swapped = await swapOf(old.value, image);
	if (!swapped.ok) return swapped;
	const { swap, made } = swapped.value;
	const good = await keepingGood(service, making, { host: instance.host, repository, of: to, known: to });
	if (!good.ok) return good;
	const first = pull === undefined ? [] : [`${pull} is pulled first, while the old container still serves.`];
	const back: Back = { ...swap, image: to, repository, ...known({ pull }) };
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
