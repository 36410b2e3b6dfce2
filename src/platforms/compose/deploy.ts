import { fullRepository, imageName, shortDigits } from '../../core/engine/image-name.ts';
import { imageRef } from '../../core/engine/image-ref.ts';
import { failed } from '../../core/failed.ts';
import { known } from '../../core/known.ts';
import type { Steps } from '../../core/making.ts';
import { getSteps } from '../pull-steps.ts';
import { type WantedImage, wantedImage } from '../wanted-image.ts';
import { bringingUp } from './bringing.ts';
import { canaryAround } from './canary.ts';
import { type Now, nowOf } from './now.ts';
import type { Wanted } from './up-steps.ts';

/** Whether two names of images are one: `nginx` is `docker.io/library/nginx:latest`. */
export function isSameName(a: string, b: string): boolean {
	const [one, other] = [imageName(a), imageName(b)];
	if (one === undefined || other === undefined) return a === b;
	const sameTag = (one.tag ?? 'latest') === (other.tag ?? 'latest') && one.digest === other.digest;
	return sameTag && fullRepository(one.repository) === fullRepository(other.repository);
}

function impactOf({ image, name }: Now, wanted: WantedImage): readonly string[] {
	const to = wanted.id ?? wanted.digest ?? '';
	const pull = 'It is pulled first, while the old container still serves.';
	const other = `The Compose file still names ${name}: write ${wanted.name} there too, or the next pull or build of it brings another image.`;
	return [
		`The image changes from ${name} (${shortDigits(image)}) to ${wanted.name} (${shortDigits(to)}).`,
		...(isSameName(name, wanted.name) ? [] : [other]),
		...(wanted.pull === undefined ? [] : [pull]),
		...wanted.notes,
	];
}

/** By its id where that is known, else by its digest. */
function promised({ id, name, digest = '', pull }: WantedImage): Wanted {
	if (id !== undefined) return { id };
	return { ref: pull ?? `${imageName(name)?.repository}@${digest}`, digest };
}

/** A deploy of a Compose service: the image is got ready while the old one serves, then its own tool makes it anew. */
export const deploy: Steps<'deploy'> = async (want, of, making) => {
	const ref = imageRef(want.image);
	if (ref === undefined)
		return failed('refused', `${want.image} is no name of an image.`, 'Give it as REPOSITORY:TAG.');
	const now = await nowOf(of, making);
	if (!now.ok) return now;
	const { project, image, name } = now.value;
	const wanted = await wantedImage(making, project.host, ref);
	if (!wanted.ok) return wanted;
	if (wanted.value.id === image) {
		const message = `${of.id} runs ${wanted.value.name} already (${shortDigits(image)}).`;
		return failed('refused', message, 'Restart it, or name another image.');
	}
	// The name in the file is given to it only when Compose is called: until then it means what runs.
	const { tag: _given, ...untagged } = wanted.value;
	const got = isSameName(name, wanted.value.name) ? untagged : wanted.value;
	const up = { plan: making.id, wanted: promised(wanted.value), label: wanted.value.name, within: making.asks.within };
	const around = want.canary === true ? await canaryAround(now.value, up, making) : undefined;
	if (around?.ok === false) return around;
	const first = {
		...known({ around: around?.value }),
		steps: getSteps({ host: project.host, service: of.id }, got),
		impact: impactOf(now.value, wanted.value),
	};
	return bringingUp(now.value, up, first, making);
};
