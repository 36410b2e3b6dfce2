import { isOver, type Practice } from '../drill/practice.ts';
import { practised } from '../drill/practise.ts';
import type { Event } from '../event.ts';
import type { Millis } from '../model.ts';
import type { State } from '../state.ts';

/** The keys of somebody who types are not taken for answers to a score that opens meanwhile. */
const guard: Millis = 1000;

/** The score opens by itself once, and never over what somebody reads or types. */
function shown(state: State, drill: Practice, at: Millis): State {
	const { ui } = state;
	if (!isOver(drill) || drill.shown === true || ui.dialog !== undefined || ui.field !== undefined)
		return { ...state, drill };
	return { ...state, drill: { ...drill, shown: true }, ui: { ...ui, dialog: { is: 'drill' }, guard: at + guard } };
}

/** The state with its drill as it is after an event. */
export function withDrill(state: State, event: Event): State {
	if (state.drill === undefined) return state;
	const drill = practised(state.drill, event, state);
	if (drill === state.drill && (drill.shown === true || !isOver(drill))) return state;
	return shown(state, drill, event.at);
}
