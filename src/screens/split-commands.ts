import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import type { Millis } from '../core/model.ts';
import { type MakeParts, type SplitView, splitView } from '../core/select/split/split.ts';
import type { Feeds, State } from '../core/state.ts';
import type { ScreenName } from '../core/ui.ts';

/** The list of a screen, as its keys find it. */
export interface Listed {
	readonly screen: ScreenName;
	readonly make: MakeParts;
}

/** What of a list there is to walk over now. */
export function listView({ screen, make }: Listed, state: State, feeds: Feeds, now: Millis): SplitView {
	return splitView(screen, make(state, feeds, now), state);
}

/** The id of the row under the cursor. */
export function listedRow(of: Listed, state: State, feeds: Feeds, now: Millis): string | undefined {
	const { rows, index } = listView(of, state, feeds, now);
	return rows[index]?.id;
}

function move(of: Listed, id: string, words: Pick<Command, 'keys' | 'help'>, by: (page: number) => number): Command {
	return {
		id: `${of.screen}.${id}`,
		title: id.replace('-', ' '),
		...words,
		where: [of.screen],
		silent: true,
		run: (state, feeds, now) => {
			const { rows, index, height } = listView(of, state, feeds, now);
			const row = rows[Math.max(0, Math.min(rows.length - 1, index + by(height)))];
			return row === undefined ? [] : { type: 'row/selected', at: now, id: row.id };
		},
	};
}

/** The keys that every such list has: to walk over it, and to filter it. */
export function listCommands(of: Listed): readonly Command[] {
	const { screen } = of;
	return [
		{
			id: `${screen}.filter`,
			title: 'find',
			help: 'Shows only rows with a text; after ! those without it. Esc shows all again.',
			keys: ['/'],
			where: [screen],
			footer: 40,
			run: ({ ui }, _feeds, now) => ({ type: 'field/opened', at: now, of: 'filter', text: ui.filter[screen] ?? '' }),
		},
		move(of, 'down', { keys: ['down', 'j'], help: 'The next row.' }, () => 1),
		move(of, 'up', { keys: ['up', 'k'], help: 'The row before.' }, () => -1),
		move(of, 'page-down', { keys: ['pagedown'], help: 'A page down.' }, (page) => page - 1),
		move(of, 'page-up', { keys: ['pageup'], help: 'A page up.' }, (page) => 1 - page),
		move(of, 'half-down', { keys: ['ctrl-d'], help: 'Half a page down.' }, (page) => Math.ceil(page / 2)),
		move(of, 'half-up', { keys: ['ctrl-u'], help: 'Half a page up.' }, (page) => -Math.ceil(page / 2)),
		move(of, 'top', { keys: ['g', 'home'], help: 'The first row.' }, () => Number.NEGATIVE_INFINITY),
		move(of, 'bottom', { keys: ['G', 'end'], help: 'The last row.' }, () => Number.POSITIVE_INFINITY),
	];
}

/** The keys that turn the tabs of a screen; `names`: what they show, in order. */
export function tabCommands(screen: ScreenName, names: readonly string[]): readonly Command[] {
	const turn = (state: State, now: Millis, by: number): Event => ({
		type: 'view/scrolled',
		at: now,
		scroll: 0,
		tab: (state.ui.tab + by + names.length) % names.length,
	});
	const shared = { where: [screen], silent: true } as const;
	return [
		{
			...shared,
			id: `${screen}.next-tab`,
			title: 'next tab',
			help: `The next tab: ${names.join(', ')}.`,
			keys: [']', 'tab'],
			footer: 30,
			run: (state, _feeds, now) => turn(state, now, 1),
		},
		{
			...shared,
			id: `${screen}.previous-tab`,
			title: 'previous tab',
			help: 'The tab before.',
			keys: ['[', 'shift-tab'],
			run: (state, _feeds, now) => turn(state, now, -1),
		},
	];
}
