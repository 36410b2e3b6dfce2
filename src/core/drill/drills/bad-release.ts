import type { Drill } from '../model.ts';

/** A release with which many requests fail, while its health check passes. */
export const badRelease: Drill = {
	name: 'bad-release',
	about: 'The errors of a service rise, although it runs and its health check passes.',
	severity: 'P1',
	of: 'production/api',
	runbook: 'errors-after-release',
	breaks: { is: 'released', release: 'v413', fault: { rises: 20_000, errors: 0.31, slow: 1_900 } },
	leaning: [],
	tells: ['service', 'releases', 'logs'],
	cures: { actions: ['rollback', 'deploy'] },
	holds: 15_000,
	was: 'Release v413 came just before, and a third of its requests failed. Its health check asks for less.',
	helps: 'A roll back (r) to v412. A restart starts the same bad release again.',
	elsewhere: { none: 'it takes a release that fails, and nobody keeps one ready' },
};
