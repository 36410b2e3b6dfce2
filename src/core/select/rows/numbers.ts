import { orDash } from '../../format.ts';
import type { Tone } from '../../line.ts';
import type { Millis, Sample } from '../../model.ts';
import type { Shown } from '../../shown.ts';
import type { Feeds } from '../../state.ts';

/** What is measured of a service or host. Their series have the names of `seriesName`. */
export type Measure =
	| 'requests'
	| 'errors'
	| 'p50'
	| 'p95'
	| 'p99'
	| 'cpu'
	| 'memory'
	| 'net_in'
	| 'net_out'
	| 'load'
	| 'disk';

/** A number older than this is drawn dim; one older than the second is not known any more. In milliseconds. */
export const staleAfter: Millis = 20_000;
const lostAfter: Millis = 5 * 60_000;

/** Numbers may be newer than the last beat of the clock by so much. In milliseconds. */
const aheadMost: Millis = 2_000;

/** The newest number of a series that is not too old to be called known. */
export function newest(feeds: Feeds, name: string, now: Millis): Sample | undefined {
	const series = feeds.numbers(name);
	const last = series?.last();
	if (series === undefined || last === undefined || now - last.at > lostAfter) return undefined;
	if (last.at <= now + aheadMost) return last;
	// Asked about a time that is past, since updates are paused: the mean of the seconds before it.
	const value = series.window(now - staleAfter, now, 1)[0];
	return value === undefined ? undefined : { series: name, at: now, value };
}

/** A number of a table: `!` behind it is over its limit; an old one is dim, an unknown one a dash. */
export function numberCell(
	sample: Sample | undefined,
	format: (value: number) => Shown,
	{ now, limit }: { readonly now: Millis; readonly limit?: number | undefined },
): { readonly text: Shown; readonly over: boolean; readonly tone?: Tone } {
	const text = orDash(sample?.value, format);
	if (sample === undefined) return { text, over: false, tone: 'dim' };
	const over = limit !== undefined && sample.value > limit;
	if (now - sample.at > staleAfter) return { text, over, tone: 'dim' };
	return over ? { text, over, tone: 'bad' } : { text, over };
}
