import { labelsOf } from './fields.ts';
import { fullRef, imageOf, repositoryOf } from './find.ts';
import { hexOf } from './ids.ts';
import { done, refused } from './outcome.ts';
import { toldOfImage } from './tell.ts';
import type { DemoImage, Engine, Fields, Handler } from './types.ts';

/** The newest image of a repository on the host: what its registry has beside it is like it. */
function newestOf(engine: Engine, repository: string): DemoImage | undefined {
	return [...engine.images.values()]
		.filter(({ tags, digests }) => [...tags, ...digests].some((name) => repositoryOf(name) === repository))
		.toSorted((one, other) => other.created - one.created)[0];
}

/** The registry has a release under each tag that looks like one (`v413`), of each repository that the host knows. */
const release = /^v\d{1,5}$/;

function tagOf(ref: string): string {
	return ref.slice(repositoryOf(ref).length + 1);
}

function digestOf(repository: string, tag: string): string {
	return `sha256:${hexOf('registry', repository, tag)}`;
}

/** The tag whose digest this is: there are few, and each is looked at. */
function taggedSo(repository: string, digest: string): string | undefined {
	for (let number = 0; number < 2_000; number += 1) {
		const tag = `v${number}`;
		if (digestOf(repository, tag) === digest) return tag;
	}
	return undefined;
}

/** `GET /distribution/NAME/json`: what the registry of the demo has. */
export const distribution: Handler = (engine, { of }) => {
	const ref = fullRef(of);
	const repository = repositoryOf(ref);
	const here = imageOf(engine, ref);
	const [known] = here?.digests ?? [];
	const [, asked] = ref.split('@');
	const tag = asked === undefined ? tagOf(ref) : (taggedSo(repository, asked) ?? '');
	const made = newestOf(engine, repository) !== undefined && release.test(tag);
	const digest = known?.split('@')[1] ?? (made ? digestOf(repository, tag) : undefined);
	if (digest === undefined) return refused(engine, 404, `manifest unknown: manifest for ${ref} not found`);
	const Descriptor = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: 1_572 };
	return done(engine, 200, { Descriptor, Platforms: [{ architecture: 'amd64', os: 'linux' }] });
};

const layers = [3_400_000, 18_200_000, 41_700_000, 260_000];

function progressOf(digest: string): readonly object[] {
	const named = layers.map((total, index) => ({ id: hexOf(digest, 'layer', index).slice(0, 12), total }));
	return [
		...named.map(({ id, total }) => ({ status: 'Downloading', id, progressDetail: { current: total / 2, total } })),
		...named.map(({ id }) => ({ status: 'Pull complete', id, progressDetail: {} })),
		{ status: `Digest: ${digest}` },
	];
}

/** What the next release says of itself where the one before it did. */
function configOf(like: Fields, repository: string, tag: string): Fields {
	const { Env, Labels } = like;
	const labels = {
		'org.opencontainers.image.version': tag,
		'org.opencontainers.image.revision': hexOf(repository, tag, 'commit').slice(0, 40),
	};
	const env = Array.isArray(Env) ? Env : [];
	return {
		...like,
		Env: env.map((entry) => (String(entry).startsWith('RELEASE=') ? `RELEASE=${tag}` : entry)),
		Labels: { ...labelsOf(Labels), ...labels },
	};
}

/** `POST /images/create?fromImage=&tag=sha256:…`: the image is there, without a tag, and runs as the newest one does. */
export const pull: Handler = (engine, { query, now }) => {
	const repository = repositoryOf(query.get('fromImage') ?? '');
	const digest = query.get('tag') ?? '';
	const like = newestOf(engine, repository);
	const tag = taggedSo(repository, digest);
	const name = `${repository}@${digest}`;
	if (imageOf(engine, name) !== undefined) return done(engine, 200, { status: `Digest: ${digest}` });
	if (like === undefined || tag === undefined)
		return refused(engine, 404, `manifest for ${name} not found: manifest unknown`);
	const { fault: _fault, ...program } = like.program;
	const image: DemoImage = {
		...like,
		...{ id: `sha256:${hexOf('image', name)}`, tags: [], digests: [name], created: now, tagged: now },
		config: configOf(like.config, repository, tag),
		program: { ...program, release: tag },
	};
	const so = { ...engine, images: new Map(engine.images).set(image.id, image) };
	const text = progressOf(digest).map((line) => `${JSON.stringify(line)}\r\n`);
	return { engine: toldOfImage(so, image, 'pull', name, now), answer: { status: 200, text: text.join('') } };
};
