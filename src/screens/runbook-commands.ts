import type { Command, TypedChoice } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import { hostId } from '../core/ids.ts';
import { known } from '../core/known.ts';
import type { Millis } from '../core/model.ts';
import { pointedId } from '../core/select/pointed.ts';
import { openingFor, openWalks, subjectOf } from '../core/select/runbooks/fit.ts';
import type { State } from '../core/state.ts';
import { typedFurther } from './palette-events.ts';
import { runbookWanted, walkShown, walkSought } from './runbooks-commands.ts';

/** The service or host that is pointed at, by its id; Hosts names hosts by their names alone. */
function subjectId(state: State): string | undefined {
	const id = pointedId(state);
	if (id === undefined) return undefined;
	return [id, hostId(id)].find((one) => subjectOf(state, one) !== undefined);
}

/** Opens what fits a service or host, or nothing that is watched; before runbooks were looked for, as soon as they were. */
export function openingEvents(state: State, id: string | undefined, at: Millis): readonly Event[] {
	const opening = openingFor(state, id);
	switch (opening.is) {
		case 'walk':
			return walkShown(opening.walk, at);
		case 'runbook':
			return runbookWanted(opening.runbook.name, id, at, !state.readOnly);
		case 'list':
			return [{ type: 'screen/opened', at, screen: 'runbooks' }];
		case 'soon':
			return walkSought({ is: 'fitting', ...known({ of: id }) }, at);
	}
}

/** From so many columns on there is room in the footer for the name of what would be opened. */
const namedFrom = 120;

/** What `o` would open, for the footer. */
function titleNow(state: State): string | undefined {
	const opening = openingFor(state, subjectId(state));
	const named = (name: string) => (state.ui.size.columns < namedFrom ? 'runbook' : `runbook ${name}`);
	switch (opening.is) {
		case 'walk':
			return named(opening.walk);
		case 'runbook':
			return named(opening.runbook.name);
		case 'list':
			return 'runbooks';
		case 'soon':
			return undefined;
	}
}

/** `runbook NAME`, as far as it is typed. */
function runbookChoices(rest: string, state: State): readonly TypedChoice[] {
	const typed = rest.trim().toLowerCase();
	const all = (state.runbooks?.all ?? []).filter(({ name, title }) => `${name} ${title}`.toLowerCase().includes(typed));
	return all.map(({ name, title }) => ({
		text: `runbook ${name}`,
		help: `${title}: reads it; what is done in it begins a walk`,
		run: (at) => runbookWanted(name, subjectId(state), at, false),
	}));
}

function walkChoices(rest: string, state: State): readonly TypedChoice[] {
	const typed = rest.trim().toLowerCase();
	return openWalks(state)
		.filter(({ walk }) => `${walk.id} ${walk.head.runbook} ${walk.head.of ?? ''}`.toLowerCase().includes(typed))
		.map(({ walk }) => ({
			text: `walks ${walk.id}`,
			help: `${walk.head.title}${walk.head.of === undefined ? '' : ` on ${walk.head.of}`}, by ${walk.walker}`,
			run: (at) => walkShown(walk.id, at),
		}));
}

/** What opens the runbook for what is wrong, from wherever that is seen; and what finds one by its name. */
export const commands: readonly Command[] = [
	{
		id: 'runbook.for',
		title: 'runbook',
		titleNow,
		help: 'Begins the runbook for the selected service or host, or comes back to its walk; where none or several fit, lists them.',
		keys: ['o'],
		where: ['fleet', 'environment', 'service', 'logs', 'hosts'],
		footer: 24,
		run: (state, _feeds, now) => openingEvents(state, subjectId(state), now),
	},
	{
		id: 'runbook.named',
		title: 'runbook',
		help: 'runbook NAME: opens one of the runbooks, to be read or walked.',
		keys: [],
		where: ['everywhere'],
		blocked: (state) =>
			state.runbooks === undefined
				? 'the runbooks were not looked for yet'
				: state.runbooks.all.length === 0
					? 'no runbook was found'
					: undefined,
		typed: { word: 'runbook', choices: runbookChoices },
		run: (_state, _feeds, now) => typedFurther('runbook ', now),
	},
	{
		id: 'walks',
		title: 'walks',
		help: 'walks: the walks that are open, to come back to one.',
		keys: [],
		where: ['everywhere'],
		blocked: (state) => (openWalks(state).length === 0 ? 'no walk is open' : undefined),
		typed: { word: 'walks', choices: walkChoices },
		run: (_state, _feeds, now) => typedFurther('walks ', now),
	},
];
