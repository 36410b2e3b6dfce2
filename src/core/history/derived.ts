import type { Sample } from '../model.ts';

/**
 * The samples of a reading, with what only a mean over a longer time needs: `ID/failed`, the failed requests a second. The
 * share of failed requests of a day is the mean of these over the mean of all, not the mean of the shares. No request is
 * none that failed; where requests are counted and nobody says how they ended, it is not known.
 */
export function withFailed(samples: readonly Sample[]): readonly Sample[] {
	const values = new Map(samples.map(({ series, value }) => [series, value]));
	const failed = samples.flatMap(({ series, at, value }): readonly Sample[] => {
		if (!series.endsWith('/requests')) return [];
		const of = series.slice(0, -'/requests'.length);
		const ratio = value === 0 ? 0 : values.get(`${of}/errors`);
		return ratio === undefined ? [] : [{ series: `${of}/failed`, at, value: value * ratio }];
	});
	return failed.length === 0 ? samples : [...samples, ...failed];
}

/** The share of the requests of a service that failed, from its means in a time; undefined where that is not known. */
export function failedShare(mean: (series: string) => number | undefined, service: string): number | undefined {
	const requests = mean(`${service}/requests`);
	const failed = mean(`${service}/failed`);
	return requests === undefined || failed === undefined || requests <= 0 ? undefined : Math.min(1, failed / requests);
}
