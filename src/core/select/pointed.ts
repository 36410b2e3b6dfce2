import type { Service } from '../model.ts';
import type { State } from '../state.ts';
import { isOpen, openRows } from './rows/rows.ts';

/** The row of Fleet on which the cursor stands: the selected one, or where that is out of sight the first that is found. */
export function selectedRow(state: State): string | undefined {
	const { selected } = state.ui;
	if (selected.fleet !== undefined && isOpen(state, selected.fleet)) return selected.fleet;
	const rows = openRows(state);
	return (rows.find(({ kind }) => kind !== 'group') ?? rows[0])?.id;
}

/** The service that a key is about: under the cursor of Fleet, or the one that Service and Logs show. */
export function pointedService(state: State): Service | undefined {
	const { screen, service } = state.ui;
	const id = screen === 'fleet' ? selectedRow(state) : screen === 'service' || screen === 'logs' ? service : undefined;
	return id === undefined ? undefined : state.services[id];
}
