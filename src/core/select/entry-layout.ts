import type { State } from '../state.ts';
import { entryText, entryTitle } from './entry.ts';
import { storedRunOf } from './journal/runs.ts';
import { type Layout, laidOut, widthInside } from './plan/layout.ts';
import { lineOf } from './text/line.ts';

/** A stored run in the rows that fit on the screen. */
export function entryLayout(state: State, run: string, scroll: number): Layout {
	const stored = storedRunOf(state, run);
	const width = widthInside(state.ui.size, false);
	const head =
		stored === undefined
			? [lineOf(`run ${run} is not in the journal as it was read`, 'warn')]
			: [entryTitle(stored, width)];
	const body = stored === undefined ? [] : entryText(stored, width);
	return laidOut(state.ui.size, { head, body, foot: [], framed: false, scroll });
}
