import type { Millis } from '../model.ts';

const minute: Millis = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long one bucket is, and how long such buckets are kept. */
export interface Grain {
	readonly length: Millis;
	readonly kept: Millis;
}

/** The finest grain: what was measured is written down once in so much time. */
export const finest: Millis = minute;

/** Each sample is in a bucket of every grain; the finer ones are let go of first. */
export const grains: readonly [Grain, Grain, Grain] = [
	{ length: finest, kept: 2 * hour },
	{ length: 5 * minute, kept: 25 * hour },
	{ length: hour, kept: 31 * day },
];

/** The finest grain that is kept for as long as from `from` to `now`; the coarsest when none is. */
export function grainFor(from: Millis, now: Millis): Grain {
	return grains.find(({ kept }) => from >= now - kept) ?? grains[2];
}
