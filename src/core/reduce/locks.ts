import type { HostLock } from '../host/locks.ts';
import type { Millis } from '../model.ts';
import type { State } from '../state.ts';

/** The locks after a host was read. A lock began when it was first seen to: its host counts whole seconds only. */
export function locksAfter(locks: State['locks'], host: string, all: readonly HostLock[], at: Millis): State['locks'] {
	const known = locks[host]?.all ?? [];
	const kept = all.map((lock) => {
		const before = known.find(({ key, plan }) => key === lock.key && plan === lock.plan);
		return before === undefined ? lock : { ...lock, since: before.since };
	});
	return { ...locks, [host]: { all: kept, at } };
}
