import { type ImageName, imageName } from './image-name.ts';

/** A name is nothing but a name where it stands in a path or a query (docker's reference grammar). */
const form =
	/^(?:[a-zA-Z0-9][a-zA-Z0-9.-]*(?::\d{1,5})?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/;
/** The longest repository is 255 characters, with tag and digest. */
const longest = 255 + 129 + 72;

/** An image as an operator names it, with the tag that no tag means; undefined where it is no such name. */
export function imageRef(text: string): ImageName | undefined {
	const plain = text.trim();
	if (plain.length > longest || !form.test(plain)) return undefined;
	const name = imageName(plain);
	if (name === undefined || name.tag !== undefined || name.digest !== undefined) return name;
	return { ...name, tag: 'latest' };
}

/** The name under which a container is made of it: by its tag, where it has one. */
export function refText({ repository, tag, digest }: ImageName): string {
	return tag === undefined ? `${repository}@${digest}` : `${repository}:${tag}`;
}
