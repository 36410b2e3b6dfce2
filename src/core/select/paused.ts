import type { Millis } from '../model.ts';
import type { State } from '../state.ts';
import type { ScreenName } from '../ui.ts';

/** The screens that can be held as they are. */
export const pausable: readonly ScreenName[] = ['fleet', 'environment', 'service', 'releases', 'backups', 'hosts'];

/** Since when the screen is held; undefined while it is live, as dialogs and logs always are. */
export function heldSince({ ui }: State): Millis | undefined {
	const { paused, held, dialog, screen } = ui;
	const holds = dialog === undefined && pausable.includes(screen);
	return held !== undefined && holds ? paused : undefined;
}

/** What is to be drawn, and as of when: while updates are paused, the rows and the service as they were then. */
export function shownState(state: State, now: Millis): { readonly state: State; readonly now: Millis } {
	const since = heldSince(state);
	return since === undefined ? { state, now } : { state: { ...state, ...state.ui.held }, now: since };
}
