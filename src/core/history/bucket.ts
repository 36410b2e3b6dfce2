import type { Millis, Sample } from '../model.ts';

/** What is left of the samples of a length of time: how many, their sum, the lowest and the highest. `at`: its beginning. */
export interface Bucket {
	readonly at: Millis;
	readonly n: number;
	readonly sum: number;
	readonly low: number;
	readonly high: number;
}

/** The bucket of one sample, in lengths of `grain` milliseconds counted from 1970 in UTC: no zone changes a day's length. */
export function bucketOf({ at, value }: Pick<Sample, 'at' | 'value'>, grain: Millis): Bucket {
	return { at: Math.floor(at / grain) * grain, n: 1, sum: value, low: value, high: value };
}

/** Two buckets of the same length of time as one. */
export function joined(a: Bucket, b: Bucket): Bucket {
	const { at } = a;
	return { at, n: a.n + b.n, sum: a.sum + b.sum, low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}
