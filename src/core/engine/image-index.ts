import type { Image } from '../model.ts';
import type { ImageOnHost } from './facts.ts';
import { fullRepository, imageName } from './image-name.ts';

/** The images of one host, to be looked up. */
export interface ImageIndex {
	readonly byId: ReadonlyMap<string, ImageOnHost>;
	/** By the whole name, `repository:tag`. */
	readonly byRef: ReadonlyMap<string, ImageOnHost>;
	/** By the long form of the repository. */
	readonly byRepository: ReadonlyMap<string, readonly ImageOnHost[]>;
}

function repositoriesOf(image: ImageOnHost): readonly string[] {
	const all = image.refs.flatMap((ref) => imageName(ref)?.repository ?? []).map(fullRepository);
	return [...new Set(all)];
}

/** Makes the images of a host findable. */
export function indexImages(images: readonly ImageOnHost[]): ImageIndex {
	const byRepository = new Map<string, ImageOnHost[]>();
	for (const image of images) {
		for (const repository of repositoriesOf(image)) {
			const known = byRepository.get(repository);
			if (known === undefined) byRepository.set(repository, [image]);
			else known.push(image);
		}
	}
	return {
		byId: new Map(images.map((image) => [image.id, image])),
		byRef: new Map(images.flatMap((image) => image.refs.map((ref) => [ref, image]))),
		byRepository,
	};
}

/** The long form of the repository that an image is known to be of; undefined for one without a name. */
export function repositoryOf(image: Image, index: ImageIndex | undefined): string | undefined {
	const named = imageName(image.ref ?? '') ?? imageName(index?.byId.get(image.id)?.ref ?? '');
	return named === undefined ? undefined : fullRepository(named.repository);
}

/** What a host's images add to what a container says of its image: its digest, its revision and its version. */
export function enriched(image: Image, index: ImageIndex | undefined): Image {
	const known = index?.byId.get(image.id);
	const digest = image.digest ?? known?.digest;
	const revision = image.revision ?? known?.revision;
	const version = image.version ?? known?.version;
	if (digest === image.digest && revision === image.revision && version === image.version) return image;
	return {
		...image,
		...(digest === undefined ? {} : { digest }),
		...(revision === undefined ? {} : { revision }),
		...(version === undefined ? {} : { version }),
	};
}
