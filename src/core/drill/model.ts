import type { Millis } from '../model.ts';
import type { Severity } from '../runbook/model.ts';
import type { ScreenName } from '../ui.ts';
import type { ActionName } from '../want.ts';

/** What a broken release does wrong; times count from the start of its container. */
export interface BrokenRelease {
	/** Until it is at its worst. */
	readonly rises: Millis;
	/** The share of requests that fail at the worst, 0..1. */
	readonly errors: number;
	/** How long a failing request takes. */
	readonly slow: Millis;
	/** When its memory is full and it is killed; give or take a fifth. */
	readonly full?: Millis;
}

/** How a drill breaks the simulated fleet. */
export type Breakage =
	/** The main process is killed from outside, so that no restart policy brings it back. */
	| { readonly is: 'killed' }
	| { readonly is: 'released'; readonly release: string; readonly fault: BrokenRelease }
	/** The build cache of the host's engine grows by so much. */
	| { readonly is: 'filled'; readonly bytes: number };

/** Who fails while what is broken is away: which share of its requests, and the error in its log. */
export interface Leaning {
	readonly service: string;
	readonly share: number;
	readonly says: string;
}

/** Something that breaks, to be recovered by the clock. To add one: a file in `drills/`, and a line in its index. */
export interface Drill {
	readonly name: string;
	/** One sentence: what is seen of it, not what it is. */
	readonly about: string;
	readonly severity: Severity;
	/** What breaks in the demo: a service, or `host/NAME`. */
	readonly of: string;
	/** The runbook that leads through it. */
	readonly runbook: string;
	readonly breaks: Breakage;
	/** The services of its environment that fail with it. */
	readonly leaning: readonly Leaning[];
	/** The screens that tell its cause, once they are about what is broken. A step of a walk about it always does. */
	readonly tells: readonly ScreenName[];
	/** The actions that can end it, and the commands of runbooks that can. What else changes something is a wrong turn. */
	readonly cures: { readonly actions: readonly ActionName[]; readonly command?: RegExp };
	/** So long it has to stay ok before it counts as recovered. */
	readonly holds: Millis;
	/** Said when it is over: what it was, and what ends it. */
	readonly was: string;
	readonly helps: string;
	/** Whether it can be done on a service outside the demo, by stopping that; else why not. */
	readonly elsewhere: 'stop' | { readonly none: string };
}
