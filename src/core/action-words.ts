import type { ActionName } from './want.ts';

/** How each action is called in sentences, lists and heads of plans. */
export const actionWords: Readonly<Record<ActionName, string>> = {
	deploy: 'deploy',
	restart: 'restart',
	rollback: 'roll back',
	stop: 'stop',
	start: 'start',
	scale: 'scale',
	tidy: 'tidy',
	takeover: 'take over',
	backup: 'back up',
	verify: 'verify',
	restore: 'restore',
	run: 'run',
};
