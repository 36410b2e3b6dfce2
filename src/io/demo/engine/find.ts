import type { Container, DemoImage, Engine, Network } from './types.ts';

/** The container with this id, this name, or the only one whose id begins so. Source: moby `daemon/container.go`. */
export function containerOf(engine: Engine, ref: string): Container | undefined {
	const known = engine.containers.get(ref);
	if (known !== undefined) return known;
	const name = ref.replace(/^\//, '');
	const all = [...engine.containers.values()];
	const named = all.find((each) => each.name === name);
	if (named !== undefined || !/^[0-9a-f]+$/.test(ref)) return named;
	const begun = all.filter((each) => each.id.startsWith(ref));
	return begun.length === 1 ? begun[0] : undefined;
}

/** Who has this name. */
export function namedSo(engine: Engine, name: string): Container | undefined {
	return [...engine.containers.values()].find((each) => each.name === name);
}

/** A reference as it is kept: without the default registry, with its tag. */
export function fullRef(ref: string): string {
	const short = ref.replace(/^(index\.)?docker\.io\/(library\/)?/, '');
	return /@|:[^/]*$/.test(short) ? short : `${short}:latest`;
}

/** What stands before the tag or digest. */
export function repositoryOf(ref: string): string {
	return ref.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
}

/** Is this the beginning of the image's id, and no name? */
export function isIdOf(image: DemoImage, ref: string): boolean {
	const hex = ref.replace(/^sha256:/, '');
	return /^[0-9a-f]{4,64}$/.test(hex) && image.id.startsWith(`sha256:${hex}`);
}

/** The image with this id, name, digest, or the only one whose id begins so. */
export function imageOf(engine: Engine, ref: string): DemoImage | undefined {
	const known = engine.images.get(ref);
	if (known !== undefined) return known;
	const full = fullRef(ref);
	const all = [...engine.images.values()];
	const named = all.find((each) => each.tags.includes(full) || each.digests.includes(full));
	if (named !== undefined) return named;
	const begun = all.filter((each) => isIdOf(each, ref));
	return begun.length === 1 ? begun[0] : undefined;
}

/** The network with this name or id. */
export function networkOf(engine: Engine, ref: string): Network | undefined {
	return engine.networks.get(ref) ?? [...engine.networks.values()].find((each) => each.name === ref);
}
