import type { Drill } from '../model.ts';

/** A process that was killed, and that no policy starts again. */
export const serviceDown: Drill = {
	name: 'service-down',
	about: 'A service stops from one second to the next, and nothing starts it again.',
	severity: 'P0',
	of: 'production/api',
	runbook: 'service-down',
	breaks: { is: 'killed' },
	leaning: [],
	tells: ['service', 'logs', 'releases'],
	cures: { actions: ['start', 'restart', 'rollback', 'deploy'] },
	holds: 10_000,
	was: 'Its process was killed from outside (exit 137, not for its memory), so its restart policy left it alone.',
	helps: 'A restart (R) or a start. No release came before it, so a roll back was not needed.',
	elsewhere: 'stop',
};
