import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Mark, marksKept, mostMarks } from '../../src/core/history/mark.ts';
import type { Rows } from '../../src/core/rows.ts';
import { memoryRows } from '../../src/io/sqlite.ts';
import { historyMigrations } from '../../src/store/history-tables.ts';
import { type MarksStore, makeMarks } from '../../src/store/marks.ts';

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

test('only so many of a service are kept, and only for so long', () => {
	marks.add(
		Array.from({ length: mostMarks + 20 }, (_, index) => mark(now + index)),
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
