import { shortDigits } from '../core/engine/image-name.ts';
import { imageRef } from '../core/engine/image-ref.ts';
import { failed } from '../core/failed.ts';
import { known } from '../core/known.ts';
import type { Made, Steps } from '../core/making.ts';
import type { Instance, Result } from '../core/model.ts';
import { type Keeping, keepingGood, tidiedWith } from './good-images.ts';
import { getSteps } from './pull-steps.ts';
import { repositoryOf } from './repository.ts';
import { sharedOf, sharing } from './shared-steps.ts';
import { type Replacing, replacing, swapOf } from './swap.ts';
import { swapSteps } from './swap-steps.ts';
import { type WantedImage, wantedImage } from './wanted-image.ts';

function changeText({ image }: Instance, { name, id, digest = '' }: WantedImage): string {
	const to = id ?? digest;
	return `The image changes from ${image.ref ?? 'one without a name'} (${shortDigits(image.id)}) to ${name} (${shortDigits(to)}).`;
}

function impactOf(instance: Instance, image: WantedImage): readonly string[] {
	const pull = image.pull === undefined ? [] : ['It is pulled first, while the old container still serves.'];
	return [changeText(instance, image), ...pull, ...image.notes];
}

const notKnown = 'What the image itself sets (command, health check, volumes) is known once it is here.';

/** What is kept of it once it is proven. */
function keeping(
	{ service, making, instance }: Replacing,
	{ name, id, digest }: WantedImage,
): Promise<Result<Keeping>> {
	const repository = repositoryOf([name], instance.name);
	const of = id ?? `${repository}@${digest}`;
	return keepingGood(service, making, { host: instance.host, repository, of, known: id ?? digest ?? '' });
}

async function madeOf(old: Replacing, image: WantedImage, isCanary: boolean): Promise<Result<Made>> {
	const { service, instance } = old;
	const { name, id, digest = '' } = image;
	const swapped = await swapOf(old, { name, left: '', ...known({ target: id }) });
	if (!swapped.ok) return swapped;
	const good = await keeping(old, image);
	if (!good.ok) return good;
	const { swap, made } = swapped.value;
	const { impact = [] } = made;
	const before = getSteps({ host: instance.host, service: service.id }, image);
	const value: Made = {
		...made,
		tidy: tidiedWith(good.value, made.tidy),
		steps: [...before, ...swapSteps(swap)],
		impact: [...impactOf(instance, image), ...impact, ...good.value.impact, ...(id === undefined ? [notKnown] : [])],
		promised: id === undefined ? { digest } : { image: id },
	};
	if (!isCanary) return { ok: true, value };
	const shared = await sharedOf(swap, old.making);
	return shared.ok ? { ok: true, value: sharing(value, shared.value, before) } : shared;
}

/** A deploy of a plain container: its image is got ready while the old container serves, then the two are swapped. */
export const deploySteps: Steps<'deploy'> = async (want, service, making) => {
	const of = imageRef(want.image);
	if (of === undefined) return failed('refused', `${want.image} is no name of an image.`, 'Give it as REPOSITORY:TAG.');
	const old = await replacing(service, making);
	if (!old.ok) return old;
	const { image: runs, host } = old.value.instance;
	const image = await wantedImage(making, host, of);
	if (!image.ok) return image;
	const { name, id } = image.value;
	if (id === undefined || id !== runs.id) return madeOf(old.value, image.value, want.canary === true);
	const message = `${service.id} runs ${name} already (${shortDigits(id)}).`;
	return failed('refused', message, 'Restart it, or name another image.');
};
