import type { Drill } from '../model.ts';

/** A disk that is nearly full, by something that can go. */
export const diskFull: Drill = {
	name: 'disk-full',
	about: 'A disk runs full, and nothing has stopped yet.',
	severity: 'P1',
	of: 'host/vps1',
	runbook: 'disk-full',
	breaks: { is: 'filled', bytes: 79_000_000_000 },
	leaning: [],
	tells: ['hosts'],
	cures: { actions: [], command: /\bdocker (?:builder|buildx|system) prune\b/ },
	holds: 10_000,
	was: 'The cache of image builds had grown to 82 GB. Nothing that runs needs it.',
	helps: 'The step "Remove the build cache" of the runbook disk-full (6, with the cursor on the host).',
	elsewhere: { none: 'it would fill a disk that others write to as well' },
};
