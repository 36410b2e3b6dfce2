import { usualArming } from '../core/armed.ts';
import { millisOf } from '../core/config/units.ts';
import { type CliCommand, changeCodes, type Everywhere } from './command.ts';

interface Flags extends Everywhere {
	readonly reason?: string;
}

/** `watchdeck arm ENV 15m`: lets an environment that the config locks be changed for a while. */
export const arm: CliCommand = (program, exit) => {
	program
		.command('arm')
		.description('let an environment that the config locks be changed for a while, by you, from this account')
		.argument('<environment>', 'its name in the config')
		.argument('[length]', 'how long, an hour at the most (default: 15m)')
		.option('--reason <text>', 'why: stands in the journal')
		.action(async (environment: string, length: string | undefined, own: Flags) => {
			const options: Flags = { ...program.opts<Everywhere>(), ...own };
			const [{ findToChange }, { armHere }, { nothingChanged }, { print }] = await Promise.all([
				import('./find.ts'),
				import('../app/arm-here.ts'),
				import('./act.ts'),
				import('./print.ts'),
			]);
			const found = await findToChange(options);
			if (found === undefined) return exit(changeCodes.nothingChanged);
			const readOnly = options.readOnly === true;
			const millis = length === undefined ? usualArming : (millisOf(length) ?? 0);
			const why = options.reason === undefined ? {} : { why: options.reason };
			const wanted = { environment, length: millis, ...why };
			const armed = await armHere({ ...found, readOnly, env: process.env }, wanted);
			if (!armed.ok) return exit(nothingChanged(armed.failure));
			if (armed.value.what === 'armed') print(`Armed: ${armed.value.text} (UTC).`);
			exit(changeCodes.verified);
		});
};
