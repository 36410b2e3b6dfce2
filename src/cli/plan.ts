import { doing, targetForm, withActionOptions } from './action.ts';
import { actionCommands, datasetCommands } from './action-commands.ts';
import type { CliCommand } from './command.ts';

/** `watchdeck plan ACTION ENV/SERVICE`, of some actions ENV/DATASET: the plan of an action, to be read by a second person, who applies it. */
export const plan: CliCommand = (program, exit) => {
	const command = program
		.command('plan')
		.description('print the plan of an action and change nothing; with --json for `watchdeck apply`');
	for (const action of [...Object.values(actionCommands), ...Object.values(datasetCommands)]) {
		withActionOptions(
			command
				.command(action.name)
				.description(`the plan to ${action.does}`)
				.argument(...targetForm(action)),
			action,
		).action(doing(program, exit, action, { dryRun: true }));
	}
};
