import type { Stand } from '../../../src/core/postgres/stand.ts';

/** A primary with nothing to say, but for what is given. */
export function standing(more: Partial<Stand> = {}): Stand {
	return {
		...{ version: '15.18', max: 100, used: 12, hidden: 0, size: 3 * 1024 ** 3 },
		...{ sessions: [], replicas: [], slots: [], replica: null, counters: { deadlocks: 0, hits: 0, reads: 0 } },
		...more,
	};
}
