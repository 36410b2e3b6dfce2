import type { CliCommand, Everywhere } from './command.ts';

/** `watchdeck journal`: who did what, when, with which outcome. */
export const journal: CliCommand = (program, exit) => {
	program
		.command('journal')
		.description('print who did what, when, and how it came out')
		.option('--json', 'print each line of the journal as JSON')
		.action(async (own: { readonly json?: true }) => {
			const options = program.opts<Everywhere>();
			const [{ readJournal }, { print, printFailure, printJson }] = await Promise.all([
				import('../app/read-journal.ts'),
				import('./print.ts'),
			]);
			const read = await readJournal(process.env);
			if (!read.ok) {
				printFailure(read.failure);
				return exit(3);
			}
			if (own.json === true || options.json === true) printJson({ entries: read.value.entries });
			else print(read.value.lines.length === 0 ? 'Nothing was changed yet.' : read.value.lines.join('\n'));
			exit(0);
		});
};
