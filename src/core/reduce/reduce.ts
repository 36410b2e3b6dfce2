import type { DrillEvent } from '../drill/event.ts';
import type { ActionEvent, Event, OutsideEvent } from '../event.ts';
import type { WalkEvent } from '../runbook/event.ts';
import type { State } from '../state.ts';
import { reduceAction } from './action.ts';
import { withDrill } from './drill.ts';
import { reduceOutside } from './outside.ts';
import { reduceUi } from './ui.ts';
import { reduceWalk } from './walk.ts';

// Records and not lists, so that the compiler finds a new event that is in neither.
const ofOutside: { readonly [T in OutsideEvent['type']]: true } = {
	'probe/read': true,
	'probe/missed': true,
	'link/changed': true,
	'conditions/settled': true,
	'history/opened': true,
	'fleet/changed': true,
	'ledger/read': true,
	'journal/read': true,
	'runs/left': true,
	'journal/failed': true,
	'journal/tried': true,
	'history/tried': true,
};
const ofActions: { readonly [T in ActionEvent['type']]: true } = {
	'action/wanted': true,
	'plan/made': true,
	'plan/refused': true,
	'lock/awaited': true,
	'lock/seen': true,
	'lock/freed': true,
	'plan/asked': true,
	'plan/agreed': true,
	'plan/explained': true,
	'plan/confirmed': true,
	'plan/closed': true,
	'plan/copied': true,
	'plan/noted': true,
	'step/told': true,
	'check/read': true,
	'run/held': true,
	'run/chosen': true,
	'run/ended': true,
	'run/elsewhere': true,
};
const ofWalks: { readonly [T in WalkEvent['type']]: true } = {
	'runbooks/read': true,
	'walk/sought': true,
	'walk/wanted': true,
	'walk/opened': true,
	'walk/shown': true,
	'walk/read': true,
	'walk/run': true,
	'walk/hurried': true,
	'walk/stopped': true,
	'walk/told': true,
	'walk/behind': true,
	'walk/did': true,
	'walk/noted': true,
	'walk/followed': true,
	'walk/unread': true,
	'walk/accepted': true,
	'walk/saved': true,
};
const ofDrills: { readonly [T in DrillEvent['type']]: true } = { 'drill/given up': true, 'drill/wanted': true };
const isOutside = (event: Event): event is Extract<Event, OutsideEvent> => event.type in ofOutside;
const isAction = (event: Event): event is Extract<Event, ActionEvent> => event.type in ofActions;
const isOfWalk = (event: Event): event is Extract<Event, WalkEvent> => event.type in ofWalks;

const isOfDrill = (event: Event): event is Extract<Event, DrillEvent> => event.type in ofDrills;

const reduced = (state: State, event: Event): State => {
	if (isOutside(event)) return reduceOutside(state, event);
	if (isAction(event)) return reduceAction(state, event);
	if (isOfWalk(event)) return reduceWalk(state, event);
	// All that a drill is follows from what happens.
	return isOfDrill(event) ? state : reduceUi(state, event);
};

/** The state after an event: the only way in which anything changes. */
export const reduce = (state: State, event: Event): State => withDrill(reduced(state, event), event);
