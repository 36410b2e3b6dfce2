import type { Drill } from '../model.ts';

/** A Redis that stopped; what keeps sessions in it fails in part. */
export const redisLost: Drill = {
	name: 'redis-lost',
	about: 'Part of the requests fail, with nothing released; users are logged out.',
	severity: 'P1',
	of: 'production/redis',
	runbook: 'redis-lost',
	breaks: { is: 'killed' },
	leaning: [{ service: 'api', share: 0.38, says: 'Error: connect ECONNREFUSED redis:6379' }],
	tells: ['service', 'logs', 'backups'],
	cures: { actions: ['start', 'restart'] },
	holds: 10_000,
	was: 'Redis was killed (exit 137, not for its memory). Each request that asks for a session failed meanwhile.',
	helps: 'A start or a restart (R) of Redis alone; the keys of its last save are there again.',
	elsewhere: 'stop',
};
