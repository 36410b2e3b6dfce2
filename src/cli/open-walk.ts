import type { WalkWanted } from '../app/drawing.ts';
import type { Failure } from '../core/model.ts';
import { changeCodes, type Everywhere } from './command.ts';
import { screenOf, wantsSpeech } from './screen.ts';
import { themeFor } from './theme.ts';

/** Why no walk is opened here: it needs a screen, and is told in no other way; undefined where it can be. */
export const whyNoWalk = (screen: ReturnType<typeof screenOf>, speech: boolean): Failure | undefined => {
	const shown = '`watchdeck runbook show` prints a runbook.';
	if (speech)
		return {
			kind: 'refused',
			message: 'A walk is only drawn: it has no form for screen readers yet.',
			fix: `Walk it where no lines are asked for instead of a screen; ${shown}`,
		};
	if (screen === 'fine') return undefined;
	const where = screen === 'dumb' ? 'in a terminal that can draw, TERM is `dumb` here' : 'in a terminal';
	const message = 'A runbook is walked on the screen, and here is none.';
	return { kind: 'refused', message, fix: `Open it ${where}; ${shown}` };
};

/** Opens the cockpit on a walk; without a terminal it says that a walk needs one. */
export const openWalk = async (options: Everywhere, walk: WalkWanted): Promise<number> => {
	const [{ find }, { printFailure }] = await Promise.all([import('./find.ts'), import('./print.ts')]);
	const refused = whyNoWalk(screenOf(process), wantsSpeech(options, process.env));
	if (refused !== undefined) {
		printFailure(refused);
		return changeCodes.nothingChanged;
	}
	const theme = themeFor(options);
	if (theme === 'none') return changeCodes.nothingChanged;
	const found = await find(options, { ask: true });
	if (found === undefined) return changeCodes.nothingChanged;
	const unspoken = whyNoWalk('fine', found.fleet.screenReader === true);
	if (unspoken !== undefined) {
		printFailure(unspoken);
		return changeCodes.nothingChanged;
	}
	const { runCockpit } = await import('../app/cockpit.tsx');
	return runCockpit({ ...found, env: process.env, ...theme, readOnly: options.readOnly === true, walk });
};
