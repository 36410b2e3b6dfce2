import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import { keySaid } from '../core/key-said.ts';
import type { Millis } from '../core/model.ts';
import { pointedService, selectedRow } from '../core/select/pointed.ts';
import { fleetPage, groupFolded, movedBy } from '../core/select/rows/move.ts';
import { kindOf } from '../core/select/rows/rows.ts';
import type { State } from '../core/state.ts';

function move(id: string, keys: readonly string[], help: string, by: (state: State) => number): Command {
	return {
		id: `fleet.${id}`,
		title: id.replace('-', ' '),
		help,
		keys,
		where: ['fleet'],
		silent: true,
		blocked: ({ ui }) => (ui.order.length === 0 ? 'there is no row yet' : undefined),
		run: (state, _feeds, now) => movedBy(state, now, by(state)),
	};
}

/** Opens an environment with the cursor on its first service, where it stays while the others are sorted anew. */
function environmentOpened({ services, ui }: State, now: Millis, environment: string): readonly Event[] {
	const first = ui.order.find((id) => services[id]?.environment === environment);
	const select: readonly Event[] = first === undefined ? [] : [{ type: 'row/selected', at: now, id: first }];
	return [{ type: 'screen/opened', at: now, screen: 'environment', environment }, ...select];
}

/** Enter opens what the row is about: a service's own screen, or an environment. What is being typed it ends first. */
function opened(state: State, now: Millis): readonly Event[] {
	if (state.ui.field !== undefined) return [{ type: 'field/entered', at: now }];
	const id = selectedRow(state);
	if (id === undefined) return [];
	switch (kindOf(id)) {
		case 'group':
			return environmentOpened(state, now, id.slice(0, -1));
		case 'service':
			return [{ type: 'screen/opened', at: now, screen: 'service', service: id }];
		case 'host':
			return [];
	}
}

function noOpening(state: State): string | undefined {
	if (state.ui.field !== undefined) return undefined;
	const id = selectedRow(state);
	if (id === undefined) return 'there is no row yet';
	return kindOf(id) === 'host' ? 'what is known of a host is shown here already' : undefined;
}

/** The keys of Fleet's rows. */
export const commands: readonly Command[] = [
	{
		id: 'fleet.open',
		title: 'open',
		help: 'Opens the service; on the row of an environment, opens that.',
		keys: ['enter'],
		where: ['fleet'],
		footer: 10,
		silent: true,
		blocked: noOpening,
		run: (state, _feeds, now) => opened(state, now),
	},
	{
		id: 'fleet.fold',
		title: 'fold',
		help: 'Hides the rows of the group.',
		keys: ['left'],
		where: ['fleet'],
		silent: true,
		run: (state, _feeds, now) => groupFolded(state, now, true),
	},
	{
		id: 'fleet.unfold',
		title: 'unfold',
		help: 'Shows the rows of the group.',
		keys: ['right'],
		where: ['fleet'],
		silent: true,
		run: (state, _feeds, now) => groupFolded(state, now, false),
	},
	{
		id: 'fleet.filter',
		title: 'find',
		help: 'Shows only rows with a text in their name; after ! those without it. Esc shows all again.',
		keys: ['/'],
		where: ['fleet'],
		footer: 40,
		run: ({ ui }, _feeds, now) => ({ type: 'field/opened', at: now, of: 'filter', text: ui.filter.fleet ?? '' }),
	},
	{
		id: 'fleet.copy',
		title: 'copy',
		help: 'Copies the name of the row, and why it is as it is.',
		keys: ['y'],
		where: ['fleet'],
		silent: true,
		blocked: (state) =>
			pointedService(state) === undefined
				? `${keySaid(state, 'fleet.copy', 'y')} copies a service: select one`
				: undefined,
		run: (state, _feeds, now) => {
			const id = pointedService(state)?.id ?? '';
			const condition = state.conditions[id];
			const text = condition === undefined ? id : `${id} ${condition.is}: ${condition.because}`;
			return { type: 'text/copied', at: now, text };
		},
	},
	move('down', ['down', 'j'], 'The next row.', () => 1),
	move('up', ['up', 'k'], 'The row before.', () => -1),
	move('page-down', ['pagedown'], 'A page down.', (state) => fleetPage(state) - 1),
	move('page-up', ['pageup'], 'A page up.', (state) => 1 - fleetPage(state)),
	move('half-down', ['ctrl-d'], 'Half a page down.', (state) => Math.ceil(fleetPage(state) / 2)),
	move('half-up', ['ctrl-u'], 'Half a page up.', (state) => -Math.ceil(fleetPage(state) / 2)),
	move('top', ['g', 'home'], 'The first row.', () => Number.NEGATIVE_INFINITY),
	move('bottom', ['G', 'end'], 'The last row.', () => Number.POSITIVE_INFINITY),
];
