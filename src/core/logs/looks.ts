import type { Millis } from '../model.ts';

/** The event that Logs shows five minutes around. */
export interface LogsAround {
	readonly at: Millis;
	/** What it was, in words: `a line of api`. */
	readonly what: string;
	/** The text of the line that it was, to be found again among those of the same time. */
	readonly text?: string;
	/** How the same log was looked at before, to go back to. */
	readonly before?: { readonly logs: LogsUi; readonly filter?: string };
}

/** How the logs are looked at: what is searched, let through, selected. */
export interface LogsUi {
	/** Follow the newest line, or stay at line `at` (a `seq`, the bottom of what is shown). */
	readonly follow: boolean;
	readonly at?: number;
	/** The selected line. */
	readonly line?: number;
	/** The line whose fields are shown below it, by `seq`. */
	readonly unfolded?: number;
	readonly search: string;
	readonly wrap: boolean;
	readonly times: boolean;
	readonly left: number;
	/** Only lines of the last so many milliseconds; 0: all. */
	readonly window: Millis;
	/** Only the five minutes around an event. */
	readonly around?: LogsAround;
	/** The environment whose services' logs are shown together, by time; none: the log of one service. */
	readonly group?: string;
}
