import type { Event } from '../../core/event.ts';
import type { State } from '../../core/state.ts';
import { openingEvents } from '../../screens/runbook-commands.ts';

/** What follows once runbooks were looked for: what was asked for meanwhile is opened, as if it were asked for now. */
export const openSought = ({ ui, ...state }: State, at: number): readonly Event[] => {
	const { sought, ...rest } = ui;
	// Who went elsewhere meanwhile is not called back.
	if (sought?.is !== 'fitting' || ui.screen !== 'walk') return [];
	return [{ type: 'screen/left', at }, ...openingEvents({ ...state, ui: rest }, sought.of, at)];
};
