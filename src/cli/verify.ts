import type { DatasetCommand } from './acting.ts';
import { addAction } from './action.ts';
import type { CliCommand } from './command.ts';

/** The action as the command line asks for it. */
const verifyAction: DatasetCommand = {
	of: 'dataset',
	name: 'verify',
	does: 'restore a backup of a dataset apart, time it, and ask its checks',
	options: [{ flags: '--backup <name>', does: 'the backup, as `watchdeck backups` names it (default: the newest)' }],
	want: ({ backup: file = '' }) => ({ ok: true, value: { action: 'verify', file } }),
};

/** `watchdeck verify ENV/DATASET`: a restore test. */
export const verify: CliCommand = (program, exit) => {
	addAction(program, exit, verifyAction);
};
