import type { Instance } from '../model.ts';
import { containerName, type Draft } from './draft.ts';
import { endedBefore, isAsideName, isAsideWord, isStopped } from './former.ts';
import { repositoryOf } from './image-index.ts';
import { managerOf } from './place.ts';
import type { LinesOf } from './ran.ts';
import type { Images } from './releases.ts';

/** The container of a draft that may be an earlier one of another service: stopped, and nobody's. */
function strayOf({ spec, platform, instances }: Draft): Instance | undefined {
	const [only, more] = instances;
	if (spec !== undefined || platform !== 'docker' || only === undefined || more !== undefined) return undefined;
	return isStopped(only) && managerOf(only.labels) === undefined ? only : undefined;
}

/** The repository of a container's image on its host; undefined for an image without a name. */
export function repositoryKey({ host, image }: Pick<Instance, 'host' | 'image'>, images: Images): string | undefined {
	const repository = repositoryOf(image, images[host]);
	return repository === undefined ? undefined : `${host} ${repository}`;
}

type Strays = ReadonlyMap<string | undefined, readonly Instance[]>;

function repositoryOfDraft({ platform, instances: [main] }: Draft, images: Images): string | undefined {
	return platform === 'docker' && main !== undefined ? repositoryKey(main, images) : undefined;
}

/** Of services of one image, a stray is an earlier one of that whose name it has, else it may have been of each. */
function sharers(stray: Instance, drafts: readonly Draft[]): readonly Draft[] {
	const others = drafts.filter(({ instances: [main] }) => main !== stray);
	const called = others.filter((draft) => isAsideName(stray.name, containerName(draft)));
	const length = Math.max(...called.map((draft) => containerName(draft).length));
	return called.length === 0 ? others : called.filter((draft) => containerName(draft).length === length);
}

interface Earlier {
	readonly stray: Instance;
	readonly draft: Draft;
}

/** The strays that ended before what runs now of their image was made, by the service that it is. */
function earlierBy(drafts: readonly Draft[], strays: Strays, images: Images): ReadonlyMap<Draft, readonly Earlier[]> {
	const present = Map.groupBy(drafts, (draft) => repositoryOfDraft(draft, images));
	const pairs = [...strays].flatMap(([repository, group]): readonly Earlier[] => {
		const same = repository === undefined ? [] : (present.get(repository) ?? []);
		return group.flatMap((stray) => sharers(stray, same).map((draft) => ({ stray, draft })));
	});
	const ended = pairs.filter(({ stray, draft }) =>
		draft.instances.slice(0, 1).some((main) => endedBefore(stray, main)),
	);
	return Map.groupBy(ended, ({ draft }) => draft);
}

/** The repositories whose images ran as a service. */
export type Ran = (draft: Draft) => ReadonlySet<string | undefined>;

/**
 * Whose strays are while containers are gone or have another name: with nothing to compare them to, a stray must be of
 * a repository that is known to have run there, or be called old in words. `redis-7` may be anything. The longest name wins.
 */
function ownersOf(drafts: readonly Draft[], strays: Strays, ran: Ran): ReadonlyMap<Instance, Draft> {
	const missing = drafts
		.filter(({ platform, instances }) => platform === 'docker' && instances.length === 0)
		.map((draft) => ({ draft, base: containerName(draft), known: ran(draft) }))
		.toSorted((a, b) => b.base.length - a.base.length);
	if (missing.length === 0) return new Map();
	const owned = [...strays].flatMap(([repository, group]) =>
		group.flatMap((stray) => {
			if (stray.state === 'created') return [];
			const owner = missing.find(({ draft, base, known }) => {
				if (draft.host !== stray.host || !isAsideName(stray.name, base)) return false;
				return (repository !== undefined && known.has(repository)) || isAsideWord(stray.name, base);
			});
			return owner === undefined ? [] : [[stray, owner.draft] as const];
		}),
	);
	return new Map(owned);
}

/** By what was kept of a service, and by the ledger. */
export function ranBy(images: Images, linesOf: LinesOf): Ran {
	return (draft) => {
		const { spec, former } = draft;
		const lines = spec === undefined ? [] : linesOf(`${spec.environment}/${spec.name}`, draft);
		return new Set([
			...former.map((kept) => repositoryKey(kept, images)),
			...lines.map(({ host, image }) => repositoryKey({ host, image }, images)),
		]);
	};
}

/**
 * A stopped container of the same repository that ended before the present one was made shows that its release ran here:
 * it is put to the service's former ones. It is hidden as a service only if its name says that it was set aside: a
 * neighbour of the same image that crashed must stay in sight.
 */
export function withEarlier(drafts: readonly Draft[], images: Images, linesOf: LinesOf): readonly Draft[] {
	const strays = Map.groupBy(
		drafts.flatMap((draft) => strayOf(draft) ?? []),
		(stray) => repositoryKey(stray, images),
	);
	const owners = ownersOf(drafts, strays, ranBy(images, linesOf));
	const owned = Map.groupBy(owners.keys(), (stray) => owners.get(stray));
	const ended = earlierBy(drafts, strays, images);
	const grown = drafts.map((draft) => ({
		draft,
		earlier: [...(ended.get(draft) ?? []).map(({ stray }) => stray), ...(owned.get(draft) ?? [])],
	}));
	const aside = grown.flatMap(({ draft, earlier }) =>
		earlier.filter(({ name }) => isAsideName(name, containerName(draft))),
	);
	const hidden = new Set(aside);
	return grown
		.filter(({ draft }) => draft.spec !== undefined || !draft.instances.some((each) => hidden.has(each)))
		.map(({ draft, earlier }) => (earlier.length === 0 ? draft : { ...draft, former: [...draft.former, ...earlier] }));
}
