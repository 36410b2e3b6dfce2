import { failed } from '../core/failed.ts';
import type { Result } from '../core/model.ts';
import type { Rows } from '../core/rows.ts';

/** A newer watchdeck wrote these tables: nothing is added, and so nothing can be changed. */
export function tooNew({ version }: Rows): Result<never> {
	const message = `The journal was written by a newer watchdeck (its tables have version ${version}); it is only read.`;
	return failed('forbidden', message, 'Use that watchdeck to change anything.');
}
