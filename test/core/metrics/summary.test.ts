import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPage } from '../../../src/core/metrics/parse.ts';
import { histogramQuantile } from '../../../src/core/metrics/quantile.ts';
import { increase, rate } from '../../../src/core/metrics/rate.ts';
import { collector, type Scrape, summary, withScrape } from '../../../src/core/metrics/summary.ts';

const points = (...values: readonly number[]) => values.map((value, index) => ({ at: 15_000 * (index + 1), value }));

describe('the rise of a counter', () => {
	// Expected values worked out by hand from the formula in promql/functions.go.
	test('is extended to both edges of the span', () => {
		expect(increase(points(100, 110, 120, 130), { from: 0, to: 75_000 })).toBeCloseTo(50, 9);
		expect(rate(points(100, 110, 120, 130), { from: 0, to: 75_000 })).toBeCloseTo(50 / 75, 9);
	});
	test('but half an interval at the most to an edge that is far away', () => {
		expect(increase(points(100, 110), { from: -60_000, to: 30_000 })).toBeCloseTo(15, 9);
	});
	test('and never to before the counter was zero', () => {
		expect(increase(points(1, 11), { from: 0, to: 30_000 })).toBeCloseTo(11, 9);
	});
	test('goes on over a reset', () => {
		expect(increase(points(100, 110, 5, 15), { from: 15_000, to: 60_000 })).toBeCloseTo(25, 9);
	});
	test('is unknown with one point', () => {
		expect(increase(points(100), { from: 0, to: 60_000 })).toBeUndefined();
		expect(rate([], { from: 0, to: 60_000 })).toBeUndefined();
	});
	test('is never negative, and a counter that stands does not rise', () => {
		const values = fc.array(fc.nat(10_000), { minLength: 2, maxLength: 20 });
		fc.assert(
			fc.property(values, fc.nat(10_000), (values, still) => {
				const span = { from: 0, to: 15_000 * (values.length + 1) };
				expect(rate(points(...values), span)).toBeGreaterThanOrEqual(0);
				expect(rate(points(...values.map(() => still)), span)).toBe(0);
			}),
		);
	});
});

describe('a quantile', () => {
	const inf = Number.POSITIVE_INFINITY;
	const buckets = (...all: readonly [number, number][]) => all.map(([le, count]) => ({ le, count }));
	test.each<[number, [number, number][], number | undefined]>([
		[
			0.5,
			[
				[1, 10],
				[2, 20],
				[inf, 20],
			],
			1,
		],
		[
			0.75,
			[
				[1, 10],
				[2, 20],
				[inf, 20],
			],
			1.5,
		],
		[
			0.25,
			[
				[1, 10],
				[2, 20],
				[inf, 20],
			],
			0.5,
		],
		[
			0.99,
			[
				[1, 10],
				[2, 20],
				[inf, 40],
			],
			2,
		],
		[
			0.1,
			[
				[-1, 10],
				[2, 20],
				[inf, 20],
			],
			-1,
		],
		[
			0.75,
			[
				[1, 10],
				[2, 9],
				[4, 20],
				[inf, 20],
			],
			3,
		],
		[
			0.5,
			[
				[2, 10],
				[1, 5],
				[1, 5],
				[inf, 20],
			],
			1,
		],
		[
			0.5,
			[
				[1, 0],
				[inf, 0],
			],
			undefined,
		],
		[
			0.5,
			[
				[1, 10],
				[2, 20],
			],
			undefined,
		],
		[
			0,
			[
				[1, 0],
				[inf, 20],
			],
			undefined,
		],
		[0.5, [[inf, 20]], undefined],
		[0.5, [], undefined],
		[
			2,
			[
				[1, 10],
				[inf, 20],
			],
			inf,
		],
		[
			-1,
			[
				[1, 10],
				[inf, 20],
			],
			-inf,
		],
	])('%d of %j is %d', (q, all, expected) => expect(histogramQuantile(q, buckets(...all))).toBe(expected));
	test('rises with its share and stays between the bounds', () => {
		const counts = fc.array(fc.nat(50), { minLength: 2, maxLength: 10 });
		fc.assert(
			fc.property(counts, fc.double({ min: 0, max: 1, noNaN: true }), (steps, q) => {
				let sum = 0;
				const all = steps.map((step, index) => {
					sum += step;
					return { le: index === steps.length - 1 ? inf : index + 1, count: sum };
				});
				fc.pre(sum > 0);
				const value = histogramQuantile(q, all);
				if (value === undefined) {
					expect([q, all[0]?.count]).toEqual([0, 0]);
					return;
				}
				expect(value).toBeGreaterThanOrEqual(0);
				expect(value).toBeLessThanOrEqual(steps.length - 1);
				expect(histogramQuantile(Math.min(1, q + 0.1), all)).toBeGreaterThanOrEqual(value ?? inf);
			}),
		);
	});
});

const found = { requests: '', durations: '', label: '' };

function scraped(pages: readonly string[], names = found): readonly Scrape[] {
	const known = new Map();
	return pages.reduce<readonly Scrape[]>((scrapes, page, index) => {
		const { take, scrape } = collector(10_000 * index, names);
		readPage(page, known, take);
		return withScrape(scrapes, scrape());
	}, []);
}

const page = (ok: number, failed: number, name = 'http_requests_total', label = 'status') =>
	`${name}{${label}="200"} ${ok}\n${name}{${label}="503"} ${failed}\n`;
const histogram = (fast: number, slow: number, name = 'http_request_duration_seconds') =>
	`${name}_bucket{le="0.1"} ${fast}\n${name}_bucket{le="0.5"} ${fast + slow}\n` +
	`${name}_bucket{le="+Inf"} ${fast + slow}\n${name}_count ${fast + slow}\n`;

describe('the summary of the last minute', () => {
	test('has rate, error ratio and times in milliseconds', () => {
		const pages = [page(100, 0) + histogram(0, 0), page(175, 25) + histogram(90, 10)];
		const { requests, errors, p50, p95, p99 } = summary(scraped(pages), found);
		expect(requests).toBeCloseTo(10, 9);
		expect(errors).toBeCloseTo(0.25, 9);
		expect([p50, p95, p99].map((time) => Math.round(time ?? 0))).toEqual([56, 300, 460]);
	});
	test('finds the names of Micrometer and of a histogram alone', () => {
		const spring = 'http_server_requests_seconds_count';
		expect(summary(scraped([page(0, 0, spring), page(5, 5, spring)]), found)).toEqual({ requests: 1, errors: 0.5 });
		const milli = 'http_request_duration_milliseconds';
		const times = summary(scraped([histogram(0, 0, milli), histogram(50, 50, milli)]), found);
		expect(times).toMatchObject({ requests: 10, p50: 0.1 });
	});
	test('uses the names of the config', () => {
		const names = { requests: 'mine', durations: '', label: 'answer' };
		const pages = [0, 1].map((n) => page(9 * n, 3 * n, 'mine', 'answer') + page(999 * n, 0));
		expect(summary(scraped(pages, names), names).requests).toBeCloseTo(1.2, 9);
		expect(summary(scraped(pages, names), names).errors).toBeCloseTo(0.25, 9);
	});
	test('says nothing of what it does not know', () => {
		expect(summary(scraped([page(1, 1)]), found)).toEqual({});
		expect(summary(scraped(['up 1', 'up 1']), found)).toEqual({});
		expect(summary(scraped([page(1, 1), page(1, 1)]), found)).toEqual({ requests: 0 });
		expect(summary(scraped(['http_requests_total 0', 'http_requests_total 10']), found)).toEqual({ requests: 1 });
	});
	test('forgets what is older than a minute', () => {
		const pages = Array.from({ length: 30 }, (_, index) => page(index, 0));
		expect(scraped(pages).map(({ at }) => at / 10_000)).toEqual([23, 24, 25, 26, 27, 28, 29]);
	});
});
