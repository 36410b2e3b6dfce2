import { type CliCommand, changeCodes, type Everywhere } from './command.ts';

/** `watchdeck carry`: goes on with what a cockpit leaves, which starts it. Nobody types it, so help does not list it. */
export const carry: CliCommand = (program, exit) => {
	program
		.command('carry', { hidden: true })
		.description('go on with what a cockpit leaves; the cockpit starts it')
		.argument('<host...>', 'the hosts that it is about')
		.action(async (hosts: readonly string[]) => {
			const options = program.opts<Everywhere>();
			const [{ find }, { carryOn }] = await Promise.all([import('./find.ts'), import('../app/carry-on.ts')]);
			const found = await find(options, { ask: false });
			if (found === undefined) return exit(changeCodes.nothingChanged);
			const refused = await carryOn({ ...found, readOnly: options.readOnly === true, env: process.env, hosts });
			if (refused === undefined) return exit(changeCodes.verified);
			const { printFailure } = await import('./print.ts');
			printFailure(refused);
			exit(changeCodes.nothingChanged);
		});
};
