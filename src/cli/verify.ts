import { failed } from '../core/failed.ts';
import type { DatasetCommand } from './acting.ts';
import { addAction } from './action.ts';
import type { CliCommand } from './command.ts';

/** The action as the command line asks for it. */
export const verifyAction: DatasetCommand = {
	of: 'dataset',
	name: 'verify',
	does: 'restore a backup of a dataset apart, time it, and ask its checks',
	options: [{ flags: '--backup <name>', does: 'the backup, as `watchdeck backups` names it (default: the newest)' }],
	want: ({ backup }) => {
		if (backup === '') return failed('refused', 'An empty name means no backup.', 'Leave it out for the newest.');
		return { ok: true, value: { action: 'verify', file: backup ?? '' } };
	},
};

/** `watchdeck verify ENV/DATASET`: a restore test. */
export const verify: CliCommand = (program, exit) => {
	addAction(program, exit, verifyAction);
};
