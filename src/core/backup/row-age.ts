import type { Millis } from '../model.ts';

/** By so much the time of a row without a zone may lie ahead: the easternmost is UTC+14. */
export const zones: Millis = 14 * 3_600_000;

/** How old the newest row was when a backup of it was begun; undefined where it is dated so far ahead that nobody can tell. */
export function rowAge(began: Millis, row: Millis): Millis | undefined {
	return row - began > zones ? undefined : Math.max(0, began - row);
}
