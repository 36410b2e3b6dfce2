import type { Reaching } from '../core/history/stitch.ts';
import type { Millis, Sample } from '../core/model.ts';

/** As many samples are kept of a series: half an hour of one a second. */
export const mostSamples = 1800;
/**
 * No sample is kept that is so much older than the newest: an hour is drawn of what was just measured, and of before that
 * the history on disk knows. By their number alone, samples of once a minute would be kept for 30 hours.
 */
export const longestKept: Millis = 65 * 60_000;
/** Room at the start; a series that gets few samples costs little. */
const firstRoom = 16;

/** Samples in a circle: the oldest is at `start`. The two arrays grow together until they hold `most`. */
interface Ring {
	times: Float64Array;
	values: Float64Array;
	start: number;
	length: number;
}

const place = (ring: Ring, index: number): number => (ring.start + index) % ring.times.length;
const timeAt = (ring: Ring, index: number): Millis => ring.times[place(ring, index)] ?? Number.NaN;
const valueAt = (ring: Ring, index: number): number => ring.values[place(ring, index)] ?? Number.NaN;

/** What is kept of a series at the most: samples, and how much older than the newest one they may be. */
interface Limits {
	readonly most: number;
	readonly longest: Millis;
}

function grow(ring: Ring, most: number): void {
	const room = Math.min(most, ring.times.length * 2);
	const wider = (old: Float64Array): Float64Array =>
		new Float64Array(room).map((_, index) => (index < ring.length ? (old[place(ring, index)] ?? Number.NaN) : 0));
	const [times, values] = [wider(ring.times), wider(ring.values)];
	Object.assign(ring, { times, values, start: 0 });
}

function dropOldest(ring: Ring): void {
	ring.start = place(ring, 1);
	ring.length -= 1;
}

function push(ring: Ring, at: Millis, value: number, { most, longest }: Limits): void {
	while (ring.length > 0 && timeAt(ring, 0) < at - longest) dropOldest(ring);
	if (ring.length === most) dropOldest(ring);
	if (ring.length === ring.times.length) grow(ring, most);
	ring.length += 1;
	ring.times[place(ring, ring.length - 1)] = at;
	ring.values[place(ring, ring.length - 1)] = value;
}

/** The index of the first sample later than `from`; the samples lie in order of time. */
function firstAfter(ring: Ring, from: Millis): number {
	let low = 0;
	let high = ring.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (timeAt(ring, middle) > from) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** Part `n` of `columns` has the samples later than its beginning and not later than its end. */
function means(ring: Ring, from: Millis, to: Millis, columns: number): readonly (number | undefined)[] {
	const sums = new Float64Array(columns);
	const counts = new Uint32Array(columns);
	for (let index = firstAfter(ring, from); index < ring.length && timeAt(ring, index) <= to; index += 1) {
		const part = Math.ceil(((timeAt(ring, index) - from) * columns) / (to - from)) - 1;
		// Multiplied first: whole milliseconds at the edge of a part then stay exact.
		const column = Math.max(0, Math.min(columns - 1, part));
		sums[column] = (sums[column] ?? 0) + valueAt(ring, index);
		counts[column] = (counts[column] ?? 0) + 1;
	}
	return Array.from(sums, (sum, column) => {
		const count = counts[column] ?? 0;
		return count === 0 ? undefined : sum / count;
	});
}

/**
 * An empty ring named `series` for the newest `most` samples, none more than `longest` older than the newest. What is no
 * number is a gap and not kept, and what is not newer than the newest sample is old news and dropped.
 */
export function makeSeries(series: string, most: number = mostSamples, longest: Millis = longestKept): Reaching {
	const room = Math.min(firstRoom, most);
	const ring: Ring = { times: new Float64Array(room), values: new Float64Array(room), start: 0, length: 0 };
	let last: Sample | undefined;
	return {
		append: ({ at, value }) => {
			if (!Number.isFinite(value) || !Number.isFinite(at)) return;
			if (last !== undefined && at <= last.at) return;
			push(ring, at, value, { most, longest });
			last = { series, at, value };
		},
		window: (from, to, columns) => (columns > 0 && to > from ? means(ring, from, to, Math.floor(columns)) : []),
		first: () => (ring.length === 0 ? undefined : timeAt(ring, 0)),
		last: () => last,
	};
}

/** The series of all services and hosts, by name. */
export interface NumbersStore {
	/** The ring of a series, by its name; undefined where nothing was measured in this session. */
	readonly numbers: (series: string) => Reaching | undefined;
	/** Adds each sample to its series, which is made at its first one. */
	readonly append: (samples: readonly Sample[]) => void;
	/** Lets go of the series whose names begin so (`production/api/`): what they are about is gone. */
	readonly forget: (prefix: string) => void;
}

/** An empty store of numbers. */
export function makeNumbers(): NumbersStore {
	const all = new Map<string, Reaching>();
	return {
		numbers: (series) => all.get(series),
		append: (samples) => {
			for (const sample of samples) {
				const series = all.get(sample.series) ?? makeSeries(sample.series);
				all.set(sample.series, series);
				series.append(sample);
			}
		},
		forget: (prefix) => {
			for (const name of all.keys()) if (name.startsWith(prefix)) all.delete(name);
		},
	};
}
