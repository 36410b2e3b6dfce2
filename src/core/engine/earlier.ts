import type { Instance } from '../model.ts';
import type { Draft } from './draft.ts';
import { endedBefore, halfMadeOf, isAsideName, isStopped } from './former.ts';
import { repositoryOf } from './image-index.ts';
import { managerOf } from './place.ts';
import type { Images } from './releases.ts';

/** The container of a draft that may be an earlier one of another service: stopped, and nobody's. */
function strayOf({ spec, platform, instances }: Draft): Instance | undefined {
	const [only, more] = instances;
	if (spec !== undefined || platform !== 'docker' || only === undefined || more !== undefined) return undefined;
	return isStopped(only) && managerOf(only.labels) === undefined ? only : undefined;
}

function repositoryKey(instance: Instance, images: Images): string | undefined {
	const repository = repositoryOf(instance.image, images[instance.host]);
	return repository === undefined ? undefined : `${instance.host} ${repository}`;
}

type Strays = ReadonlyMap<string | undefined, readonly Instance[]>;

/** What the container of a draft is called, also while it is not there or its follower has not got its name yet. */
function baseName({ spec, name, instances: [main] }: Draft): string {
	if (spec !== undefined) return spec.container;
	return main === undefined ? name : (halfMadeOf(main)?.base ?? main.name);
}

function earlierOf(draft: Draft, strays: Strays, images: Images): readonly Instance[] {
	if (draft.platform !== 'docker') return [];
	const [main] = draft.instances;
	if (main === undefined) return ofMissing(draft, strays);
	const key = repositoryKey(main, images);
	return key === undefined ? [] : (strays.get(key) ?? []).filter((stray) => stray !== main && endedBefore(stray, main));
}

/** While its container is gone or has another name, nothing but their names says whose the earlier ones are. */
function ofMissing(draft: Draft, strays: Strays): readonly Instance[] {
	const base = baseName(draft);
	return [...strays.values()]
		.flat()
		.filter(({ host, name, state }) => host === draft.host && state !== 'created' && isAsideName(name, base));
}

/**
 * A stopped container of the same repository that ended before the present one was made shows that its release ran here:
 * it is put to the service's former ones. It is hidden as a service only if its name says that it was set aside: a
 * neighbour of the same image that crashed must stay in sight.
 */
export function withEarlier(drafts: readonly Draft[], images: Images): readonly Draft[] {
	const strays = Map.groupBy(
		drafts.flatMap((draft) => strayOf(draft) ?? []),
		(stray) => repositoryKey(stray, images),
	);
	const grown = drafts.map((draft) => ({ draft, earlier: earlierOf(draft, strays, images) }));
	const aside = grown.flatMap(({ draft, earlier }) => earlier.filter(({ name }) => isAsideName(name, baseName(draft))));
	const hidden = new Set(aside);
	return grown
		.filter(({ draft }) => draft.spec !== undefined || !draft.instances.some((each) => hidden.has(each)))
		.map(({ draft, earlier }) => (earlier.length === 0 ? draft : { ...draft, former: [...draft.former, ...earlier] }));
}
