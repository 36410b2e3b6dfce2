import { Command, CommanderError } from 'commander';
import { version } from '../app/version.ts';
import { themeNames } from '../core/theme.ts';
import { changeCodes } from './command.ts';
import { commands } from './index.ts';
import { watchOutput } from './output.ts';
import { commanderOutput, printFailure } from './print.ts';
import { unknownCommand } from './unknown.ts';

/** Reads the command line and runs one command; the only place that ends the process. */
const main = async (): Promise<void> => {
	const endWith = watchOutput();
	const program = new Command('watchdeck')
		.description('A terminal cockpit for the engineer on call.')
		.version(version)
		.option('--config <file>', 'use this config and no other')
		.option('--as <name>', 'your name in journal and locks')
		.option('--read-only', 'never change anything')
		.option('--json', 'print JSON')
		.option('--theme <name>', `the colours of the cockpit: ${themeNames.join(', ')}`)
		.option('--screen-reader', 'draw nothing: tell each change in a line, and answer typed commands in lines')
		.showHelpAfterError('See `watchdeck --help`.')
		.configureOutput(commanderOutput)
		.exitOverride();
	let code = 0;
	for (const add of commands) {
		add(program, (given) => {
			code = given;
		});
	}
	try {
		const unknown = unknownCommand(program, process.argv.slice(2));
		if (unknown === undefined) await program.parseAsync();
		else {
			printFailure(unknown);
			code = changeCodes.nothingChanged;
		}
	} catch (error) {
		if (!(error instanceof CommanderError)) return await crashed(error);
		// Wrong usage changes nothing and says nothing of any service.
		code = error.exitCode === 0 ? 0 : changeCodes.nothingChanged;
	}
	await endWith(code);
};

/** A bug outside of any session, such as while the config is read. */
const crashed = async (error: unknown): Promise<never> => {
	const { guardCrashes } = await import('../app/crash.ts');
	const { pathsOf } = await import('../app/places.ts');
	return guardCrashes({ now: Date.now, folder: pathsOf(process.env, process.cwd()).state }).crash(error);
};

await main();
