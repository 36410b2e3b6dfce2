import type { DatasetCommand } from './acting.ts';
import { addAction } from './action.ts';
import type { CliCommand } from './command.ts';

/** The action as the command line asks for it. */
export const backupAction: DatasetCommand = {
	of: 'dataset',
	name: 'backup',
	does: 'take a backup of a dataset, checked, and copied off-site where the config says so',
	want: () => ({ ok: true, value: { action: 'backup' } }),
};

/** `watchdeck backup ENV/DATASET`: a backup that is whole, hashed and off-site. */
export const backup: CliCommand = (program, exit) => {
	addAction(program, exit, backupAction);
};
