import type { Service } from '../../model.ts';
import type { Feeds } from '../../state.ts';
import { livesOf } from '../releases/live.ts';
import type { Telling } from '../telling.ts';
import type { ReleaseTold } from './releases.ts';
import { sharesOf } from './shares.ts';

/** How well each release of a service served, by our history, and who put it live, by our journal. */
export function releaseTold(
	service: Service,
	{ feeds, runs, now }: Pick<Telling, 'runs' | 'now'> & { readonly feeds: Pick<Feeds, 'history'> },
): ReleaseTold {
	return { share: sharesOf(service, feeds, now), live: livesOf(service, runs).live };
}
