import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Sample } from '../../src/core/model.ts';
import { longestKept, makeNumbers, makeSeries, mostSamples } from '../../src/store/series.ts';

const sample = (at: number, value: number): Sample => ({ series: 's', at, value });

/** The same promise kept in the plainest way. */
function plainWindow(kept: readonly Sample[], from: number, to: number, columns: number): (number | undefined)[] {
	return Array.from({ length: columns }, (_, column) => {
		const part = (at: number) => Math.min(columns - 1, Math.ceil(((at - from) * columns) / (to - from)) - 1);
		const inside = kept.filter(({ at }) => at > from && at <= to && part(at) === column);
		return inside.length === 0 ? undefined : inside.reduce((sum, { value }) => sum + value, 0) / inside.length;
	});
}

describe('a ring', () => {
	test('of so many samples and so long a time equals a plain list of the newest', () => {
		const values = fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: -99, max: 99 })), {
			maxLength: 120,
		});
		const span = fc.tuple(fc.integer({ min: -20, max: 600 }), fc.integer({ min: 1, max: 600 }));
		fc.assert(
			fc.property(
				values,
				fc.integer({ min: 1, max: 70 }),
				span,
				fc.integer({ min: 1, max: 40 }),
				fc.integer({ min: 0, max: 600 }),
				(all, most, [from, length], columns, longest) => {
					const ring = makeSeries('s', most, longest);
					let list: Sample[] = [];
					for (const [at, value] of all) {
						ring.append(sample(at, value));
						if (at <= (list.at(-1)?.at ?? -1)) continue;
						list = [...list, sample(at, value)].filter((one) => one.at >= at - longest).slice(-most);
					}
					expect(ring.last()).toEqual(list.at(-1));
					expect(ring.first()).toBe(list[0]?.at);
					expect(ring.window(from, from + length, columns)).toEqual(plainWindow(list, from, from + length, columns));
				},
			),
		);
	});

	test('keeps half an hour of one a second, and no more', () => {
		const ring = makeSeries('s');
		for (let at = 1; at <= mostSamples + 200; at += 1) ring.append(sample(at, at));
		expect(ring.window(0, 200, 1)).toEqual([undefined]);
		expect(ring.window(200, mostSamples + 200, mostSamples)).toEqual(
			Array.from({ length: mostSamples }, (_, index) => index + 201),
		);
	});

	test('of what is measured once a minute keeps little more than an hour: it does not grow through a shift', () => {
		const ring = makeSeries('s');
		const minute = 60_000;
		for (let at = 1; at <= 8 * 60; at += 1) ring.append(sample(at * minute, at));
		expect(ring.first()).toBe(8 * 60 * minute - longestKept);
		expect(ring.window(7 * 60 * minute, 8 * 60 * minute, 60)).toEqual(
			Array.from({ length: 60 }, (_, index) => 7 * 60 + index + 1),
		);
	});

	test('shows what is no number, and where nothing came, as a gap', () => {
		const ring = makeSeries('s');
		for (const [at, value] of [
			[1, 10],
			[2, 20],
			[3, Number.NaN],
			[9, 0],
		] as const)
			ring.append(sample(at, value));
		expect(ring.window(0, 9, 3)).toEqual([15, undefined, 0]);
		expect(ring.window(5, 5, 3)).toEqual([]);
		expect(ring.window(0, 9, 0)).toEqual([]);
	});
});

test('numbers go to the series of their name, until it is forgotten', () => {
	const store = makeNumbers();
	store.append([
		{ series: 'p/api/cpu', at: 1, value: 0.5 },
		{ series: 'p/api2/cpu', at: 1, value: 0.7 },
	]);
	store.append([{ series: 'p/api/cpu', at: 2, value: 0.6 }]);
	expect(store.numbers('p/api/cpu')?.last()).toEqual({ series: 'p/api/cpu', at: 2, value: 0.6 });
	store.forget('p/api/');
	expect(store.numbers('p/api/cpu')).toBeUndefined();
	expect(store.numbers('p/api2/cpu')?.last()?.value).toBe(0.7);
});
