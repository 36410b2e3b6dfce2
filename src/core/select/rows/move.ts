import type { Event } from '../../event.ts';
import { groupId } from '../../ids.ts';
import type { Millis } from '../../model.ts';
import type { State } from '../../state.ts';
import { fleetLayout, listRows } from '../fleet/layout.ts';
import { selectedRow } from '../pointed.ts';
import { kindOf, openRows } from './rows.ts';

/** How many rows of Fleet a page has. */
export function fleetPage(state: State): number {
	return listRows(fleetLayout(state.ui.size), openRows(state).length);
}

/** The cursor of Fleet so many rows further down, or up; it stops at the ends. */
export function movedBy(state: State, now: Millis, by: number): readonly Event[] {
	const rows = openRows(state);
	const index = rows.findIndex(({ id }) => id === selectedRow(state));
	const next = rows[Math.max(0, Math.min(rows.length - 1, index + by))];
	return next === undefined ? [] : [{ type: 'row/selected', at: now, id: next.id }];
}

/** Folds or unfolds the group in which the cursor stands; a folded one takes the cursor to its own row. */
export function groupFolded(state: State, now: Millis, folded: boolean): readonly Event[] {
	const id = selectedRow(state);
	const group = openRows(state).find((row) => row.id === id)?.environment;
	if (id === undefined || group === undefined) return [];
	const select: Event = { type: 'row/selected', at: now, id: groupId(group) };
	const fold: Event = { type: 'group/folded', at: now, id: groupId(group), folded };
	return folded && kindOf(id) !== 'group' ? [select, fold] : [fold];
}
