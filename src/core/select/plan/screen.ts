import type { Line } from '../../line.ts';
import type { Millis } from '../../model.ts';
import type { Feeds, Selector, State } from '../../state.ts';
import { entryLayout } from '../entry-layout.ts';
import { callLayout } from '../journal/call-layout.ts';
import { storedRunOf } from '../journal/runs.ts';
import { keptLines } from '../text/shown.ts';
import { loud } from './foot.ts';
import { interruptedLayout } from './interrupted.ts';
import { type Layout, planLayout } from './layout.ts';
import { shownLayout } from './shown.ts';

interface Page {
	readonly layout: Layout;
	/** What stands in the frame. */
	readonly word: string;
}

/** A selector of lines that keep their identity while they say the same. */
function keeping(pageOf: (state: State, now: Millis, feeds: Feeds) => Page | undefined): Selector<readonly Line[]> {
	let kept: readonly Line[] = [];
	return (state: State, feeds: Feeds, now: Millis) => {
		const page = pageOf(state, now, feeds);
		kept = keptLines(kept, page === undefined ? [] : shownLayout(page.layout, page.word));
		return kept;
	};
}

/** Makes the lines of the open plan's dialog; none where there is no such plan. */
export function planScreen(): Selector<readonly Line[]> {
	return keeping((state, now, feeds) => {
		const dialog = state.ui.dialog;
		const run = dialog?.is === 'plan' ? state.runs[dialog.run] : undefined;
		return run === undefined ? undefined : { layout: planLayout(state, run, now, feeds), word: loud(run.plan.service) };
	});
}

/** Makes the lines of the dialog about a run that has no end. */
export function interruptedScreen(): Selector<readonly Line[]> {
	return keeping((state, now) => {
		const dialog = state.ui.dialog;
		if (dialog?.is !== 'interrupted') return undefined;
		const stored = storedRunOf(state, dialog.run);
		if (stored === undefined) return undefined;
		return { layout: interruptedLayout(state, stored, dialog, now), word: loud(stored.plan?.service ?? '') };
	});
}

/** Makes the lines of the dialog in which a call to the outside is read. */
export function callScreen(): Selector<readonly Line[]> {
	return keeping((state) => {
		const dialog = state.ui.dialog;
		return dialog?.is === 'call' ? { layout: callLayout(state, dialog.call, dialog.scroll), word: '' } : undefined;
	});
}

/** Makes the lines of the dialog in which a stored run is read. */
export function entryScreen(): Selector<readonly Line[]> {
	return keeping((state) => {
		const dialog = state.ui.dialog;
		if (dialog?.is !== 'entry') return undefined;
		return { layout: entryLayout(state, dialog.run, dialog.scroll), word: '' };
	});
}
