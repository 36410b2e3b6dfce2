import { Command, CommanderError } from 'commander';
import { version } from '../app/version.ts';
import { changeCodes } from './command.ts';
import { commands } from './index.ts';

/** Reads the command line and runs one command; the only place that ends the process. */
const main = async (): Promise<void> => {
	const program = new Command('watchdeck')
		.description('A terminal cockpit for the engineer on call.')
		.version(version)
		.option('--config <file>', 'use this config and no other')
		.option('--as <name>', 'your name in journal and locks')
		.option('--read-only', 'never change anything')
		.option('--json', 'print JSON')
		.showHelpAfterError('See `watchdeck --help`.')
		.exitOverride();
	let code = 0;
	for (const add of commands) {
		add(program, (given) => {
			code = given;
		});
	}
	try {
		await program.parseAsync();
	} catch (error) {
		if (!(error instanceof CommanderError)) throw error;
		// Wrong usage changes nothing and says nothing of any service.
		code = error.exitCode === 0 ? 0 : changeCodes.nothingChanged;
	}
	process.exit(code);
};

await main();
