import { failedShare } from '../../history/derived.ts';
import type { Millis, Service } from '../../model.ts';
import type { Feeds } from '../../state.ts';
import type { ShareOf } from './releases.ts';

/** The share of failed requests of each release of a service, from what was kept while it served. */
export function sharesOf({ id }: Service, { history }: Feeds, now: Millis): ShareOf {
	return ({ first, at, until, can }) => {
		const from = at ?? first;
		const to = can === 'runs' ? now : until;
		if (history === undefined || from === undefined || to === undefined || to <= from) return undefined;
		return failedShare((series) => history.mean(series, from, to), id);
	};
}
