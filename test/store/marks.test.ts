import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changes, knownFrom } from '../../src/core/history/changes.ts';
import { type Mark, marksKept, mostMarks } from '../../src/core/history/mark.ts';
import { withoutRepeats } from '../../src/core/history/turned.ts';
import type { Rows } from '../../src/core/rows.ts';
import { memoryRows } from '../../src/io/sqlite.ts';
import { historyMigrations } from '../../src/store/history-tables.ts';
import { type MarksStore, makeMarks } from '../../src/store/marks.ts';
import { aState } from '../support/plans.ts';

const now = Date.UTC(2026, 10, 21, 14);
const mark = (at: number, more: Partial<Mark> = {}): Mark => ({
	...{ service: 'production/api', at, kind: 'condition', text: 'exit code 137', is: 'down' },
	...more,
});
let rows: Rows;
let marks: MarksStore;
beforeEach(async () => {
	rows = await memoryRows(historyMigrations);
	marks = makeMarks(rows);
});
afterEach(() => rows.close());

test('marks come back as they were, oldest first, of their service only', () => {
	const { is: _is, ...release } = mark(now - 5, { kind: 'release', text: "v412'); --", of: 'sha256:c' });
	marks.add([mark(now - 1), release, mark(now, { service: 'production/web' })], now);
	expect(marks.of('production/api', 0)).toEqual([release, mark(now - 1)]);
	expect(marks.of('production/api', now - 4)).toEqual([mark(now - 1)]);
});

test('a mark that is there already is kept once', () => {
	const kill = mark(now, { kind: 'killed', of: 'c1' });
	marks.add([kill, mark(now)], now);
	marks.add([kill, mark(now)], now);
	expect(marks.of('production/api', 0)).toHaveLength(2);
});

test('the newest of a kind tells how each service was left', () => {
	marks.add([mark(now - 9), mark(now - 5, { is: 'ok' }), mark(now - 7, { service: 'production/web' })], now);
	const newest = marks.newest('condition');
	expect(newest.ok && newest.value.map(({ service, is }) => [service, is])).toEqual([
		['production/api', 'ok'],
		['production/web', 'down'],
	]);
	expect(marks.newest('release')).toEqual({ ok: true, value: [] });
});

test('that two cockpits saw the same turn is one turn, in whatever order they write it down', () => {
	const turns = (by: number) => [mark(now - 90 + by), mark(now - 50 + by, { is: 'ok' }), mark(now - 10 + by)];
	for (const order of [
		[0, 3],
		[3, 0],
		[0, 0],
	]) {
		rows.run('DELETE FROM marks');
		for (const by of order) marks.add(turns(by), now);
		expect(marks.of('production/api', 0).map(({ is }) => is)).toEqual(['down', 'ok', 'down']);
	}
	marks.add(
		[mark(now, { service: 'production/web' }), { service: 'production/api', at: now, kind: 'release', text: 'v2' }],
		now,
	);
	expect(marks.of('production/web', 0)).toHaveLength(1);
	expect(marks.of('production/api', 0)).toHaveLength(4);
});

test('no turn that one session sees is lost, since whenever its condition is said to be', () => {
	const seen = fc.record({
		is: fc.constantFrom('ok', 'degraded', 'down'),
		later: fc.integer({ min: 0, max: 60_000 }),
		before: fc.integer({ min: -1000, max: 100_000 }),
	});
	fc.assert(
		fc.property(fc.array(seen, { maxLength: 12 }), (all) => {
			rows.run('DELETE FROM marks');
			const fresh = makeMarks(rows);
			let known = knownFrom([], []);
			let at = now;
			for (const { is, later, before } of all) {
				at += later;
				const condition = { is, because: '', since: at - before };
				const found = changes(known, { ...aState(), services: {}, conditions: { 'production/api': condition } }, at);
				known = found.known;
				fresh.add(found.marks, at);
			}
			const words = all.map(({ is }) => is);
			const turns = words.filter((is, index) => index > 0 && is !== words[index - 1]);
			const kept = fresh.of('production/api', 0);
			expect(kept.map(({ is }) => is)).toEqual(turns);
			expect(withoutRepeats(kept)).toEqual(kept);
		}),
	);
});

test('only so many of a service are kept, and only for so long', () => {
	marks.add(
		Array.from({ length: mostMarks + 20 }, (_, index) => mark(now + index, { is: index % 2 === 0 ? 'down' : 'ok' })),
		now,
	);
	expect(marks.of('production/api', 0)).toHaveLength(mostMarks);
	expect(marks.of('production/api', 0)[0]?.at).toBe(now + 20);
	marks.add([], now + marksKept + 25);
	expect(marks.of('production/api', 0)[0]?.at).toBe(now + 25);
});

test('a row that a person changed to something else is left out', () => {
	marks.add([mark(now)], now);
	rows.run("UPDATE marks SET kind = 'sabotage'");
	expect(makeMarks(rows).of('production/api', 0)).toEqual([]);
});
