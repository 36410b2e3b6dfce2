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
	/** Gives the proven image its name. */
	readonly naming: readonly Write[];
	/** Takes the names of those before the last few. */
	readonly surplus: readonly Write[];
	readonly impact: readonly string[];
}

const nothing: Keeping = { naming: [], surplus: [], impact: [] };

/**
 * Its orders together with those that remove what was kept: an image that is named again stays, so that comes first; a name of
 * before goes only after the containers of its image: until then the engine refuses to take its last name.
 */
export function tidiedWith({ naming, surplus }: Keeping, kept: readonly Write[]): readonly Write[] {
	return [...naming, ...kept, ...surplus];
}

/** Our names of an image in this repository. */
function namesIn({ refs }: ImageOnHost, { repository }: Proven): readonly string[] {
	return refs.filter((ref) => {
		const name = imageName(ref);
		return name !== undefined && isGoodTag(name.tag) && fullRepository(name.repository) === fullRepository(repository);
	});
}

/** Whether it is the image that is to be proven, which counts as one of the last few whatever its names are. */
function isProven({ id, refs }: ImageOnHost, { known }: Proven): boolean {
	return id === known || refs.some((ref) => ref.endsWith(`@${known}`));
}

/**
 * Our names of other images of this repository that ran as this service: those of each image, the one that served last
 * first. Those of images that never did are another service's: several may be made from one repository.
 */
function goodNames(
	images: readonly ImageOnHost[],
	proven: Proven,
	{ releases }: Service,
): readonly (readonly string[])[] {
	const ran = releases.filter(({ proof }) => proof !== 'image only');
	const place = ({ id }: ImageOnHost) => ran.findIndex(({ image }) => image?.id === id);
	return images
		.filter((image) => place(image) !== -1 && !isProven(image, proven))
		.toSorted((a, b) => place(a) - place(b))
		.map((image) => namesIn(image, proven))
		.filter((names) => names.length > 0);
}

/** The names on a host that are too many once the new image has its own. An image may have two: by its id, and by its digest. */
async function surplusOn(
	service: Service,
	{ ask, signal }: Making,
	proven: Proven,
	most: number,
): Promise<Result<readonly string[]>> {
	const { host } = proven;
	const read: Read = { via: 'engine', host, method: 'GET', path: '/images/json', timeout: 10_000, effect: 'read' };
	const answer = await ask(read, signal);
	if (!answer.ok) return { ok: false, failure: answer.failure };
	const images = readImages(host, answer.value.text);
	if (!images.ok) return images;
	return {
		ok: true,
		value: goodNames(images.value, proven, service)
			.slice(most - 1)
			.flat(),
	};
}

/** The name that keeps it, whole and as a tag. */
function nameOf({ repository, known }: Omit<Proven, 'host'>): { readonly name: string; readonly tag: string } {
	const tag = goodTag(known);
	return { name: `${repository}:${tag}`, tag };
}

/** Takes names off images on a host: only the name goes, and an image that a container needs stays with its last one. */
export function unnaming(host: string, names: readonly string[]): readonly Write[] {
	return names.map((name) => order(host, 'DELETE', `/images/${part(name)}`, { fine: [200, 404, 409] }));
}

function lost(names: readonly string[]): readonly string[] {
	return names.length === 0 ? [] : [`The images of before lose such a name then: ${listed([...new Set(names)])}.`];
}

/**
 * Keeps the last so many proven images by a name of ours, so that no clean-up of images without a name takes them: the
 * new one gets one, and the names of those before the last few go. Only names of this form are ever taken away.
 */
export async function keepingGood(service: Service, making: Making, proven: Proven): Promise<Result<Keeping>> {
	const { keepImages: most } = making;
	if (most === undefined) return { ok: true, value: nothing };
	const { host, repository, of } = proven;
	const surplus = await surplusOn(service, making, proven, most);
	if (!surplus.ok) return surplus;
	const { name, tag } = nameOf(proven);
	return {
		ok: true,
		value: {
			naming: [order(host, 'POST', `/images/${part(of)}/tag?repo=${part(repository)}&tag=${tag}`)],
			surplus: unnaming(host, surplus.value),
			impact: [
				`Once this is verified, its image gets the name ${name}, so that it stays (keep-images: ${most}).`,
				...lost(surplus.value),
			],
		},
	};
}

/** The hosts of a Swarm that are read, and the names of its nodes that are not. */
export interface Nodes {
	readonly reached: readonly string[];
	readonly unreached: readonly string[];
}

/**
 * The same on each node of a Swarm that we reach. Which of them have the image then is Swarm's to decide, so that one without
 * it needs no name.
 */
export async function keepingGoodOn(
	service: Service,
	making: Making,
	proven: Omit<Proven, 'host'>,
	{ reached, unreached }: Nodes,
): Promise<Result<Keeping>> {
	const { keepImages: most } = making;
	if (most === undefined) return { ok: true, value: nothing };
	const { repository, of } = proven;
	const { name, tag } = nameOf(proven);
	const all: { readonly host: string; readonly names: readonly string[] }[] = [];
	for (const host of reached) {
		const names = await surplusOn(service, making, { ...proven, host }, most);
		if (!names.ok) return names;
		all.push({ host, names: names.value });
	}
	const path = `/images/${part(of)}/tag?repo=${part(repository)}&tag=${tag}`;
	const not = `No image gets such a name on ${listed(unreached)}, which watchdeck does not reach: a clean-up there may take it.`;
	return {
		ok: true,
		value: {
			naming: reached.map((host) => order(host, 'POST', path, { fine: [404] })),
			surplus: all.flatMap(({ host, names }) => unnaming(host, names)),
			impact: [
				`Once this is verified, its image gets the name ${name} on ${listed(reached)}, wherever it is there then, so that it stays (keep-images: ${most}).`,
				...lost(all.flatMap(({ names }) => names)),
				...(unreached.length === 0 ? [] : [not]),
			],
		},
	};
}
