import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { grains } from '../../src/core/history/grain.ts';
import type { Rows } from '../../src/core/rows.ts';
import { memoryRows } from '../../src/io/sqlite.ts';
import { type Filled, makeHistory, mostSeries } from '../../src/store/history.ts';
import { historyMigrations } from '../../src/store/history-tables.ts';

const minute = 60_000;
const hour = 60 * minute;
/** 2026-11-21 14:00 UTC. */
const now = Date.UTC(2026, 10, 21, 14);
const filled = (series: string, at: number, ...values: readonly number[]): Filled => ({
	...{ series, at, n: values.length, sum: values.reduce((all, value) => all + value, 0) },
	...{ low: Math.min(...values), high: Math.max(...values) },
});
let rows: Rows;
beforeEach(async () => {
	rows = await memoryRows(historyMigrations);
});
afterEach(() => rows.close());
const count = (): number => {
	const found = rows.all('SELECT count(*) AS n FROM points');
	return found.ok ? Number(found.value[0]?.['n']) : Number.NaN;
};

test('all grains of what was added have the lowest, the highest, the sum of a plain list, in whatever order it came', async () => {
	const one = fc.record({
		series: fc.constantFrom('a', 'b/c', "d'); --"),
		age: fc.nat(90),
		value: fc.integer({ min: -99, max: 99 }),
	});
	await fc.assert(
		fc.asyncProperty(fc.array(one, { maxLength: 60 }), fc.integer({ min: 1, max: 7 }), async (all, batch) => {
			const own = await memoryRows(historyMigrations);
			const history = makeHistory(own);
			const buckets = all.map(({ series, age, value }) => filled(series, now - age * minute, value));
			for (let index = 0; index < buckets.length; index += batch) {
				expect(history.add(buckets.slice(index, index + batch), now)).toEqual({ ok: true, value: null });
			}
			const found = own.all(
				'SELECT grain, at, substr(name, 2) AS name, n, sum, low, high FROM points JOIN series ON series = series.id ORDER BY grain, at, name',
			);
			const wanted = grains.flatMap(({ length }) =>
				[...Map.groupBy(buckets, ({ series, at }) => `${Math.floor(at / length) * length} ${series}`)].map(
					([key, own]) => {
						const [at, name] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
						const { n, sum, low, high } = filled('', 0, ...own.map(({ sum: value }) => value));
						return { grain: length, at: Number(at), name, n, sum, low, high };
					},
				),
			);
			const order = (a: { grain: number; at: number; name: string }, b: typeof a) =>
				a.grain - b.grain || a.at - b.at || (a.name < b.name ? -1 : 1);
			expect(found).toEqual({ ok: true, value: wanted.toSorted(order) });
			own.close();
		}),
		{ numRuns: 50 },
	);
});

describe('a window', () => {
	test('of 24 hours has the means of its columns, and gaps where nothing was read', () => {
		const history = makeHistory(rows);
		history.add([filled('a', now - 24 * hour, 1, 3), filled('a', now - hour, 8), filled('b', now - hour, 9)], now);
		const window = history.window('a', { from: now - 24 * hour, to: now, columns: 24 }, now);
		expect(window.flatMap((value, index) => (value === undefined ? [] : [[index, value]]))).toEqual([
			[0, 2],
			[23, 8],
		]);
		expect(history.window('nobody', { from: now - hour, to: now, columns: 2 }, now)).toEqual([undefined, undefined]);
	});

	test('tells what was added since it was last read', () => {
		const history = makeHistory(rows);
		const read = () => history.window('a', { from: now - 2 * minute, to: now, columns: 2 }, now);
		expect(read()).toEqual([undefined, undefined]);
		history.add([filled('a', now - minute, 4)], now);
		expect(read()).toEqual([undefined, 4]);
		history.add([filled('a', now - minute, 8)], now);
		expect(read()).toEqual([undefined, 6]);
	});

	test('joins what came before the clock went back with what came after it', () => {
		const history = makeHistory(rows);
		history.add([filled('a', now, 1)], now + minute);
		history.add([filled('a', now - hour, 5)], now - hour);
		history.add([filled('a', now, 3)], now);
		expect(history.window('a', { from: now - 2 * hour, to: now + hour, columns: 3 }, now)).toEqual([undefined, 5, 2]);
	});
});

describe('a mean', () => {
	test('counts only what lies whole in its time', () => {
		const history = makeHistory(rows);
		history.add(
			[filled('a', now - 20 * minute, 100), filled('a', now - 10 * minute, 2, 4), filled('a', now - 5 * minute, 9)],
			now,
		);
		expect(history.mean('a', { from: now - 12 * minute, to: now - 5 * minute }, now)).toBe(3);
		expect(history.mean('a', { from: now - 12 * minute, to: now }, now)).toBe(5);
		expect(history.mean('a', { from: now - 9.5 * minute, to: now - 6 * minute }, now)).toBeUndefined();
		expect(history.mean('a', { from: now - 12 * minute, to: now - 9.5 * minute }, now)).toBeUndefined();
	});

	test('of weeks ago is known by the hour', () => {
		const history = makeHistory(rows);
		history.add([filled('a', now - 20 * 24 * hour, 7)], now);
		expect(history.mean('a', { from: now - 21 * 24 * hour, to: now - 10 * 24 * hour }, now)).toBe(7);
		expect(history.mean('a', { from: 0, to: now }, now)).toBe(7);
	});
});

describe('the size', () => {
	test('is bounded in time: each grain goes when it is too old', () => {
		const history = makeHistory(rows);
		history.add([filled('a', now, 1)], now);
		expect(count()).toBe(3);
		const later = grains.map(({ kept, length }) => {
			history.add([], now + kept + length + hour);
			return count();
		});
		expect(later).toEqual([2, 1, 0]);
	});

	test('is bounded in series; those that are known go on', () => {
		const history = makeHistory(rows);
		const names = Array.from({ length: mostSeries + 10 }, (_, index) => filled(`s${index}`, now, 1));
		history.add(names.slice(0, mostSeries), now);
		history.add(names, now);
		const found = rows.all('SELECT count(*) AS n FROM series');
		expect(found).toEqual({ ok: true, value: [{ n: mostSeries }] });
		expect(history.window('s0', { from: now, to: now + minute, columns: 1 }, now)).toEqual([1]);
	});
});

test('what cannot be written is a failure and leaves nothing half written', () => {
	const history = makeHistory(rows);
	rows.run('DROP TABLE points');
	expect(history.add([filled('a', now, 1)], now)).toMatchObject({ ok: false });
	expect(rows.all('SELECT * FROM series')).toEqual({ ok: true, value: [] });
});
