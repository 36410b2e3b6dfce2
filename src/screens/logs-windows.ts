import type { Command } from '../core/command.ts';
import { timeWindows } from '../core/logs/windows.ts';
import { about, changed, fixed } from './logs-here.ts';

/** The keys 0 to 6: lines of the last minutes only, or all. */
export const windows: readonly Command[] = timeWindows.map(({ key, say, window, to: end }) =>
	about({
		id: `logs.window-${key}`,
		title: end === 'head' ? 'first lines' : window === 0 ? 'newest lines' : `last ${say}`,
		help:
			window > 0
				? `Shows only lines of the last ${say}.`
				: `Shows all lines, from the ${end === 'head' ? 'first' : 'newest'} one.`,
		keys: [key],
		silent: true,
		blocked: fixed,
		does: ({ now }) => [
			changed(now, end === 'tail' ? { window, follow: true } : { window, follow: false, at: 0, line: 0 }),
		],
	}),
);
