import type { WalkWanted } from '../app/drawing.ts';
import { changeCodes, type Everywhere } from './command.ts';
import { screenOf } from './screen.ts';
import { themeFor } from './theme.ts';

/** Opens the cockpit on a walk; without a terminal it says that a walk needs one. */
export const openWalk = async (options: Everywhere, walk: WalkWanted): Promise<number> => {
	const [{ find }, { printFailure }] = await Promise.all([import('./find.ts'), import('./print.ts')]);
	if (screenOf(process) !== 'fine') {
		const fix = 'Open it in a terminal; `watchdeck runbook show` prints a runbook.';
		printFailure({ kind: 'refused', message: 'A runbook is walked on the screen, and here is none.', fix });
		return changeCodes.nothingChanged;
	}
	const theme = themeFor(options);
	if (theme === 'none') return changeCodes.nothingChanged;
	const found = await find(options, { ask: true });
	if (found === undefined) return changeCodes.nothingChanged;
	const { runCockpit } = await import('../app/cockpit.tsx');
	return runCockpit({ ...found, env: process.env, ...theme, readOnly: options.readOnly === true, walk });
};
