import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backupCondition, backupFaults, medianOf, newestOf } from '../../../src/core/backup/judge.ts';

const hour = 3_600_000;
const promised = { within: 26 * hour, shrink: 0.5 };
const file = (at: number, bytes: number) => ({ path: `db-${at}`, at, bytes });
const judged = (age: number, sizes: readonly number[], inner?: string) => {
	const now = 10_000_000;
	const files = sizes.map((bytes, index) => file(now - age / 1000 - index * 86_400, bytes));
	return backupCondition(newestOf(files, now), inner, promised);
};
const old = 'the newest is 33h old: 7h over the promised 26h';
const small = 'the newest has 600B, those before it 1000B';
const broken = 'the newest cannot be unpacked: it is damaged or cut off';

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
		['exactly as old as promised', [26 * hour, [1000]], 'ok', '26h old, 1000B'],
		['too old', [33 * hour, [1000]], 'degraded', 'the newest is 33h old: 7h over the promised 26h'],
		['a little too old', [26 * hour + 600_000, [1000]], 'degraded', 'the newest is 26h old: 10m over the promised 26h'],
		['too small', [hour, [499, 1000, 1000]], 'degraded', 'the newest has 499B, those before it 1000B'],
		['just as small as it may be', [hour, [500, 1000]], 'ok', '1h old, 500B'],
		[
			'dated in the future',
			[-3 * hour, [9, 9]],
			'degraded',
			'the newest is dated 3h in the future: its age is not known',
		],
		['a clock that is a little ahead', [-60_000, [9, 9]], 'ok', '0m old, 9B'],
		['damaged', [hour, [9, 9], 'damaged'], 'degraded', 'the newest cannot be unpacked: it is damaged or cut off'],
		[
			'too old, damaged and too small',
			[33 * hour, [400, 1000], 'damaged'],
			'degraded',
			`${old}; ${broken}; ${small.replace('600', '400')}`,
		],
		['too old and an empty file', [33 * hour, [0, 100]], 'down', `the newest backup is an empty file; ${old}`],
	] as const)('%s', (_, [age, sizes, inner], is, because) => {
		expect(judged(age, sizes, inner)).toMatchObject({ is, because });
		expect(judged(age, sizes, inner).fix === undefined).toBe(is === 'ok');
	});
	test.each([
		['none', [0, []], 'Check that the job that writes it has run'],
		['an empty one', [33 * hour, [0, 100]], '`set -o pipefail`'],
		['an old one', [33 * hour, [400, 1000], 'damaged'], '`systemctl list-timers`'],
		['one of the future', [-3 * hour, [9, 9]], 'Check the clock'],
		['a damaged one', [hour, [9, 100], 'damaged'], 'Check the free space'],
		['a small one', [hour, [499, 1000]], 'raise `shrink`'],
	] as const)('%s has its remedy', (_, [age, sizes, inner], fix) => {
		expect(judged(age, sizes, inner).fix).toContain(fix);
	});
	test('of a dataset can be taken here and now', () => {
		const one = { ...promised, id: 'production/shop' };
		const take = 'Take one: `watchdeck backup production/shop`';
		expect(backupCondition(undefined, undefined, one).fix).toBe(`${take}.`);
		const late = newestOf([file(0, 9)], (33 * hour) / 1000);
		expect(backupCondition(late, undefined, one).fix).toBe(
			`${take}, or see why its job has not run since then: \`systemctl list-timers\`, \`crontab -l\`.`,
		);
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

describe('backupFaults', () => {
	const faults = (age: number, size: number, inner?: string) =>
		backupFaults({ file: file(0, size), age, median: 1000 }, inner, { within: 26 * hour, shrink: 0.2 });
	test('has a sentence for each side, by the limits of the config', () => {
		expect(faults(33 * hour, 600, 'damaged')).toEqual({ age: old, content: broken, size: small });
		expect(faults(hour, 600)).toEqual({ size: small });
		expect(faults(hour, 800)).toEqual({});
		expect(faults(hour, 0)).toEqual({ content: 'the newest backup is an empty file' });
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
