import type { Read, Write } from '../core/call.ts';
import type { ImageOnHost } from '../core/engine/facts.ts';
import { fullRepository, goodTag, imageName, isGoodTag } from '../core/engine/image-name.ts';
import { readImages } from '../core/engine/images.ts';
import { listed } from '../core/listed.ts';
import type { Making } from '../core/making.ts';
import type { Result, Service } from '../core/model.ts';
import { order, part } from './engine-call.ts';

/** An image that is to be kept once it is proven. `of`: what the host knows it by; `known`: its id, else its digest. */
export interface Proven {
	readonly host: string;
	readonly repository: string;
	readonly of: string;
	readonly known: string;
}

/** What is tidied up for it after VERIFIED, and what its plan says of that. */
export interface Keeping {
	readonly tidy: readonly Write[];
	readonly impact: readonly string[];
}

const nothing: Keeping = { tidy: [], impact: [] };

/**
 * Its orders together with those that remove kept containers: an image that is named again stays, so that comes first; a name of
 * before goes only after the containers of its image: until then the engine refuses to take its last name.
 */
export function tidiedWith({ tidy: [naming, ...surplus] }: Keeping, kept: readonly Write[]): readonly Write[] {
	return naming === undefined ? kept : [naming, ...kept, ...surplus];
}

/**
 * Our names of images of this repository that ran as this service, the one that served last first. Those of images that
 * never did are another service's: several may be made from one repository.
 */
function goodNames(images: readonly ImageOnHost[], { repository }: Proven, { releases }: Service): readonly string[] {
	const ran = releases.filter(({ proof }) => proof !== 'image only');
	const place = ({ id }: ImageOnHost) => ran.findIndex(({ image }) => image?.id === id);
	return images
		.filter((image) => place(image) !== -1)
		.toSorted((a, b) => place(a) - place(b))
		.flatMap(({ refs }) => refs)
		.filter((ref) => {
			const name = imageName(ref);
			return (
				name !== undefined && isGoodTag(name.tag) && fullRepository(name.repository) === fullRepository(repository)
			);
		});
}

/**
 * Keeps the last so many proven images by a name of ours, so that no clean-up of images without a name takes them: the
 * new one gets one, and the names of those before the last few go. Only names of this form are ever taken away.
 */
export async function keepingGood(service: Service, making: Making, proven: Proven): Promise<Result<Keeping>> {
	const { keepImages: most } = making;
	if (most === undefined) return { ok: true, value: nothing };
	const { host, repository, of } = proven;
	const read: Read = { via: 'engine', host, method: 'GET', path: '/images/json', timeout: 10_000, effect: 'read' };
	const answer = await making.ask(read, making.signal);
	if (!answer.ok) return { ok: false, failure: answer.failure };
	const images = readImages(host, answer.value.text);
	if (!images.ok) return images;
	const tag = goodTag(proven.known);
	const name = `${repository}:${tag}`;
	const surplus = goodNames(images.value, proven, service)
		.filter((other) => other !== name)
		.slice(Math.max(0, most - 1));
	return {
		ok: true,
		value: {
			tidy: [
				order(host, 'POST', `/images/${part(of)}/tag?repo=${part(repository)}&tag=${tag}`),
				...surplus.map((other) => order(host, 'DELETE', `/images/${part(other)}`, { fine: [200, 404, 409] })),
			],
			impact: [
				`Once this is verified, its image gets the name ${name}, so that it stays (keep-images: ${most}).`,
				...(surplus.length === 0 ? [] : [`The images of before lose such a name then: ${listed(surplus)}.`]),
			],
		},
	};
}
