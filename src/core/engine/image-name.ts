/** The parts of an image's name: `repository[:tag][@digest]`. */
export interface ImageName {
	readonly repository: string;
	readonly tag?: string;
	readonly digest?: string;
}

const bareId = /^(?:sha256:[0-9a-f]{64}|[0-9a-f]{12,64})$/;

/** Whether a text is an id of an image and no name: the engine gives one where the name was taken away. */
function isImageId(text: string): boolean {
	return bareId.test(text);
}

/** An image's name taken apart; undefined for a bare id, for nothing and for `<none>`. */
export function imageName(text: string): ImageName | undefined {
	if (text === '' || isImageId(text) || text.includes('<none>')) return undefined;
	const [name = '', digest] = text.split('@');
	// A colon before the last slash is that of a registry's port.
	const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
	const repository = colon === -1 ? name : name.slice(0, colon);
	if (repository === '') return undefined;
	const tag = colon === -1 ? undefined : name.slice(colon + 1);
	return { repository, ...(tag ? { tag } : {}), ...(digest ? { digest } : {}) };
}

/** A repository in its long form, so that `nginx` and `docker.io/library/nginx` are one (docker's reference grammar). */
export function fullRepository(repository: string): string {
	const [first = '', ...rest] = repository.split('/');
	const isRegistry = first.includes('.') || first.includes(':') || first === 'localhost';
	if (rest.length > 0 && isRegistry) return repository.replace(/^index\.docker\.io\//, 'docker.io/');
	return rest.length === 0 ? `docker.io/library/${first}` : `docker.io/${repository}`;
}

/** The 12 digits of an id as the docker command line writes them. */
export function shortDigits(id: string): string {
	return id.replace(/^sha256:/, '').slice(0, 12);
}

/** The name that keeps a proven image, by its id or digest: `good-` and the digits that the docker command line writes. */
export function goodTag(id: string): string {
	return `good-${shortDigits(id)}`;
}

/** Whether a tag keeps a proven image. */
export function isGoodTag(tag: string | undefined): boolean {
	return tag !== undefined && /^good-[0-9a-f]{12}$/.test(tag);
}

/** Names that we gave ourselves to keep an image (`REPO:rb-ID`, `REPO:old-ID`, `REPO:good-ID`): they say nothing of its version. */
export function isPin(tag: string | undefined): boolean {
	return isGoodTag(tag) || (tag !== undefined && /^(?:rb|old|was)-[0-9a-f]{8}$/.test(tag));
}
