import type { CliCommand, Everywhere } from './command.ts';
import { readCodes } from './command.ts';
import { screenOf } from './screen.ts';
import { themeFor } from './theme.ts';

/** `watchdeck` alone: the cockpit, or without a terminal the status. */
export const cockpit: CliCommand = (program, exit) => {
	program.action(async () => {
		const options = program.opts<Everywhere>();
		const screen = screenOf(process);
		if (screen !== 'fine') {
			const [{ printStatus }, { printProgress }] = await Promise.all([import('./status.ts'), import('./print.ts')]);
			if (screen === 'dumb') printProgress('TERM is dumb: no screen can be drawn here, so this is `watchdeck status`.');
			return exit(await printStatus(options));
		}
		const theme = themeFor(options);
		if (theme === 'none') return exit(readCodes.unknown);
		const { find } = await import('./find.ts');
		const found = await find(options, { ask: true });
		if (found === undefined) return exit(readCodes.unknown);
		const { runCockpit } = await import('../app/cockpit.tsx');
		exit(await runCockpit({ ...found, env: process.env, ...theme, readOnly: options.readOnly === true }));
	});
};
