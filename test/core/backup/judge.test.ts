import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backupCondition, medianOf, newestOf } from '../../../src/core/backup/judge.ts';

const hour = 3_600_000;
const promised = { within: 26 * hour, shrink: 0.5 };
const file = (at: number, bytes: number) => ({ path: `db-${at}`, at, bytes });
const judged = (age: number, sizes: readonly number[], inner?: string) => {
	const now = 10_000_000;
	const files = sizes.map((bytes, index) => file(now - age / 1000 - index * 86_400, bytes));
	return backupCondition(newestOf(files, now), inner, promised);
};

describe('backupCondition', () => {
	test.each([
		['nothing there', [0, []], 'down', 'there is no backup'],
		['an empty file', [hour, [0, 100]], 'down', 'the newest backup is an empty file'],
		[
			'compressed emptiness',
			[hour, [20, 20], 'empty'],
			'down',
			'the newest backup holds nothing: it is compressed emptiness',
		],
		['all well', [9 * hour, [1000, 900, 1100]], 'ok', '9h old, 1000B'],
		['exactly as old as promised', [26 * hour, [1000]], 'ok', '1d 2h old, 1000B'],
		['too old', [33 * hour, [1000]], 'degraded', 'the newest is 1d 9h old: 1d 2h are promised'],
		['too small', [hour, [499, 1000, 1000]], 'degraded', 'the newest has 499B, those before it 1000B'],
		['just as small as it may be', [hour, [500, 1000]], 'ok', '1h old, 500B'],
		[
			'dated in the future',
			[-3 * hour, [9, 9]],
			'degraded',
			'the newest is dated 3h in the future: its age is not known',
		],
		['a clock that is a little ahead', [-60_000, [9, 9]], 'ok', '0s old, 9B'],
		['damaged', [hour, [9, 9], 'damaged'], 'degraded', 'the newest cannot be unpacked: it is damaged or cut off'],
	] as const)('%s', (_, [age, sizes, inner], is, because) => {
		expect(judged(age, sizes, inner)).toEqual({ is, because });
	});
	test('only the ten before the newest make the median', () => {
		expect(
			newestOf(
				[5, ...Array(10).fill(100), ...Array(50).fill(9)].map((size, n) => file(-n, size)),
				0,
			)?.median,
		).toBe(100);
	});
	test('a single one has no median', () => {
		expect(newestOf([file(1, 5)], 2)).not.toHaveProperty('median');
	});
});

test('half of the numbers are at most the median, half at least', () => {
	fc.assert(
		fc.property(fc.array(fc.integer(), { minLength: 1 }), (numbers) => {
			const median = medianOf(numbers) ?? Number.NaN;
			expect(numbers.filter((one) => one <= median).length * 2).toBeGreaterThanOrEqual(numbers.length);
			expect(numbers.filter((one) => one >= median).length * 2).toBeGreaterThanOrEqual(numbers.length);
		}),
	);
	expect(medianOf([])).toBeUndefined();
});
