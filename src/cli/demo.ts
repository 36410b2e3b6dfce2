import { InvalidArgumentError } from 'commander';
import type { Failure } from '../core/model.ts';
import { type CliCommand, type Everywhere, readCodes } from './command.ts';
import { drillList, drillNamed } from './drill-list.ts';
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

/** What the demo was asked for. `drill`: `true` where none was named. */
interface Asked {
	readonly services?: number;
	readonly drill?: string | true;
}

/** The smallest fleet in which every drill has something to break. */
const drillable = 15;

/** Why the demo cannot be opened so, or nothing. */
const hindrance = ({ services = drillable, drill }: Asked, options: Everywhere): Failure | undefined => {
	if (screenOf(process) !== 'fine') {
		const message = 'The demo needs a terminal that can draw (TERM is not `dumb`).';
		return { kind: 'refused', message, fix: 'Start it in one.' };
	}
	if (wantsSpeech(options, process.env))
		return { kind: 'refused', message: 'The demo is only drawn: it has no form for screen readers yet.' };
	if (drill === undefined) return undefined;
	if (options.readOnly === true)
		return { kind: 'refused', message: 'A drill is recovered by changing something, and --read-only forbids that.' };
	if (services >= drillable) return undefined;
	return { kind: 'refused', message: `A drill takes a fleet of at least ${drillable} services.` };
};

/** The drills, where none was named or one that there is not; undefined: the demo is to be opened. */
const listed = async ({ drill }: Asked): Promise<number | undefined> => {
	if (drill === undefined) return undefined;
	const { print, printFailure } = await import('./print.ts');
	const found = drill === true ? undefined : drillNamed(drill);
	if (found?.ok === true) return undefined;
	if (found?.ok === false) printFailure(found.failure);
	print(drillList());
	return found === undefined ? readCodes.ok : readCodes.unknown;
};

const opened = async (asked: Asked, options: Everywhere): Promise<number> => {
	const hindered = hindrance(asked, options);
	if (hindered !== undefined) {
		const { printFailure } = await import('./print.ts');
		printFailure(hindered);
		return readCodes.unknown;
	}
	const theme = themeFor(options);
	if (theme === 'none') return readCodes.unknown;
	const { runDemo } = await import('../app/cockpit.tsx');
	const { services, drill } = asked;
	return runDemo({
		...(services === undefined ? {} : { services }),
		...(typeof drill === 'string' ? { drill } : {}),
		operator: operatorOf(options).operator,
		readOnly: options.readOnly === true,
		env: process.env,
		...theme,
	});
};

/** `watchdeck demo`: the cockpit on a simulated fleet, also to practise on. */
export const demo: CliCommand = (program, exit) => {
	program
		.command('demo')
		.description('open the cockpit on a simulated fleet')
		.option('--services <count>', 'how many services it has', count)
		.option('--drill [name]', 'break something in it, to be recovered by the clock; without a name they are listed')
		.action(async (asked: Asked) => exit((await listed(asked)) ?? (await opened(asked, program.opts<Everywhere>()))));
};
