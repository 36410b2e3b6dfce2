import { addAction } from './action.ts';
import type { CliCommand } from './command.ts';
import { rollbackAction } from './rollback-action.ts';

/** `watchdeck rollback ENV/SERVICE`: back to the release that ran before, or to the one that `--to` names. */
export const rollback: CliCommand = (program, exit) => {
	addAction(program, exit, rollbackAction);
};
