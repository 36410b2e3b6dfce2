import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Before, beforeOf, between, isBefore, lagOf } from '../../../src/core/postgres/since.ts';
import type { Stand } from '../../../src/core/postgres/stand.ts';
import { standing } from './standing.ts';

const counted = (deadlocks: number, hits: number, reads: number) => standing({ counters: { deadlocks, hits, reads } });
const replica = (more: Partial<Stand['replicas'][number]> = {}) => ({
	...{ pid: 7, name: 'standby', state: 'streaming', at: 100, bytes: 0, seconds: null },
	...more,
});

describe('rates', () => {
	const first = beforeOf(counted(1, 100, 100), 0, undefined);
	test('are of the time between two readings', () => {
		expect(between(counted(4, 190, 110), 30_000, first)).toEqual({ deadlocks: 6, hits: 0.9 });
		expect(between(counted(1, 100, 100), 30_000, first)).toEqual({ deadlocks: 0 });
	});
	test.each<[string, Stand, Before | undefined]>([
		['the first time', counted(1, 100, 100), undefined],
		['after its counters were reset', counted(0, 200, 200), first],
		['where it says nothing', standing({ counters: null }), first],
	])('there are none %s', (_, stand, before) => {
		expect(between(stand, 30_000, before)).toEqual({});
	});
});

describe('the lag of the replica that is furthest behind', () => {
	test.each<[string, readonly Stand['replicas'][number][], object | undefined]>([
		['none', [], undefined],
		['in step', [replica()], { name: 'standby', lag: 0 }],
		['as it says itself', [replica({ bytes: 9, seconds: 1.5 })], { name: 'standby', lag: 1500 }],
		['not said', [replica({ bytes: null })], undefined],
		['of several', [replica(), replica({ pid: 8, name: 'b', bytes: 1, seconds: 2 })], { name: 'b', lag: 2000 }],
	])('%s', (_, replicas, lag) => {
		const stand = standing({ replicas });
		expect(lagOf(stand, beforeOf(stand, 1000, undefined))).toEqual(lag);
	});
	test('one that stands still is behind since it was first seen there, and no longer once it moves', () => {
		const still = standing({ replicas: [replica({ bytes: 10 }), replica({ pid: 8, at: 5, bytes: 1 })] });
		const first = beforeOf(still, 0, undefined);
		const second = beforeOf(still, 30_000, first);
		const third = beforeOf(still, 60_000, second);
		expect([first, second, third].map((before) => lagOf(still, before)?.lag)).toEqual([0, 30_000, 60_000]);
		const moved = standing({ replicas: [replica({ at: 101, bytes: 10 })] });
		expect(lagOf(moved, beforeOf(moved, 90_000, third))).toMatchObject({ lag: 0 });
	});
});

describe('the own lag of a replica', () => {
	const own = (receives: boolean, done: boolean, seconds: number | null) =>
		standing({ replica: { receives, done, seconds } });
	const lag = (stand: Stand, at: number, before?: Before) => lagOf(stand, beforeOf(stand, at, before))?.lag;
	test.each<[string, Stand, number | undefined]>([
		['nothing left to replay, however old the last is', own(true, true, 900), 0],
		['the age of the last, where it was never seen before', own(true, false, 900), 900_000],
		['the age of the last, where nothing comes', own(false, true, 900), 900_000],
		['not known, where nothing comes and nothing was replayed', own(false, false, null), undefined],
	])('%s', (_, stand, expected) => {
		expect(lag(stand, 1000)).toBe(expected);
	});
	test('what has just come after a long silence makes it late by no more than it was seen so', () => {
		const idle = beforeOf(own(true, true, 900), 0, undefined);
		const woken = own(true, false, 930);
		expect(lag(woken, 30_000, idle)).toBe(0);
		const next = beforeOf(woken, 30_000, idle);
		expect(lag(own(true, false, 960), 60_000, next)).toBe(30_000);
		expect(lag(own(true, false, 0.2), 60_000, next)).toBe(200);
	});
});

test('only what a reading left is taken as that', () => {
	expect(isBefore(beforeOf(standing(), 0, undefined))).toBe(true);
	for (const other of [undefined, null, 7, {}, { at: 1 }, false]) expect(isBefore(other)).toBe(false);
});

test('a lag is never negative, and no rate is', () => {
	const size = fc.nat();
	const any = fc.record({
		replicas: fc.array(
			fc.record({
				...{ pid: fc.nat(3), name: fc.string(), state: fc.constant('streaming') },
				...{ at: fc.option(size), bytes: fc.option(size), seconds: fc.option(size) },
			}),
		),
		replica: fc.option(fc.record({ receives: fc.boolean(), done: fc.boolean(), seconds: fc.option(size) })),
		counters: fc.option(fc.record({ deadlocks: size, hits: size, reads: size })),
	});
	fc.assert(
		fc.property(any, any, size, (one, other, gap) => {
			const [a, b] = [standing(one), standing(other)];
			const before = beforeOf(a, 1000, undefined);
			const at = 1000 + gap;
			const { deadlocks = 0, hits = 0 } = between(b, at, before);
			expect(Math.min(lagOf(b, beforeOf(b, at, before))?.lag ?? 0, deadlocks, hits, 1 - hits)).toBeGreaterThanOrEqual(
				0,
			);
		}),
	);
});
