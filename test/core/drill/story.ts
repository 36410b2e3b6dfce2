import { type Practice, practiceOf } from '../../../src/core/drill/practice.ts';
import type { Event } from '../../../src/core/event.ts';
import type { Outcome } from '../../../src/core/journal.ts';
import type { Condition, Millis } from '../../../src/core/model.ts';
import type { ConfirmedPlan, Plan } from '../../../src/core/plan.ts';
import { reduce } from '../../../src/core/reduce/reduce.ts';
import type { State } from '../../../src/core/state.ts';
import { fleetState, is, service, start } from '../../screens/fleet-state.ts';
import { aPlan } from '../../support/plans.ts';

const services = ['production/api', 'production/web', 'production/postgres'].map((id) => service(id));

/** A drill that breaks now, told event by event; times are seconds since then. */
export function story(wanted: Partial<Practice> = {}) {
	const well = Object.fromEntries(services.map(({ id }) => [id, is('ok', 'running')]));
	const drill = practiceOf({ drill: 'service-down', of: 'production/api', stage: 'broken', from: start, ...wanted });
	const first = fleetState(services, well);
	const order = ['production/', ...services.map(({ id }) => id), 'host/vps1'];
	let state: State = { ...first, ui: { ...first.ui, order }, drill };
	const at = (seconds: number): Millis => start + seconds * 1000;
	const tell = (event: Event): void => {
		state = reduce(state, event);
	};
	const turn = (seconds: number, to: Condition['is'], id = drill.of): void =>
		tell({
			type: 'conditions/settled',
			at: at(seconds),
			conditions: { ...state.conditions, [id]: is(to, 'because') },
		});
	const plan = (id: string, more: Partial<Plan> = {}): Plan =>
		aPlan({
			id,
			action: 'restart',
			want: { action: 'restart' },
			title: `RESTART ${more.service ?? drill.of}`,
			...more,
		});
	return {
		at,
		tell,
		turn,
		state: () => state,
		drill: () => {
			if (state.drill === undefined) throw new Error('There is no drill.');
			return state.drill;
		},
		/** Time goes by: the conditions are settled once more as they are. */
		pass: (seconds: number): void =>
			tell({ type: 'conditions/settled', at: at(seconds), conditions: state.conditions }),
		open: (seconds: number, screen: State['ui']['screen'], of = drill.of): void =>
			tell({ type: 'screen/opened', at: at(seconds), screen, service: of }),
		/** A plan is made and confirmed; `ends` when and how it does. */
		run: (seconds: number, id: string, more: Partial<Plan>, ends?: readonly [number, Outcome]): void => {
			const made = plan(id, more);
			// What only `confirm` may make is made here by hand: no order follows from it.
			const confirmed = {
				plan: made,
				consent: { by: 'op-1', at: at(seconds), of: id, how: 'enter' },
			} as ConfirmedPlan;
			tell({ type: 'plan/made', at: at(seconds), plan: made });
			tell({ type: 'plan/confirmed', at: at(seconds), confirmed });
			if (ends === undefined) return;
			tell({ type: 'run/ended', at: at(ends[0]), run: id, outcome: ends[1], because: 'because' });
			tell({ type: 'dialog/closed', at: at(ends[0]) });
		},
	};
}
