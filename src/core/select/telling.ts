import type { Millis } from '../model.ts';
import type { Feeds, State } from '../state.ts';
import type { StoredRun } from './journal/runs.ts';

/** What is told in sentences and curves is told from this, in lines of so many cells. */
export interface Telling {
	readonly state: State;
	readonly feeds: Feeds;
	readonly now: Millis;
	readonly runs: readonly StoredRun[];
	readonly width: number;
}

/** So far back goes what is told in sentences and lists, whatever the curves show. */
export const toldBack: Millis = 24 * 60 * 60_000;
