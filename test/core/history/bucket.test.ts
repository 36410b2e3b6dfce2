import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bucket, bucketOf, joined } from '../../../src/core/history/bucket.ts';
import { grainFor, grains } from '../../../src/core/history/grain.ts';
import { spread } from '../../../src/core/history/spread.ts';

const sample = fc.record({
	at: fc.integer({ min: 0, max: 50_000 }),
	value: fc.integer({ min: -1000, max: 1000 }),
});
const length = 1000;

/** The same promise kept in the plainest way. */
const plain = (samples: readonly { at: number; value: number }[], at: number) =>
	samples.filter((one) => one.at >= at && one.at < at + length).map(({ value }) => value);

const filled = (samples: readonly { at: number; value: number }[]): readonly Bucket[] => {
	const buckets = new Map<number, Bucket>();
	for (const one of samples) {
		const bucket = bucketOf(one, length);
		const before = buckets.get(bucket.at);
		buckets.set(bucket.at, before === undefined ? bucket : joined(before, bucket));
	}
	return [...buckets.values()];
};

describe('buckets', () => {
	test('have the lowest, the highest and the mean of a plain list, in whatever order the samples came', () => {
		fc.assert(
			fc.property(fc.array(sample, { maxLength: 200 }), (samples) => {
				const buckets = filled(samples);
				for (const { at, n, sum, low, high } of buckets) {
					const values = plain(samples, at);
					expect({ n, sum, low, high }).toEqual({
						n: values.length,
						sum: values.reduce((all, value) => all + value, 0),
						low: Math.min(...values),
						high: Math.max(...values),
					});
				}
				expect(buckets.reduce((all, { n }) => all + n, 0)).toBe(samples.length);
			}),
		);
	});

	test('are the same whether they are joined from samples or from smaller buckets', () => {
		fc.assert(
			fc.property(fc.array(sample, { minLength: 1, maxLength: 60 }), fc.nat(59), (samples, cut) => {
				const one = (some: readonly { at: number; value: number }[]) =>
					some.map((each) => bucketOf(each, 100_000)).reduce(joined);
				const halves = [samples.slice(0, cut), samples.slice(cut)].filter((half) => half.length > 0);
				expect(halves.map(one).reduce(joined)).toEqual(one(samples));
			}),
		);
	});
});

describe('columns', () => {
	test('that are whole buckets have their means, and a gap where there is none', () => {
		fc.assert(
			fc.property(fc.array(sample, { maxLength: 100 }), fc.integer({ min: 1, max: 60 }), (samples, columns) => {
				const means = spread(filled(samples), length, { from: 0, to: columns * length, columns });
				const wanted = Array.from({ length: columns }, (_, column) => plain(samples, column * length));
				expect(means).toHaveLength(columns);
				for (const [index, values] of wanted.entries()) {
					const mean = values.reduce((all, value) => all + value, 0) / values.length;
					if (values.length === 0) expect(means[index]).toBeUndefined();
					else expect(means[index]).toBeCloseTo(mean, 6);
				}
			}),
		);
	});

	test('that share a bucket have its mean each; those beside it have none', () => {
		const bucket = { at: 60_000, n: 2, sum: 6, low: 2, high: 4 };
		expect(spread([bucket], 60_000, { from: 0, to: 180_000, columns: 6 })).toEqual([
			...[undefined, undefined, 3, 3, undefined, undefined],
		]);
	});

	test('that begin in the middle of a bucket weigh it by what lies in them', () => {
		const low = { at: 0, n: 10, sum: 10, low: 1, high: 1 };
		const high = { at: 1000, n: 10, sum: 30, low: 3, high: 3 };
		expect(spread([low, high], 1000, { from: 500, to: 1500, columns: 1 })).toEqual([2]);
		expect(spread([low, high], 1000, { from: 250, to: 1250, columns: 1 })).toEqual([1.5]);
	});
});

describe('the grain of a window', () => {
	const now = Date.UTC(2026, 9, 25, 12);
	test.each([
		['5 minutes', 5 * 60_000, grains[0]],
		['an hour', 3_600_000, grains[0]],
		// A day in which the clocks go back has 25 hours for people, and 24 here.
		['a day', 86_400_000, grains[1]],
		['a week', 7 * 86_400_000, grains[2]],
		['longer than anything is kept', 400 * 86_400_000, grains[2]],
	])('of %s is the finest that is kept so long', (_, back, grain) => {
		expect(grainFor(now - back, now)).toBe(grain);
	});
});
