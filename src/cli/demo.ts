import { InvalidArgumentError } from 'commander';
import { type CliCommand, type Everywhere, readCodes } from './command.ts';
import { screenOf, wantsSpeech } from './screen.ts';
import { themeFor } from './theme.ts';
import { operatorOf } from './who.ts';

const count = (text: string): number => {
	const services = Number(text);
	if (!Number.isInteger(services) || services < 1 || services > 2000) {
		throw new InvalidArgumentError('It takes a whole number from 1 to 2000.');
	}
	return services;
};

/** `watchdeck demo`: the cockpit on a simulated fleet. */
export const demo: CliCommand = (program, exit) => {
	program
		.command('demo')
		.description('open the cockpit on a simulated fleet')
		.option('--services <count>', 'how many services it has', count)
		.action(async ({ services }: { readonly services?: number }) => {
			const options = program.opts<Everywhere>();
			const { printFailure } = await import('./print.ts');
			if (screenOf(process) !== 'fine') {
				const message = 'The demo needs a terminal that can draw (TERM is not `dumb`).';
				printFailure({ kind: 'refused', message, fix: 'Start it in one.' });
				return exit(3);
			}
			if (wantsSpeech(options, process.env)) {
				printFailure({ kind: 'refused', message: 'The demo is only drawn: it has no form for screen readers yet.' });
				return exit(readCodes.unknown);
			}
			const theme = themeFor(options);
			if (theme === 'none') return exit(readCodes.unknown);
			const { runDemo } = await import('../app/cockpit.tsx');
			exit(
				await runDemo({
					...(services === undefined ? {} : { services }),
					operator: operatorOf(options).operator,
					readOnly: options.readOnly === true,
					env: process.env,
					...theme,
				}),
			);
		});
};
