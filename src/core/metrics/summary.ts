import type { Millis } from '../model.ts';
import { durationNames, type MetricNames, requestNames, statusOf, unitOf } from './names.ts';
import type { Take } from './parse.ts';
import { type Bucket, histogramQuantile } from './quantile.ts';
import { type Point, rate, type Span } from './rate.ts';
import type { MetricSeries } from './series.ts';

/** What is kept of one page: the counters that the summary is made of, by the series' key. */
export interface Scrape {
	readonly at: Millis;
	readonly counters: ReadonlyMap<string, { readonly series: MetricSeries; readonly value: number }>;
}

/** How the service did over the last minute; what cannot be told is missing, never zero. */
export interface MetricsSummary {
	/** Requests each second. */
	readonly requests?: number;
	/** The share of them that was answered 500 or above, 0..1. */
	readonly errors?: number;
	/** So many milliseconds or less took half, 95 and 99 percent of the requests. */
	readonly p50?: Millis;
	readonly p95?: Millis;
	readonly p99?: Millis;
}

/** Rates are made over so long a time. */
const summarySpan: Millis = 60_000;
/** Series kept of a page: what the summary costs is bounded, whatever a page says. */
const mostKept = 5000;
/** Pages kept, when they are read more often than once a second. */
const mostScrapes = 64;

/** Collects of a page what the summary needs: `take` is given to `readPage`, `scrape` gives what came. */
export function collector(at: Millis, names: MetricNames): { readonly take: Take; readonly scrape: () => Scrape } {
	const wanted = new Set([...requestNames(names), ...durationNames(names).map((name) => `${name}_bucket`)]);
	const counters = new Map<string, { readonly series: MetricSeries; readonly value: number }>();
	return {
		take: (series, value) => {
			if (!wanted.has(series.name) || counters.size >= mostKept) return;
			// Of two lines for the same series Prometheus takes the first.
			if (!counters.has(series.key) && Number.isFinite(value)) counters.set(series.key, { series, value });
		},
		scrape: () => ({ at, counters }),
	};
}

/** Whether another process answers than before: one of its counters fell or is gone, and counters only grow. */
function isAnew(before: Scrape | undefined, { counters }: Scrape): boolean {
	return [...(before?.counters ?? [])].some(([key, { value }]) => (counters.get(key)?.value ?? -1) < value);
}

/**
 * The scrapes with a new one, without those that are older than the span that the summary looks at. With a new process
 * they begin anew: after a roll back the errors of the release that was left are not held against the one that runs.
 */
export function withScrape(scrapes: readonly Scrape[], scrape: Scrape): readonly Scrape[] {
	if (isAnew(scrapes.at(-1), scrape)) return [scrape];
	const recent = scrapes.filter(({ at }) => at < scrape.at && at >= scrape.at - summarySpan);
	return [...recent, scrape].slice(-mostScrapes);
}

interface Rate {
	readonly series: MetricSeries;
	readonly perSecond: number;
}

/** The rate of each series of that name. */
function rates(scrapes: readonly Scrape[], name: string, span: Span): readonly Rate[] {
	const points = new Map<string, { readonly series: MetricSeries; readonly points: Point[] }>();
	for (const { at, counters } of scrapes) {
		for (const [key, { series, value }] of counters) {
			if (series.name !== name) continue;
			const found = points.get(key) ?? { series, points: [] };
			points.set(key, found);
			found.points.push({ at, value });
		}
	}
	return [...points.values()].flatMap(({ series, points }) => {
		const perSecond = rate(points, span);
		return perSecond === undefined ? [] : [{ series, perSecond }];
	});
}

const sum = (rates: readonly Rate[]): number => rates.reduce((all, { perSecond }) => all + perSecond, 0);

/** The first of these names that the newest scrape has. */
function present(names: readonly string[], scrape: Scrape, suffix = ''): string | undefined {
	const there = new Set([...scrape.counters.values()].map(({ series }) => series.name));
	return names.find((name) => there.has(`${name}${suffix}`));
}

/** The share of the requests that failed (a status of 500 and above); unknown without requests or without a status. */
function errorRatio(requests: readonly Rate[], names: MetricNames): number | undefined {
	const told = requests.filter(({ series }) => statusOf(series, names) !== undefined);
	const all = sum(told);
	return all > 0 ? sum(told.filter(({ series }) => /^5/.test(statusOf(series, names) ?? ''))) / all : undefined;
}

function bucketOf({ series, perSecond }: Rate): Bucket {
	const le = series.labels['le'] ?? '';
	return { le: /^\+?inf$/i.test(le) ? Number.POSITIVE_INFINITY : Number(le || Number.NaN), count: perSecond };
}

function times(scrapes: readonly Scrape[], name: string | undefined, span: Span): MetricsSummary {
	if (name === undefined) return {};
	const buckets = rates(scrapes, `${name}_bucket`, span).map(bucketOf);
	const quantile = (q: number): number | undefined => {
		const value = histogramQuantile(q, buckets);
		return value === undefined ? undefined : value * unitOf(name);
	};
	const [p50, p95, p99] = [quantile(0.5), quantile(0.95), quantile(0.99)];
	return p50 === undefined || p95 === undefined || p99 === undefined ? {} : { p50, p95, p99 };
}

/**
 * How the service did between the first and the last of these scrapes (oldest first, those of the last minute). The span
 * is that of the scrapes, so that the first minute is not made smaller by the time before it.
 */
export function summary(scrapes: readonly Scrape[], names: MetricNames): MetricsSummary {
	const first = scrapes[0];
	const last = scrapes.at(-1);
	if (first === undefined || last === undefined || last.at <= first.at) return {};
	const span = { from: first.at, to: last.at };
	const name = present(requestNames(names), last);
	const requests = name === undefined ? [] : rates(scrapes, name, span);
	const errors = errorRatio(requests, names);
	return {
		...(requests.length === 0 ? {} : { requests: sum(requests) }),
		...(errors === undefined ? {} : { errors }),
		...times(scrapes, present(durationNames(names), last, '_bucket'), span),
	};
}

/** How many requests there were between two scrapes: a series that fell or is new began again at zero. */
function cameBetween(before: Scrape, { counters }: Scrape, name: string): number {
	return [...counters].reduce((sum, [key, { series, value }]) => {
		if (series.name !== name) return sum;
		const was = before.counters.get(key)?.value ?? 0;
		return sum + (value < was ? value : value - was);
	}, 0);
}

/** How many requests came within these scrapes, and since the last but one; nobody knows of those before the first. */
export function requestsIn(
	scrapes: readonly Scrape[],
	names: MetricNames,
): { readonly all: number; readonly newest: number } {
	const last = scrapes.at(-1);
	const name = last === undefined ? undefined : present(requestNames(names), last);
	if (name === undefined) return { all: 0, newest: 0 };
	const each = scrapes.slice(1).map((scrape, index) => cameBetween(scrapes[index] ?? scrape, scrape, name));
	return { all: each.reduce((sum, came) => sum + came, 0), newest: each.at(-1) ?? 0 };
}
