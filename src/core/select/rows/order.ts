import type { Event } from '../../event.ts';
import type { Millis } from '../../model.ts';
import type { State } from '../../state.ts';
import { selectedRow } from '../pointed.ts';
import { mergedRows, sortedRows } from './rows.ts';

/** The cursor has to be still for so long before rows are sorted anew. */
const stillTime: Millis = 5_000;
/** For so long after the start the cursor rests on the worst row, whichever that is; then it stays with that one. */
const restTime: Millis = 2_000;

function isSame(a: readonly string[], b: readonly string[]): boolean {
	return a.length === b.length && a.every((id, index) => id === b[index]);
}

/** Whether the rows may be sorted anew now; else only rows that came or went make a difference. */
export function maySort({ ui }: State, now: Millis): boolean {
	return ui.selected.fleet === undefined || now - ui.moved >= stillTime;
}

/** Whether the cursor, which nobody has moved yet, is to stay with its row from now on. */
export function isRested({ ui, started }: State, now: Millis): boolean {
	return ui.selected.fleet === undefined && ui.screen === 'fleet' && now - started >= restTime;
}

/**
 * What is to happen with the order of Fleet's rows: new rows come in and gone ones go out at once; all are sorted worst
 * first when the cursor has been still for 5 s, and the row under it stays where it is.
 */
export function ordering(state: State, now: Millis): readonly Event[] {
	const { order, selected, screen } = state.ui;
	const inFleet = selected.fleet === undefined ? undefined : selectedRow(state);
	const held = screen === 'environment' ? selected.environment : inFleet;
	const ids = maySort(state, now) ? sortedRows(state, held) : mergedRows(state);
	const row = isRested(state, now) ? selectedRow(state) : undefined;
	return [
		...(isSame(ids, order) ? [] : [{ type: 'rows/ordered', at: now, ids } as const]),
		...(row === undefined ? [] : [{ type: 'row/selected', at: now, id: row, rested: true } as const]),
	];
}
