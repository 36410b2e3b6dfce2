import type { Event } from '../core/event.ts';
import { known } from '../core/known.ts';
import type { Millis } from '../core/model.ts';
import { type Marking, markedOn } from '../core/runbook/onward.ts';
import type { Did } from '../core/runbook/walk.ts';
import { fieldOf } from '../core/select/walk/ask.ts';
import type { Enter } from '../core/select/walk/enter.ts';
import { shownWalk, walkHere, walkMeant } from '../core/select/walk/here.ts';
import type { State } from '../core/state.ts';
import type { WalkAsks } from '../core/ui.ts';

/** What was done in the walk that is meant: that of a dialog, else the one on the screen. */
export function didEvents(state: State, dids: readonly Did[], at: Millis): readonly Event[] {
	const walk = walkMeant(state.ui);
	return walk === undefined ? [] : dids.map((did) => ({ type: 'walk/did', at, walk, did }));
}

/** A step is marked, and the walk goes on by it. */
export function markedEvents(
	state: State,
	id: string,
	{ as, why }: Pick<Marking, 'as' | 'why'>,
	at: Millis,
): readonly Event[] {
	const here = walkHere(state);
	const step = here?.runbook.steps.find((one) => one.id === id);
	if (here === undefined || step === undefined) return [];
	const dids = markedOn(here.runbook, here.walk, step, { as, by: state.operator, at, ...known({ why }) });
	return didEvents(state, dids, at);
}

/** What is asked for: at which step, with which text in the line already, for which value. */
interface Asked {
	readonly step: string;
	readonly text?: string;
	readonly name?: string;
}

/** Asks for a line. */
export function askEvents(
	{ ui }: State,
	asks: WalkAsks,
	at: Millis,
	{ step, text = '', name }: Asked,
): readonly Event[] {
	if (ui.walk === undefined) return [];
	return [
		{ type: 'dialog/opened', at, dialog: { is: 'walk-ask', walk: ui.walk, step, asks, ...known({ name }) } },
		{ type: 'field/opened', at, of: fieldOf(asks), text },
	];
}

/** The step that is looked at. */
export function lookedEvents(step: string, at: Millis): readonly Event[] {
	return [
		{ type: 'row/selected', at, id: step },
		{ type: 'view/scrolled', at, scroll: 0, tab: 0 },
	];
}

/** A question that stands before anything is done. */
export function sureEvents({ ui }: State, of: 'text' | 'walk', at: Millis): readonly Event[] {
	return ui.walk === undefined ? [] : [{ type: 'dialog/opened', at, dialog: { is: 'walk-sure', walk: ui.walk, of } }];
}

/** What `enter` leads to. */
export function enterEvents(state: State, enter: Enter, at: Millis): readonly Event[] {
	const here = walkHere(state);
	if (here === undefined) return [];
	const { walk, step } = here;
	switch (enter.is) {
		case 'cannot':
			return [];
		case 'sure':
			return sureEvents(state, enter.of, at);
		case 'value':
			return askEvents(state, 'value', at, { step: step.id, name: enter.name });
		case 'run':
			return [{ type: 'walk/run', at, walk: walk.id, step: step.id, ...known({ command: enter.command }) }];
		case 'plan':
			return [{ type: 'dialog/opened', at, dialog: { is: 'plan', run: enter.run, scroll: 0, more: false } }];
		case 'did':
			return didEvents(state, enter.dids, at);
		case 'runbook': {
			const within = { walk: walk.id, step: step.id };
			const of = known({ of: walk.head.of });
			return [{ type: 'walk/wanted', at, runbook: enter.name, begin: !state.readOnly, within, ...of }];
		}
		case 'walk':
			return [{ type: 'walk/shown', at, walk: enter.walk }];
		case 'look':
			return lookedEvents(enter.step, at);
	}
}

/** A walk of somebody else is taken over. */
export function takenUp(state: State): readonly Did[] {
	const from = shownWalk(state)?.walk.walker;
	return [{ is: 'taken up', ...known({ from, session: state.session }) }];
}
