import { undrillable } from '../core/drill/elsewhere.ts';
import type { Drill } from '../core/drill/model.ts';
import type { Failure } from '../core/model.ts';
import { type CliCommand, changeCodes, type Everywhere, readCodes } from './command.ts';
import { drillList, drillNamed } from './drill-list.ts';
import { screenOf, wantsSpeech } from './screen.ts';
import { themeFor } from './theme.ts';

/** `watchdeck drill`: what can be practised, or a drill on a service that may be broken for it. */
export const drill: CliCommand = (program, exit) => {
	program
		.command('drill')
		.description(
			'practise on a service of an environment whose protection is open: it is broken, and recovered by the clock',
		)
		.argument('[name]', 'the drill; without it they are listed')
		.argument('[env/service]', 'what it breaks')
		.action(async (name: string | undefined, of: string | undefined) => {
			exit(await practised(program.opts<Everywhere>(), name, of));
		});
};

const practised = async (options: Everywhere, name: string | undefined, of: string | undefined): Promise<number> => {
	const { print, printFailure } = await import('./print.ts');
	if (name === undefined) {
		print(drillList());
		return readCodes.ok;
	}
	const found = drillNamed(name);
	if (!found.ok) {
		printFailure(found.failure);
		return changeCodes.nothingChanged;
	}
	if (of === undefined) {
		const message = `The drill ${name} needs a service to break.`;
		const fix = `watchdeck drill ${name} ENV/SERVICE, or on the demo: watchdeck demo --drill ${name}`;
		printFailure({ kind: 'missing', message, fix });
		return changeCodes.nothingChanged;
	}
	return opened(options, found.value, of);
};

const opened = async (options: Everywhere, wanted: Drill, of: string): Promise<number> => {
	const [{ findToChange }, { printFailure }] = await Promise.all([import('./find.ts'), import('./print.ts')]);
	const refuse = (failure: Failure): number => {
		printFailure(failure);
		return changeCodes.nothingChanged;
	};
	const theme = themeFor(options);
	const found = theme === 'none' ? undefined : await findToChange(options);
	if (theme === 'none' || found === undefined) return changeCodes.nothingChanged;
	const refused = undrillable(wanted, of, found.fleet) ?? unfit(options);
	if (refused !== undefined) return refuse(refused);
	const { runCockpit } = await import('../app/cockpit.tsx');
	return runCockpit({ ...found, env: process.env, ...theme, readOnly: false, drill: { drill: wanted.name, of } });
};

/** Why no drill can be done from here, whatever it is about. */
const unfit = (options: Everywhere): Failure | undefined => {
	if (options.readOnly === true)
		return {
			kind: 'refused',
			message: 'A drill changes something, and --read-only forbids that.',
			fix: 'Leave it out.',
		};
	if (screenOf(process) === 'fine' && !wantsSpeech(options, process.env)) return undefined;
	const fix = 'Open it in a terminal that can draw, without --screen-reader.';
	return { kind: 'refused', message: 'A drill is done on the screen, and here is none.', fix };
};
