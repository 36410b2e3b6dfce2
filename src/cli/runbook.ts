import type { Command } from 'commander';
import { type CliCommand, type Everywhere, readCodes } from './command.ts';
import { type LintFlags, lintFiles } from './runbook-lint.ts';
import { listRunbooks, showRunbook } from './runbook-list.ts';

/** `watchdeck runbook`: those that there are, what is in one, and what is wrong in one. A verb is added by a line of its own. */
export const runbook: CliCommand = (program, exit) => {
	const group = program.command('runbook').description('list, show and check runbooks').helpCommand(false);
	group
		.command('list')
		.description('print the runbooks that there are, and what each is for')
		.option('--json', 'print JSON')
		.action(async (_own: object, command: Command) => {
			exit(await listRunbooks(command.optsWithGlobals<Everywhere>()));
		});
	group
		.command('show')
		.description('print the text of a runbook')
		.argument('<name>', 'its name, as the list has it, or the path of a document')
		.option('--json', 'print its steps as JSON')
		.action(async (name: string, _own: object, command: Command) => {
			exit(await showRunbook(name, command.optsWithGlobals<Everywhere>()));
		});
	group
		.command('lint')
		.description(
			'print what is wrong in documents, each with its line and the right form; exit 0 nothing, 1 warnings, 2 errors, 3 one could not be read',
		)
		.argument('<files...>', 'Markdown documents, or folders of them')
		.option('--json', 'print JSON')
		.option('--sarif', 'print SARIF 2.1.0')
		.option('--github', 'print workflow commands of GitHub')
		.action(async (files: readonly string[], _own: object, command: Command) => {
			exit(await lintFiles(files, command.optsWithGlobals<LintFlags>()));
		});
	group.action(() => {
		group.outputHelp();
		exit(readCodes.unknown);
	});
};
