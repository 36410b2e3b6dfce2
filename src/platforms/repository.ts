import { imageName } from '../core/engine/image-name.ts';

/** The repository that a pin gets: that of the first name that has one, else one made of the container's name. */
export function repositoryOf(refs: readonly string[], container: string): string {
	const known = refs.map((ref) => imageName(ref)?.repository).find((repository) => repository !== undefined);
	const plain = container.toLowerCase().replace(/[^a-z0-9]+/g, '-');
	return known ?? `watchdeck/${plain.replace(/^-|-$/g, '')}`;
}
