import { type CliCommand, changeCodes, type Everywhere } from './command.ts';

/** `watchdeck disarm ENV`: locks an environment again before its time. */
export const disarm: CliCommand = (program, exit) => {
	program
		.command('disarm')
		.description('lock an environment again that was armed')
		.argument('<environment>', 'its name in the config')
		.action(async (environment: string) => {
			const options = program.opts<Everywhere>();
			const [{ findToChange }, { disarmHere }, { nothingChanged }, { print }] = await Promise.all([
				import('./find.ts'),
				import('../app/arm-here.ts'),
				import('./act.ts'),
				import('./print.ts'),
			]);
			const found = await findToChange(options);
			if (found === undefined) return exit(changeCodes.nothingChanged);
			const readOnly = options.readOnly === true;
			const locked = await disarmHere({ ...found, readOnly, env: process.env }, environment);
			if (!locked.ok) return exit(nothingChanged(locked.failure));
			print(`${environment} is locked again.`);
			exit(changeCodes.verified);
		});
};
