import type { Millis } from '../model.ts';
import type { Stand } from './stand.ts';

/** What a reading leaves for the next one. `replayed`: up to which byte each replica was, by its pid, and when it was first seen there. */
export interface Before {
	readonly at: Millis;
	readonly counters: Stand['counters'];
	readonly replayed: Readonly<Record<number, { readonly byte: number; readonly since: Millis }>>;
}

/** What can be said only of the time between two readings. `hits`: the share of blocks that were found in memory. */
export interface Between {
	/** Deadlocks a minute. */
	readonly deadlocks?: number;
	readonly hits?: number;
}

/** The scheduler gives back what the last reading of the same probe carried, or nothing. */
export function isBefore(carry: unknown): carry is Before {
	return typeof carry === 'object' && carry !== null && 'at' in carry && 'counters' in carry && 'replayed' in carry;
}

/** What the next reading needs of this one. */
export function beforeOf({ counters, replicas }: Stand, at: Millis, before: Before | undefined): Before {
	const replayed = replicas.flatMap(({ pid, at: byte }) => {
		if (byte === null) return [];
		const known = before?.replayed[pid];
		return [[pid, known?.byte === byte ? known : { byte, since: at }] as const];
	});
	return { at, counters, replayed: Object.fromEntries(replayed) };
}

/** The rates since the last reading; nothing where the server has begun to count anew. */
export function between({ counters }: Stand, at: Millis, before: Before | undefined): Between {
	if (counters === null || before === undefined || before.counters === null || at <= before.at) return {};
	const deadlocks = counters.deadlocks - before.counters.deadlocks;
	const hits = counters.hits - before.counters.hits;
	const reads = counters.reads - before.counters.reads;
	if (Math.min(deadlocks, hits, reads) < 0) return {};
	const perMinute = (deadlocks / (at - before.at)) * 60_000;
	return { deadlocks: perMinute, ...(hits + reads === 0 ? {} : { hits: hits / (hits + reads) }) };
}

/**
 * How far the replica that is furthest behind is, in milliseconds; undefined where that is not known of any. A replica that
 * replays nothing reports no lag either: it is behind since we first saw it at the byte where it still is.
 */
export function lagOf(
	{ replicas, replica }: Stand,
	at: Millis,
	{ replayed }: Before,
): { readonly lag: Millis; readonly name?: string } | undefined {
	if (replica !== null) return replica.seconds === null ? undefined : { lag: replica.seconds * 1000 };
	const lags = replicas.flatMap(({ pid, name, bytes, seconds }) => {
		if (bytes === null) return [];
		if (bytes === 0) return [{ name, lag: 0 }];
		return [{ name, lag: Math.max((seconds ?? 0) * 1000, at - (replayed[pid]?.since ?? at)) }];
	});
	return lags.toSorted((a, b) => b.lag - a.lag)[0];
}
