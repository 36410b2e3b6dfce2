import type { SeenLock } from '../foreign-locks.ts';
import type { HostLock } from '../host/locks.ts';
import type { Millis } from '../model.ts';
import type { State } from '../state.ts';

/** The locks of other programs after a host was asked for them. */
export function foreignAfter(
	foreign: State['foreign'],
	host: string,
	locks: readonly SeenLock[],
	at: Millis,
): State['foreign'] {
	const known = foreign[host]?.all ?? [];
	const all = locks.map((lock) => {
		const before = known.find(({ by, name }) => by === lock.by && name === lock.name);
		// Its host counts whole seconds: one that was not taken anew began when it was first seen to.
		const isSame = before !== undefined && Math.abs(before.since - lock.since) < 2_000;
		return isSame ? { ...lock, since: before.since } : lock;
	});
	return { ...foreign, [host]: { all, at } };
}

/** The locks after a host was read. A lock began when it was first seen to: its host counts whole seconds only. */
export function locksAfter(locks: State['locks'], host: string, all: readonly HostLock[], at: Millis): State['locks'] {
	const known = locks[host]?.all ?? [];
	const kept = all.map((lock) => {
		const before = known.find(({ key, plan }) => key === lock.key && plan === lock.plan);
		return before === undefined ? lock : { ...lock, since: before.since };
	});
	return { ...locks, [host]: { all: kept, at } };
}

/** The locks once a run of ours has ended: it gave its own back; one that is left there all the same is read anew. */
export function locksWithout(locks: State['locks'], plan: string): State['locks'] {
	return Object.fromEntries(
		Object.entries(locks).map(([host, seen]) => [
			host,
			seen.all.some((lock) => lock.plan === plan)
				? { ...seen, all: seen.all.filter((lock) => lock.plan !== plan) }
				: seen,
		]),
	);
}
