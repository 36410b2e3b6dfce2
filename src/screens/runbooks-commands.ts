import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import { keySaid } from '../core/key-said.ts';
import { known } from '../core/known.ts';
import type { Millis } from '../core/model.ts';
import type { Sought } from '../core/runbook/sought.ts';
import { listSubject } from '../core/select/runbooks/fit.ts';
import { rowOf, runbooksParts } from '../core/select/runbooks/runbooks.ts';
import type { Feeds, State } from '../core/state.ts';
import { listCommands, listedRow } from './split-commands.ts';

const list = { screen: 'runbooks', make: runbooksParts } as const;

function selected(state: State, feeds: Feeds, now: Millis): ReturnType<typeof rowOf> {
	const id = listedRow(list, state, feeds, now);
	return id === undefined ? undefined : rowOf(state, id);
}

/** Comes back to a walk. */
export function walkShown(walk: string, at: Millis): readonly Event[] {
	return [
		{ type: 'walk/shown', at, walk },
		{ type: 'screen/opened', at, screen: 'walk' },
	];
}

/** Opens the screen for something that is not there yet. */
export function walkSought(sought: Sought, at: Millis): readonly Event[] {
	return [
		{ type: 'walk/sought', at, sought },
		{ type: 'screen/opened', at, screen: 'walk' },
	];
}

/** Opens a runbook: to be read, or to be walked from here on. */
export function runbookWanted(runbook: string, of: string | undefined, at: Millis, begin: boolean): readonly Event[] {
	return [
		{ type: 'walk/wanted', at, runbook, begin, ...known({ of }) },
		{ type: 'screen/opened', at, screen: 'walk' },
	];
}

function opened(state: State, feeds: Feeds, now: Millis, begin: boolean): readonly Event[] {
	const row = selected(state, feeds, now);
	if (row === undefined) return [];
	if ('walk' in row) return walkShown(row.walk.walk.id, now);
	return runbookWanted(row.runbook.name, listSubject(state)?.id, now, begin);
}

const noRow = (state: State, feeds: Feeds, now: Millis): string | undefined =>
	selected(state, feeds, now) === undefined ? 'there is no runbook' : undefined;

/** The keys of the runbooks. */
export const commands: readonly Command[] = [
	{
		id: 'runbooks.open',
		title: 'read',
		titleNow: (state, feeds, now) => {
			const row = selected(state, feeds, now);
			return row !== undefined && 'walk' in row ? 'come back to it' : undefined;
		},
		help: 'Reads the runbook; on an open walk, comes back to it.',
		keys: ['enter'],
		where: ['runbooks'],
		footer: 10,
		silent: true,
		blocked: (state, feeds, now) => (state.ui.field === undefined ? noRow(state, feeds, now) : undefined),
		run: (state, feeds, now) =>
			state.ui.field === undefined ? opened(state, feeds, now, false) : { type: 'field/entered', at: now },
	},
	{
		id: 'runbooks.begin',
		title: 'begin a walk',
		help: 'Begins a walk through the runbook, about what was selected before: the clock runs from here.',
		keys: ['o'],
		where: ['runbooks'],
		footer: 11,
		blocked: (state, feeds, now) => {
			if (state.readOnly)
				return `watchdeck was started with --read-only: ${keySaid(state, 'runbooks.open', 'enter')} reads it`;
			return noRow(state, feeds, now);
		},
		run: (state, feeds, now) => opened(state, feeds, now, true),
	},
	...listCommands(list),
];
