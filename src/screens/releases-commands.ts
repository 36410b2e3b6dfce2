import type { Command } from '../core/command.ts';
import type { Event } from '../core/event.ts';
import type { Millis } from '../core/model.ts';
import { began } from '../core/release-began.ts';
import { selectedRelease } from '../core/select/releases/listed.ts';
import { releasesParts } from '../core/select/releases/releases.ts';
import { releaseTabs } from '../core/select/releases/rows.ts';
import type { State } from '../core/state.ts';
import { around, aroundKey } from './logs-about.ts';
import { listCommands, tabCommands } from './split-commands.ts';

const nothing = (state: State): string | undefined =>
	selectedRelease(state) === undefined ? 'there is no release' : undefined;

/** From the list of all to the releases of one service; from there to the service. */
function opened(state: State, now: Millis): readonly Event[] {
	if (state.ui.field !== undefined) return [{ type: 'field/entered', at: now }];
	const row = selectedRelease(state);
	if (row === undefined) return [];
	const screen = releaseTabs[state.ui.tab] === 'all' ? 'releases' : 'service';
	return [{ type: 'screen/opened', at: now, screen, service: row.service.id }];
}

/** The keys of the releases. `r`, which goes back to the selected one, is an action. */
export const commands: readonly Command[] = [
	{
		id: 'releases.open',
		title: 'open',
		help: 'Opens the service; in the list of all, the releases of the service.',
		keys: ['enter'],
		where: ['releases'],
		footer: 10,
		silent: true,
		blocked: (state) => (state.ui.field === undefined ? nothing(state) : undefined),
		run: (state, _feeds, now) => opened(state, now),
	},
	{
		id: 'releases.compare',
		title: 'compare with this',
		help: 'Compares the releases that you select next with this one; pressed again, with what runs.',
		keys: ['d'],
		where: ['releases'],
		footer: 28,
		blocked: nothing,
		run: (state, _feeds, now) => {
			const id = selectedRelease(state)?.id;
			if (id === undefined) return [];
			return { type: 'release/compared', at: now, ...(state.ui.compared === id ? {} : { id }) };
		},
	},
	{
		id: 'releases.around',
		...aroundKey,
		where: ['releases'],
		footer: 30,
		blocked: nothing,
		run: (state, _feeds, now) => {
			const row = selectedRelease(state);
			if (row === undefined) return [];
			const { service, release } = row;
			return around({ service: service.id, at: began(release), what: `the beginning of ${release.label}` }, now);
		},
	},
	...tabCommands('releases', ['of the service', 'of all']),
	...listCommands({ screen: 'releases', make: releasesParts }),
];
