import { known } from '../known.ts';
import type { Millis } from '../model.ts';
import type { Stand } from './stand.ts';

/**
 * What a reading leaves for the next one. `replayed`: up to which byte each replica was, by its pid, and when it was first
 * seen there.
 */
export interface Before {
	readonly at: Millis;
	readonly counters: Stand['counters'];
	readonly replayed: Readonly<Record<number, { readonly byte: number; readonly since: Millis }>>;
	/** Of a replica: since when, as far as we know, it has not replayed all that it received. */
	readonly behind?: Millis;
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

function behindSince({ replica }: Stand, at: Millis, before: Before | undefined): Millis | undefined {
	if (replica === null || !replica.receives || replica.done) return undefined;
	return before === undefined ? at - (replica.seconds ?? 0) * 1000 : (before.behind ?? at);
}

/** What the next reading needs of this one. */
export function beforeOf(stand: Stand, at: Millis, before: Before | undefined): Before {
	const { counters, replicas } = stand;
	const behind = behindSince(stand, at, before);
	const replayed = replicas.flatMap(({ pid, at: byte }) => {
		if (byte === null) return [];
		const last = before?.replayed[pid];
		return [[pid, last?.byte === byte ? last : { byte, since: at }] as const];
	});
	return { at, counters, replayed: Object.fromEntries(replayed), ...known({ behind }) };
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

/** How far something is behind, in milliseconds. `name`: which replica. */
export interface Lag {
	readonly lag: Millis;
	readonly name?: string;
}

/**
 * How far a replica is behind. The age of what it replayed last grows also while its primary has nothing to say: then what
 * has just come makes it late by no more than the time since it was last seen with nothing left to replay.
 */
function ownLag(
	{ receives, done, seconds }: NonNullable<Stand['replica']>,
	at: Millis,
	behind: Millis,
): Lag | undefined {
	if (receives && done) return { lag: 0 };
	if (!receives) return seconds === null ? undefined : { lag: seconds * 1000 };
	return { lag: Math.min(at - behind, (seconds ?? Number.POSITIVE_INFINITY) * 1000) };
}

/**
 * How far it is behind, or the one of its replicas that is furthest; undefined where that is not known. `here`: of this
 * reading. A replica that replays nothing reports no lag either: it is behind since it was first seen at that byte.
 */
export function lagOf({ replicas, replica }: Stand, here: Before): Lag | undefined {
	const { at, replayed, behind = at } = here;
	if (replica !== null) return ownLag(replica, at, behind);
	const lags = replicas.flatMap(({ pid, name, bytes, seconds }) => {
		if (bytes === null) return [];
		if (bytes === 0) return [{ name, lag: 0 }];
		return [{ name, lag: Math.max((seconds ?? 0) * 1000, at - (replayed[pid]?.since ?? at)) }];
	});
	return lags.toSorted((a, b) => b.lag - a.lag)[0];
}
