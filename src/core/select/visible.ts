import { keySaid } from '../key-said.ts';
import type { State } from '../state.ts';
import { environmentServices } from './environment/rows.ts';
import { fleetLayout, listRows } from './fleet/layout.ts';
import { pointedService, selectedRow } from './pointed.ts';
import { openRows, type RowRef, windowOf } from './rows/rows.ts';
import { isWide } from './split/layout.ts';

/** The rows of Fleet that fit on the screen, and the selected one. */
export interface FleetView {
	readonly rows: readonly RowRef[];
	readonly selected: string | undefined;
	/** Rows that the list has for them. */
	readonly height: number;
	/** So many rows are out of sight above and below. */
	readonly above: number;
	readonly below: number;
	/** The key that shows the next ones. */
	readonly key: string;
}

/** Which rows of Fleet are on the screen. */
export function fleetView(state: State, layout = fleetLayout(state.ui.size)): FleetView {
	const rows = openRows(state);
	const height = listRows(layout, rows.length);
	const selected = selectedRow(state);
	const index = rows.findIndex(({ id }) => id === selected);
	const { from, to } = windowOf(index, rows.length, height);
	const key = keySaid(state, 'fleet.page-down', 'pagedown');
	return { rows: rows.slice(from, to), selected, height, above: from, below: rows.length - to, key };
}

/** The service whose log is on the screen: that of Service and Logs, or on a large Fleet the selected one. */
export function followedService(state: State): string | undefined {
	const { screen, service, size } = state.ui;
	if (screen === 'logs' || screen === 'service') return service;
	if (screen === 'walk') return isWide(size) ? walkedService(state) : undefined;
	if (screen !== 'fleet' || fleetLayout(size).lowHeight === 0) return undefined;
	return selectedRow(state);
}

/** The service that the walk on the screen is about. */
function walkedService(state: State): string | undefined {
	return pointedService(state)?.id;
}

/** The services that are on the screen: their numbers come as streams. */
export function visibleServices(state: State): readonly string[] {
	const { screen, service } = state.ui;
	if (screen === 'service' || screen === 'logs') return service === undefined ? [] : [service];
	if (screen === 'walk') return [walkedService(state) ?? []].flat();
	if (screen === 'environment') return environmentServices(state).slice(0, state.ui.size.rows);
	if (screen !== 'fleet') return [];
	return fleetView(state).rows.flatMap(({ id, kind }) => (kind === 'service' ? [id] : []));
}
