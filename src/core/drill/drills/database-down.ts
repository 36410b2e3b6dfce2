import type { Drill } from '../model.ts';

/** A database that stopped; what is loudest is the service that needs it. */
export const databaseDown: Drill = {
	name: 'database-down',
	about: 'More than one service fails at once; the loudest of them is not the broken one.',
	severity: 'P0',
	of: 'production/postgres',
	runbook: 'database-down',
	breaks: { is: 'killed' },
	leaning: [
		{ service: 'api', share: 0.82, says: 'Error: connect ECONNREFUSED postgres:5432' },
		{ service: 'worker', share: 0.9, says: 'connect ECONNREFUSED postgres:5432' },
	],
	tells: ['service', 'logs'],
	cures: { actions: ['start', 'restart'] },
	holds: 10_000,
	was: 'The database was killed (exit 137, not for its memory). What uses it failed with it, without a fault of its own.',
	helps: 'A start or a restart (R) of the database alone. Restarting or rolling back what uses it helps nothing.',
	elsewhere: 'stop',
};
