import type { CliCommand, Everywhere } from './command.ts';
import { readCodes } from './command.ts';

/** `watchdeck` alone: the cockpit, or without a terminal the status. */
export const cockpit: CliCommand = (program, exit) => {
	program.action(async () => {
		const options = program.opts<Everywhere>();
		if (!(process.stdin.isTTY && process.stdout.isTTY)) {
			const { printStatus } = await import('./status.ts');
			return exit(await printStatus(options));
		}
		const { find } = await import('./find.ts');
		const found = await find(options, { ask: true });
		if (found === undefined) return exit(readCodes.unknown);
		const { runCockpit } = await import('../app/cockpit.tsx');
		exit(await runCockpit({ ...found, env: process.env, readOnly: options.readOnly === true }));
	});
};
