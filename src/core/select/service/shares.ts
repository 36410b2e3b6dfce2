import { failedShare } from '../../history/derived.ts';
import type { Millis, Release, Service } from '../../model.ts';
import type { Feeds } from '../../state.ts';

/** The share of its requests that failed while a release served; undefined where that is not known. */
export type ShareOf = (release: Release) => number | undefined;

/** The share of failed requests of each release of a service, from what was kept while it served. */
export function sharesOf({ id }: Pick<Service, 'id'>, { history }: Pick<Feeds, 'history'>, now: Millis): ShareOf {
	return ({ first, at, until, can }) => {
		const from = at ?? first;
		const to = can === 'runs' ? now : until;
		if (history === undefined || from === undefined || to === undefined || to <= from) return undefined;
		return failedShare((series) => history.mean(series, from, to), id);
	};
}
