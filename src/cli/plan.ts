import { doing, withActionOptions } from './action.ts';
import { actionCommands } from './action-commands.ts';
import type { CliCommand } from './command.ts';

/** `watchdeck plan ACTION ENV/SERVICE`: the plan of an action, to be read by a second person, who applies it. */
export const plan: CliCommand = (program, exit) => {
	const command = program
		.command('plan')
		.description('print the plan of an action and change nothing; with --json for `watchdeck apply`');
	for (const action of Object.values(actionCommands)) {
		withActionOptions(
			command
				.command(action.name)
				.description(`the plan to ${action.does}`)
				.argument('<service>', 'ENV/SERVICE; `*` where exactly one fits'),
			action,
		).action(doing(program, exit, action, { dryRun: true }));
	}
};
