import type { Bucket } from '../core/history/bucket.ts';
import { grainFor, grains } from '../core/history/grain.ts';
import { type Columns, spread } from '../core/history/spread.ts';
import type { Millis, Result } from '../core/model.ts';
import type { Row, Rows } from '../core/rows.ts';

/** A bucket of the finest grain, and the series that it is of. */
export interface Filled extends Bucket {
	readonly series: string;
}

/** What was measured, in tables. Nothing here waits: what cannot be written is a failure, and is tried again by its owner. */
export interface HistoryStore {
	/** Adds buckets to what is there, in one transaction, and lets go of what is too old. */
	readonly add: (buckets: readonly Filled[], now: Millis) => Result<null>;
	/** The means of the columns of a window, from the finest grain that is kept for so long. */
	readonly window: (series: string, span: Columns, now: Millis) => readonly (number | undefined)[];
	/** The mean of what was measured in the buckets that lie whole in a time; undefined where there is none. */
	readonly mean: (series: string, span: Omit<Columns, 'columns'>, now: Millis) => number | undefined;
}

/** Names of so many series are kept: containers that come and go would make more without end. */
export const mostSeries = 5_000;

/** So many windows that were read are remembered. */
const mostKnown = 500;

const nameThem = `INSERT INTO series (name, seen) SELECT DISTINCT value ->> 0, ? FROM json_each(?)
	WHERE (SELECT count(*) FROM series) < ${mostSeries} OR EXISTS (SELECT 1 FROM series WHERE name = value ->> 0)
	ON CONFLICT (name) DO UPDATE SET seen = max(seen, excluded.seen)`;
const addThem = `INSERT INTO points (grain, at, series, n, sum, low, high)
	SELECT ?, given.value ->> 1, series.id, given.value ->> 2, given.value ->> 3, given.value ->> 4, given.value ->> 5
	FROM json_each(?) AS given JOIN series ON series.name = given.value ->> 0 WHERE true
	ON CONFLICT (grain, at, series) DO UPDATE SET n = n + excluded.n, sum = sum + excluded.sum,
		low = min(low, excluded.low), high = max(high, excluded.high)`;
const read = `SELECT at, n, sum, low, high FROM points
	WHERE grain = ? AND at IN (SELECT value FROM json_each(?)) AND series = (SELECT id FROM series WHERE name = ?)
	ORDER BY at`;

type Cells = readonly [series: string, at: Millis, n: number, sum: number, low: number, high: number];

const cellsOf = (buckets: readonly Filled[], length: Millis): readonly Cells[] =>
	buckets.map(({ series, at, n, sum, low, high }) => [series, Math.floor(at / length) * length, n, sum, low, high]);

/** In turn, the first that fails ends it. */
function each(steps: readonly (() => Result<number>)[]): Result<null> {
	for (const step of steps) {
		const done = step();
		if (!done.ok) return done;
	}
	return { ok: true, value: null };
}

function written(rows: Rows, buckets: readonly Filled[], now: Millis): Result<null> {
	const names = JSON.stringify(cellsOf(buckets, 1));
	return each([
		() => rows.run(nameThem, now, names),
		...grains.flatMap(({ length, kept }) => [
			() => rows.run(addThem, length, JSON.stringify(cellsOf(buckets, length))),
			() => rows.run('DELETE FROM points WHERE grain = ? AND at < ?', length, now - kept - length),
		]),
		() => rows.run('DELETE FROM series WHERE seen < ?', now - grains[2].kept - 2 * grains[2].length),
	]);
}

function bucketsOf(rows: readonly Row[]): readonly Bucket[] {
	return rows.map(({ at, n, sum, low, high }) => ({
		...{ at: Number(at), n: Number(n), sum: Number(sum), low: Number(low), high: Number(high) },
	}));
}

/** The beginnings of all buckets that touch a time. */
function beginnings(from: Millis, to: Millis, length: Millis): readonly Millis[] {
	const first = Math.floor(from / length) * length;
	return Array.from({ length: Math.max(0, Math.ceil((to - first) / length)) }, (_, index) => first + index * length);
}

/**
 * The history in these tables. What was read is remembered until something is added. `scope`: whose services these are;
 * those of another config may have the same names.
 */
export function makeHistory(rows: Rows, scope = ''): HistoryStore {
	const named = (series: string): string => `${scope}\n${series}`;
	const known = new Map<string, readonly Bucket[]>();
	const bucketsIn = (series: string, from: Millis, to: Millis, length: Millis): readonly Bucket[] => {
		const times = beginnings(from, to, length);
		const key = `${length} ${times[0] ?? ''} ${times.length} ${series}`;
		const found = known.get(key);
		if (found !== undefined) return found;
		const all = rows.all(read, length, JSON.stringify(times), named(series));
		const buckets = all.ok ? bucketsOf(all.value) : [];
		// While nothing is measured nothing is added, and the windows still move on.
		if (known.size >= mostKnown) known.clear();
		known.set(key, buckets);
		return buckets;
	};
	return {
		add: (buckets, now) => {
			known.clear();
			const own = buckets.map((bucket) => ({ ...bucket, series: named(bucket.series) }));
			return rows.transaction(() => written(rows, own, now));
		},
		window: (series, span, now) => {
			const { length } = grainFor(span.from, now);
			return spread(bucketsIn(series, span.from, span.to, length), length, span);
		},
		mean: (series, { from, to }, now) => {
			const { length, kept } = grainFor(from, now);
			const inside = bucketsIn(series, Math.max(from, now - kept - length), to, length).filter(
				({ at }) => at >= from && (at + length <= to || to >= now),
			);
			const n = inside.reduce((all, one) => all + one.n, 0);
			return n === 0 ? undefined : inside.reduce((all, { sum }) => all + sum, 0) / n;
		},
	};
}
