import type { Drill } from '../model.ts';

/** A release that asks for ever more memory, is killed, and comes back. */
export const memoryLeak: Drill = {
	name: 'memory-leak',
	about: 'A service falls and comes back, again and again.',
	severity: 'P1',
	of: 'production/worker',
	runbook: 'memory-leak',
	breaks: { is: 'released', release: 'v413', fault: { rises: 1, errors: 0, slow: 900, full: 22_000 } },
	leaning: [],
	tells: ['service', 'releases'],
	cures: { actions: ['rollback', 'deploy'] },
	holds: 30_000,
	was: 'Release v413 leaks: its memory is full within half a minute, the kernel kills it, its policy starts it again.',
	helps: 'A roll back (r) to v412. A restart or a higher limit only gains a little time.',
	elsewhere: { none: 'it takes a program that leaks, and nobody keeps one ready' },
};
