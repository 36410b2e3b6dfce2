import type { Draft } from './draft.ts';
import { type Ran, repositoryKey } from './earlier.ts';
import { halfMadeOf, isStopped } from './former.ts';
import { managerOf } from './place.ts';
import type { Images } from './releases.ts';

/** Containers that run and could be another service's under another name: nobody put them into the config. */
function strangersOf({ spec, platform, instances }: Draft): Draft['instances'] {
	if (spec !== undefined || platform !== 'docker') return [];
	return instances.filter(
		(each) => !isStopped(each) && managerOf(each.labels) === undefined && halfMadeOf(each) === undefined,
	);
}

/** Gives those that miss their container the names of what runs on their host from a repository that ran as them. */
export function withLookalikes(drafts: readonly Draft[], images: Images, ran: Ran): readonly Draft[] {
	const isMissing = ({ platform, instances }: Draft) => platform === 'docker' && instances.length === 0;
	if (!drafts.some(isMissing)) return drafts;
	const strangers = drafts.flatMap((draft) =>
		strangersOf(draft).flatMap((stranger) => {
			const repository = repositoryKey(stranger, images);
			return repository === undefined ? [] : [{ name: stranger.name, repository }];
		}),
	);
	return drafts.map((draft) => {
		if (!isMissing(draft)) return draft;
		const known = ran(draft);
		const lookalikes = strangers.flatMap(({ name, repository }) => (known.has(repository) ? [name] : []));
		return lookalikes.length === 0 ? draft : { ...draft, lookalikes };
	});
}
