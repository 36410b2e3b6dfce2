import { isHeard } from '../core/condition/engine.ts';
import { drillOf } from '../core/drill/drills/index.ts';
import { unbreakable, undrillable } from '../core/drill/elsewhere.ts';
import type { Practice } from '../core/drill/practice.ts';
import type { Event } from '../core/event.ts';
import type { Failure, Millis } from '../core/model.ts';
import type { State } from '../core/state.ts';
import type { Store } from '../store/store.ts';

/** Why it is not broken now; `wait`: that is not known yet. */
const hindrance = (state: State, { drill: name, of }: Practice): Failure | 'wait' | undefined => {
	const drill = drillOf(name);
	const refused = drill === undefined ? undefined : undrillable(drill, of, state.fleet);
	if (refused !== undefined) return refused;
	const service = state.services[of];
	const is = state.conditions[of]?.is ?? 'unknown';
	if (service === undefined) {
		if (!state.fleet.hosts.every(({ name: host }) => isHeard(state, host))) return 'wait';
		return { kind: 'missing', message: `There is no service ${of}.`, fix: 'Fleet (1) shows those there are.' };
	}
	if (is === 'unknown' || !service.hosts.every((host) => isHeard(state, host))) return 'wait';
	return unbreakable(service, is);
};

/** Whether nothing else is asked or planned at this moment. */
const isFree = ({ ui, making }: State): boolean =>
	ui.dialog === undefined && ui.field === undefined && making === undefined;

/** What a drill outside the demo sets going: the plan that breaks its service, once that is known, and the one that puts it back. */
export const makeDrilling = (store: Store, now: () => Millis): ((event: Event) => void) => {
	let isAsked = false;
	const begin = (drill: Practice): void => {
		const state = store.state();
		const hindered = isFree(state) ? hindrance(state, drill) : 'wait';
		if (hindered === 'wait') return;
		isAsked = true;
		const { of: service, drill: name } = drill;
		if (hindered === undefined)
			store.dispatch({ type: 'action/wanted', at: now(), want: { action: 'stop', drill: name }, service });
		else store.dispatch({ type: 'plan/refused', at: now(), service, failure: hindered });
	};
	return ({ type }) => {
		const { drill } = store.state();
		if (drill?.real !== true) return;
		if (drill.stage === 'wanted' && !isAsked) begin(drill);
		if (type === 'drill/given up' && drill.stage === 'broken')
			store.dispatch({ type: 'action/wanted', at: now(), want: { action: 'start' }, service: drill.of });
	};
};
