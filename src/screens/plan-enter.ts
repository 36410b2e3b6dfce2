import type { Event } from '../core/event.ts';
import { goneTarget } from '../core/gone-target.ts';
import type { Millis } from '../core/model.ts';
import { plannedService } from '../core/plan.ts';
import type { Asked } from '../core/select/plan/confirm.ts';
import { choiceWords } from '../core/select/plan/foot.ts';
import { isGrave } from '../core/select/plan/stand.ts';
import type { Run } from '../core/state.ts';
import type { Choice } from '../core/ui.ts';
import type { Want } from '../core/want.ts';
import { type Here, wanted } from './plan-here.ts';

/** The same wish anew; where the target is gone, for the best one that is left. */
function againOf({ state, run: { plan } }: Here): Want {
	const gone = goneTarget(state, plan, plannedService(state.services, plan)) !== undefined;
	return gone ? { action: 'rollback', to: '' } : plan.want;
}

/** The name starts it, once it is whole. */
function named({ typed, name }: Extract<Asked, { is: 'name' }>, { plan }: Run, at: Millis): Event {
	const how = isGrave(plan) ? 'typed env/service' : 'typed service';
	return typed === name ? { type: 'plan/agreed', at, run: plan.id, how } : { type: 'field/refused', at };
}

/** A reason is kept; of what is grave, none is not enough. */
function explained({ needed, typed }: Extract<Asked, { is: 'reason' }>, run: string, at: Millis): Event {
	if (needed && typed.trim() === '') return { type: 'field/refused', at };
	return { type: 'plan/explained', at, run, why: typed };
}

/** What `enter` does: never more than one step of the confirmation. */
export function entered(here: Here): readonly Event[] {
	const { run, ask, now } = here;
	const id = run.plan.id;
	switch (ask.is) {
		case 'enter':
			return ask.next === 'agreed'
				? [{ type: 'plan/agreed', at: now, run: id, how: 'enter' }]
				: [{ type: 'plan/asked', at: now, run: id }];
		case 'name':
			return [named(ask, run, now)];
		case 'reason':
			return [explained(ask, id, now)];
		case 'replan':
			return wanted(here, againOf(here));
		case 'held':
			return ask.chosen === undefined ? [] : [{ type: 'run/chosen', at: now, run: id, choice: ask.chosen }];
		case 'ended':
		case 'cannot':
		case 'planning':
		case 'y':
		case 'running':
		case 'watching':
			return [];
	}
}

/** Why `enter` does nothing now. */
export function enterBlocked({ ask }: Here): string | undefined {
	switch (ask.is) {
		case 'cannot':
			return ask.why;
		case 'planning':
			return 'it is being planned anew';
		case 'y':
			return 'press y to start it, esc to leave';
		case 'running':
			return 'it runs; esc leaves it running';
		case 'watching':
			return 'it is done and proven; esc leaves it watched';
		case 'held':
			return ask.chosen === undefined ? `choose first: ${choicesText(ask.choices)}` : undefined;
		case 'ended':
			return 'it has ended: esc closes this';
		case 'enter':
		case 'name':
		case 'reason':
		case 'replan':
			return undefined;
	}
}

/** The keys that can be chosen among, in words. */
export function choicesText(choices: readonly Choice[]): string {
	return choices.map((choice) => `${choiceWords[choice].key} ${choice}`).join(', ');
}
