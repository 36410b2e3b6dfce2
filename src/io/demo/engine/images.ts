import type { Millis } from '../../../core/model.ts';
import { isYes } from './fields.ts';
import { fullRef, imageOf, isIdOf, repositoryOf } from './find.ts';
import { done, refused } from './outcome.ts';
import { toldOfImage } from './tell.ts';
import type { Asked, Container, DemoImage, Engine, Handler, Outcome } from './types.ts';

const repositoryForm =
	/^(?:[a-zA-Z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/;
const tagForm = /^\w[\w.-]{0,127}$/;

function withImage(engine: Engine, image: DemoImage): Engine {
	return { ...engine, images: new Map(engine.images).set(image.id, image) };
}

/** `POST /images/NAME/tag?repo=&tag=`: the tag moves here from the image that had it. */
export const tag: Handler = (engine, { of, query, now }) => {
	const image = imageOf(engine, of);
	if (image === undefined) return refused(engine, 404, `No such image: ${fullRef(of)}`);
	const repo = query.get('repo') ?? '';
	const name = query.get('tag') || 'latest';
	if (repo !== repo.toLowerCase()) {
		return refused(engine, 500, 'invalid reference format: repository name must be lowercase');
	}
	if (!repositoryForm.test(repo) || !tagForm.test(name)) return refused(engine, 500, 'invalid reference format');
	const ref = fullRef(`${repo}:${name}`);
	const images = new Map<string, DemoImage>(
		[...engine.images.values()].map((each) => [each.id, { ...each, tags: each.tags.filter((one) => one !== ref) }]),
	);
	const before = images.get(image.id) ?? image;
	const so: DemoImage = { ...before, tags: [...before.tags, ref], tagged: now };
	return done(toldOfImage({ ...engine, images: images.set(so.id, so) }, so, 'tag', ref, now), 201);
};

function short(id: string): string {
	return id.replace('sha256:', '').slice(0, 12);
}

function usersOf(engine: Engine, image: DemoImage): readonly Container[] {
	return [...engine.containers.values()].filter((each) => each.image === image.id);
}

/** Do all its names mean one tag of one repository? Source: moby `daemon/images/image_delete.go`, isSingleReference. */
function isSingle({ tags, digests }: DemoImage): boolean {
	if (tags.length + digests.length <= 1) return true;
	const [only, ...more] = tags;
	const repositories = new Set(digests.map(repositoryOf));
	return more.length === 0 && repositories.size === 1 && (only === undefined || repositories.has(repositoryOf(only)));
}

/** Why an image cannot go. `soft`: also what force would overrule; `named`: also that it has names. */
function conflict(engine: Engine, image: DemoImage, soft: boolean, named: boolean): string | undefined {
	const users = usersOf(engine, image);
	const running = users.find(
		(each) => each.state === 'running' || each.state === 'paused' || each.state === 'restarting',
	);
	const begin = `conflict: unable to delete ${short(image.id)}`;
	if (running !== undefined) {
		return `${begin} (cannot be forced) - image is being used by running container ${short(running.id)}`;
	}
	if (!soft) return undefined;
	if (named && image.tags.length + image.digests.length > 0) {
		return `${begin} (must be forced) - image is referenced in multiple repositories`;
	}
	const asleep = users[0];
	if (asleep === undefined) return undefined;
	return `${begin} (must be forced) - image is being used by stopped container ${short(asleep.id)}`;
}

type Line = { readonly Untagged: string } | { readonly Deleted: string };

interface Unnamed {
	readonly engine: Engine;
	readonly image: DemoImage;
	readonly lines: readonly Line[];
}

function unnamed(engine: Engine, image: DemoImage, refs: readonly string[], now: Millis): Unnamed {
	const tags = image.tags.filter((each) => !refs.includes(each));
	const digests = image.digests.filter((each) => !refs.includes(each));
	const so = { ...image, tags, digests };
	const told = refs.reduce((each) => toldOfImage(each, so, 'untag', so.id, now), withImage(engine, so));
	return { engine: told, image: so, lines: refs.map((Untagged) => ({ Untagged })) };
}

function gone({ engine, image, lines }: Unnamed, now: Millis): Outcome {
	const rest = unnamed(engine, image, [...image.tags, ...image.digests], now);
	const images = new Map(rest.engine.images);
	images.delete(image.id);
	const so = toldOfImage({ ...rest.engine, images }, image, 'delete', image.id, now);
	return done(so, 200, [...lines, ...rest.lines, { Deleted: image.id }]);
}

/** A name was given: it goes; the image goes only with its last name, and stays where a container needs it. */
function byName(engine: Engine, image: DemoImage, ref: string, { query, now }: Asked): Outcome {
	const force = isYes(query.get('force'));
	const user = usersOf(engine, image)[0];
	if (user !== undefined && !force && isSingle(image)) {
		const using = `container ${short(user.id)} is using its referenced image ${short(image.id)}`;
		return refused(engine, 409, `conflict: unable to remove repository reference "${ref}" (must force) - ${using}`);
	}
	const repository = repositoryOf(ref);
	const lastTag = !image.tags.some((each) => each !== ref && repositoryOf(each) === repository);
	const digests = lastTag ? image.digests.filter((each) => repositoryOf(each) === repository && each !== ref) : [];
	const so = unnamed(engine, image, [ref, ...digests], now);
	const stays = so.image.tags.length + so.image.digests.length > 0 || usersOf(engine, image).length > 0;
	return stays ? done(so.engine, 200, so.lines) : gone(so, now);
}

function byId(engine: Engine, image: DemoImage, { query, now }: Asked): Outcome {
	const force = isYes(query.get('force'));
	const wrong = conflict(engine, image, !force, !isSingle(image));
	return wrong === undefined ? gone({ engine, image, lines: [] }, now) : refused(engine, 409, wrong);
}

/** `DELETE /images/NAME`. Source of the order of conflicts: moby `daemon/images/image_delete.go`. */
export const removeImage: Handler = (engine, asked) => {
	const image = imageOf(engine, asked.of);
	if (image === undefined) return refused(engine, 404, `No such image: ${fullRef(asked.of)}`);
	const ref = fullRef(asked.of);
	const isName = image.tags.includes(ref) || image.digests.includes(ref);
	return isName || !isIdOf(image, asked.of) ? byName(engine, image, ref, asked) : byId(engine, image, asked);
};
