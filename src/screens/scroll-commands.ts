import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import type { Millis } from '../core/model.ts';
import type { Layout } from '../core/select/plan/layout.ts';
import type { State } from '../core/state.ts';
import type { Dialog } from '../core/ui.ts';

/** How far it is scrolled, by how many rows fit. */
type By = (height: number) => number;
/** What it comes to when a dialog is scrolled. */
export type Scrolled = (state: State, now: Millis, by: By) => readonly Event[];

/** The first row that is shown then: never beyond the last ones. */
export function scrolledTo({ scroll, height, rows }: Pick<Layout, 'scroll' | 'height' | 'rows'>, by: By): number {
	return Math.max(0, Math.min(rows - height, scroll + by(height)));
}

/** The keys that scroll a dialog in which something long is read. */
export function scrollCommands(dialog: Dialog['is'], scrolled: Scrolled): readonly Command[] {
	const scroll = (id: string, keys: readonly string[], help: string, by: By): Command => ({
		id: `${dialog}.${id}`,
		title: id.replace('-', ' '),
		help,
		keys,
		where: [`dialog ${dialog}`],
		silent: true,
		run: (state, _feeds, now) => scrolled(state, now, by),
	});
	return [
		scroll('down', ['down', 'j'], 'A row down.', () => 1),
		scroll('up', ['up', 'k'], 'A row up.', () => -1),
		{
			...scroll('page-down', ['space', 'pagedown', 'ctrl-d'], 'A page down.', (height) => Math.max(1, height - 1)),
			footer: 2,
		},
		scroll('page-up', ['b', 'pageup', 'ctrl-u'], 'A page up.', (height) => -Math.max(1, height - 1)),
		scroll('top', ['g', 'home'], 'To the start.', () => Number.NEGATIVE_INFINITY),
		scroll('bottom', ['G', 'end'], 'To the end.', () => Number.POSITIVE_INFINITY),
	];
}
