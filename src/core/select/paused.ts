import type { Millis } from '../model.ts';
import type { State } from '../state.ts';

/** What is to be drawn, and as of when: while updates are paused, the rows and the service as they were then. */
export function shownState(state: State, now: Millis): { readonly state: State; readonly now: Millis } {
	const { paused, held, dialog, screen } = state.ui;
	const holds = dialog === undefined && (screen === 'fleet' || screen === 'service');
	if (paused === undefined || held === undefined || !holds) return { state, now };
	return { state: { ...state, ...held }, now: paused };
}
