import type { Millis } from '../model.ts';
import type { Mark } from './mark.ts';

/** What was measured and what happened, also before this session. */
export interface History {
	/** As `Series.window` gives it, over what the ring has and what was kept; undefined is a gap. */
	readonly window: (series: string, from: Millis, to: Millis, columns: number) => readonly (number | undefined)[];
	/** The mean of all that was measured in this time; undefined where nothing was. */
	readonly mean: (series: string, from: Millis, to: Millis) => number | undefined;
	/** What happened to a service from then on, oldest first. */
	readonly marks: (service: string, from: Millis) => readonly Mark[];
}
