import type { Service } from '../model.ts';
import type { State } from '../state.ts';
import { environmentRow } from './environment/rows.ts';
import { selectedHost } from './hosts/hosts.ts';
import { selectedRelease } from './releases/listed.ts';
import { isOpen, openRows } from './rows/rows.ts';

/** The row of Fleet on which the cursor stands: the selected one, or where that is out of sight the first that is found. */
export function selectedRow(state: State): string | undefined {
	const { selected } = state.ui;
	if (selected.fleet !== undefined && isOpen(state, selected.fleet)) return selected.fleet;
	const rows = openRows(state);
	return (rows.find(({ kind }) => kind !== 'group') ?? rows[0])?.id;
}

/** The service or host that a key is about, by id: under the cursor, or the one that the screen shows. */
export function pointedId(state: State): string | undefined {
	switch (state.ui.screen) {
		case 'fleet':
			return selectedRow(state);
		case 'environment':
			return environmentRow(state);
		case 'service':
			return state.ui.service;
		case 'logs':
			return state.ui.logs.group === undefined ? state.ui.service : undefined;
		case 'releases':
			return selectedRelease(state)?.service.id ?? state.ui.service;
		case 'hosts':
			return selectedHost(state);
		case 'walk':
			return walkedId(state);
		case 'runbooks':
		case 'backups':
		case 'journal':
		case 'welcome':
			return undefined;
	}
}

/** What the walk on the screen is about. */
function walkedId({ ui, walks }: State): string | undefined {
	return ui.walk === undefined ? undefined : walks[ui.walk]?.walk.head.of;
}

/** The service that a key is about: under the cursor of Fleet, Environment or Releases, or the one that the screen shows. */
export function pointedService(state: State): Service | undefined {
	const id = pointedId(state);
	return id === undefined ? undefined : state.services[id];
}
