import type { ActionCommand } from './acting.ts';
import { addAction } from './action.ts';
import type { CliCommand } from './command.ts';

/** The action as the command line asks for it. */
export const rollbackAction: ActionCommand = {
	name: 'rollback',
	does: 'roll a service back to an earlier release and prove it',
	want: (to) => ({ action: 'rollback', to }),
};

/** `watchdeck rollback ENV/SERVICE`: back to the release that ran before, or to the one that `--to` names. */
export const rollback: CliCommand = (program, exit) => {
	const command = addAction(program, exit, rollbackAction);
	command.option('--to <release>', 'the label, image id or digest of a release (default: the one that ran before)');
};
