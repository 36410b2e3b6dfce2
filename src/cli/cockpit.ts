import type { CliCommand, Everywhere } from './command.ts';
import { readCodes } from './command.ts';
import type { Ready } from './find.ts';
import { screenOf, wantsSpeech } from './screen.ts';
import { themeFor } from './theme.ts';

/** `watchdeck` alone: the cockpit, or without a terminal the status. */
export const cockpit: CliCommand = (program, exit) => {
	program.action(async () => {
		const options = program.opts<Everywhere>();
		const screen = screenOf(process);
		const isStatus = screen === 'none' || (screen === 'dumb' && !wantsSpeech(options, process.env));
		exit(await (isStatus ? printed(options, screen === 'dumb') : opened(options)));
	});
};

const printed = async (options: Everywhere, isDumb: boolean): Promise<number> => {
	const [{ printStatus }, { printProgress }] = await Promise.all([import('./status.ts'), import('./print.ts')]);
	if (isDumb) {
		printProgress(
			'TERM is dumb: no screen can be drawn here, so this is `watchdeck status`; --screen-reader goes on telling.',
		);
	}
	return printStatus(options);
};

const opened = async (options: Everywhere): Promise<number> => {
	const theme = themeFor(options);
	if (theme === 'none') return readCodes.unknown;
	const { find } = await import('./find.ts');
	const found = await find(options, { ask: true });
	if (found === undefined) return readCodes.unknown;
	if (wantsSpeech(options, process.env) || found.fleet.screenReader === true) return spoken(found, options);
	const { runCockpit } = await import('../app/cockpit.tsx');
	return runCockpit({ ...found, env: process.env, ...theme, readOnly: options.readOnly === true });
};

const spoken = async (found: Ready, options: Everywhere): Promise<number> => {
	const [{ withSession }, { speak }, { nothingIn, printFailure }] = await Promise.all([
		import('../app/run-headless.ts'),
		import('./speak.ts'),
		import('./print.ts'),
	]);
	if (found.looked !== undefined) {
		printFailure(nothingIn(found.looked));
		return readCodes.unknown;
	}
	// What is changed is changed by a session of its own; this one only reads.
	return withSession({ ...found, readOnly: true, env: process.env }, (quiet) =>
		speak(quiet, found, options.readOnly === true),
	);
};
