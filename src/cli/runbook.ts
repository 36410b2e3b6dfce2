import type { Command } from 'commander';
import { type CliCommand, type Everywhere, readCodes } from './command.ts';
import { openWalk } from './open-walk.ts';
import { type ExportFlags, exportWalk } from './runbook-export.ts';
import { type ImportFlags, importRunbook } from './runbook-import.ts';
import { type LintFlags, lintFiles } from './runbook-lint.ts';
import { listRunbooks, showRunbook } from './runbook-list.ts';

/** One more host of those that were named. */
const andHost = (host: string, before: readonly string[]): readonly string[] => [...before, host];

/** The verbs that look at documents, wherever these lie. */
const onDocuments: CliCommand = (group, exit) => {
	group
		.command('lint')
		.description(
			'print what is wrong in documents, each with its line and the right form; exit 0 nothing, 1 warnings, 2 errors, 3 one could not be read',
		)
		.argument('<files...>', 'Markdown documents, or folders of them')
		.option('--json', 'print JSON')
		.option('--sarif', 'print SARIF 2.1.0')
		.option('--github', 'print workflow commands of GitHub')
		.option(
			'--hosts',
			'ask the hosts of the config, which only look, whether programs, containers, paths and names are there',
		)
		.option('--host <name>', 'the host of steps that name none, or `here`; may be repeated', andHost, [])
		.action(async (files: readonly string[], _own: object, command: Command) => {
			exit(await lintFiles(files, command.optsWithGlobals<LintFlags>()));
		});
	group
		.command('import')
		.description(
			'write a copy of a Markdown document with variables pulled out and what is wrong as comments; no file is overwritten',
		)
		.argument('<file>', 'a Markdown document')
		.option('--output <file>', 'where the copy goes; unless said, beside the document as NAME.runbook.md')
		.option('--host <name>', 'where steps run that do not say it: a host of the config, or `here`')
		.option('--json', 'print where it was written and what was found as JSON')
		.action(async (file: string, _own: object, command: Command) => {
			exit(await importRunbook(file, command.optsWithGlobals<ImportFlags>()));
		});
};

/** `watchdeck runbook`: those that there are, what is in one, what is wrong in one; walks one, and writes down how it went. A verb is added by a line of its own. */
export const runbook: CliCommand = (program, exit) => {
	const group = program
		.command('runbook')
		.description('list, show, check, import and walk runbooks')
		.helpCommand(false);
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
		.command('run')
		.description('walk a runbook on the screen, from now on by the clock')
		.argument('<name>', 'its name, as the list has it, or the path of a document')
		.argument('[env/service]', 'what it is walked for: a service, or host/NAME')
		.action(async (name: string, of: string | undefined, _own: object, command: Command) => {
			exit(
				await openWalk(command.optsWithGlobals<Everywhere>(), { runbook: name, ...(of === undefined ? {} : { of }) }),
			);
		});
	group
		.command('export')
		.description('print all of a walk as Markdown: its timeline, and each command with its output')
		.argument('<walk>', 'the id of a walk (w-…), by the journal of this account')
		.option('--output <file>', 'write it to a file that is not there yet')
		.option('--json', 'print its lines as JSON')
		.action(async (id: string, _own: object, command: Command) => {
			exit(await exportWalk(id, command.optsWithGlobals<ExportFlags>()));
		});
	onDocuments(group, exit);
	group.action(() => {
		group.outputHelp();
		exit(readCodes.unknown);
	});
};
