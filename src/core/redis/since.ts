import { known } from '../known.ts';
import type { Millis } from '../model.ts';
import type { Stand } from './stand.ts';

/** What a reading leaves for the next one. */
export interface Before extends Pick<Stand, 'run' | 'evicted' | 'hits' | 'misses'> {
	readonly at: Millis;
}

/** What can be said only of the time between two readings. */
export interface Between {
	/** Keys a minute that were forgotten for want of memory. */
	readonly evictions?: number;
	/** The share of reads that found their key. */
	readonly hits?: number;
}

/** The scheduler gives back what the last reading of the same probe carried, or nothing. */
export function isBefore(carry: unknown): carry is Before {
	return typeof carry === 'object' && carry !== null && 'at' in carry && 'run' in carry;
}

/** What the next reading needs of this one. */
export function beforeOf({ run, evicted, hits, misses }: Stand, at: Millis): Before {
	return { run, at, ...known({ evicted, hits, misses }) };
}

/** How much a counter grew; undefined where it is not known, or began anew. */
function grown(now: number | undefined, then: number | undefined): number | undefined {
	return now === undefined || then === undefined || now < then ? undefined : now - then;
}

/** The rates since the last reading; nothing where Redis was started since. */
export function between(stand: Stand, at: Millis, before: Before | undefined): Between {
	if (before === undefined || before.run !== stand.run || at <= before.at) return {};
	const evicted = grown(stand.evicted, before.evicted);
	const hits = grown(stand.hits, before.hits);
	const misses = grown(stand.misses, before.misses);
	const looks = hits === undefined || misses === undefined ? 0 : hits + misses;
	return known({
		evictions: evicted === undefined ? undefined : (evicted / (at - before.at)) * 60_000,
		hits: hits === undefined || looks === 0 ? undefined : hits / looks,
	});
}
