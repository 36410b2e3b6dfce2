import type { Failure, Millis, Result } from './model.ts';
import type { Consent, Plan } from './plan.ts';
import type { Did, WalkLine } from './runbook/walk.ts';

/** How a run came out, in the words of the product. */
export type Outcome =
	| 'VERIFIED'
	| 'DONE, NOT VERIFIED'
	| 'FAILED, UNDONE'
	| 'FAILED, HELD FOR YOU'
	| 'UNDONE'
	| 'HANDLED'
	| 'REFUSED';

/** What is to be written down. `run` is the plan's id. */
export type Note = { readonly at: Millis; readonly by: string; readonly run: string } & (
	| { readonly what: 'planned'; readonly plan: Plan }
	| { readonly what: 'confirmed'; readonly consent: Consent }
	| { readonly what: 'refused'; readonly because: string }
	| { readonly what: 'begins'; readonly step: number; readonly way: 'does' | 'undo' }
	| {
			readonly what: 'ends';
			readonly step: number;
			readonly way: 'does' | 'undo';
			readonly took: Millis;
			readonly output: string;
			/** There was more of it than is written down. */
			readonly cut?: true;
			readonly failure?: Failure;
	  }
	/** A person went into a shell; what they did there is not known. `of`: a service, or `host/NAME`; `session`: of which watchdeck. */
	| { readonly what: 'shell opened'; readonly of: string; readonly text: string; readonly session?: string }
	| { readonly what: 'shell left'; readonly text: string }
	/** A locked environment may be changed by this operator until then, or not any more. */
	| { readonly what: 'armed'; readonly environment: string; readonly until: Millis; readonly text: string }
	| { readonly what: 'disarmed'; readonly environment: string; readonly text: string }
	/** The gates were looked at under the locks, before step 1; `failed`: the names of those that did not hold. */
	| { readonly what: 'gates'; readonly text: string; readonly failed: readonly string[] }
	/** Something was done in a walk through a runbook; `run` is the walk's id. */
	| ({ readonly what: 'walked'; readonly did: Did } & Pick<WalkLine, 'session' | 'n' | 'heard'>)
	/** The steps are done and the proof begins; `text` says so. */
	| { readonly what: 'done'; readonly text: string }
	/** The proof held: the locks are given back, and the watch runs on until then. */
	| { readonly what: 'proven'; readonly text: string; readonly until: Millis }
	/** Its cockpit was left, and another program goes on with it: `session`; `course`: which way, and `cause`: why that is back. */
	| {
			readonly what: 'left running';
			readonly session: string;
			readonly course: 'forward' | 'back';
			readonly cause?: string;
			readonly text: string;
	  }
	/** `left`: the operator said to leave it so, and the next start does not ask again. */
	| {
			readonly what: 'verified' | 'not verified' | 'undone' | 'held' | 'handled' | 'taken over';
			readonly text: string;
			readonly left?: true;
	  }
);

/** A line of the audit trail, chained by hashes. */
export type JournalEntry = Note & { readonly seq: number; readonly prev: string; readonly hash: string };

/** Append-only. `open`: the entries of all runs that were begun and have no end. */
export interface Journal {
	/**
	 * `after`: the line is written only while the one with this number is still the newest of its run, so that of several
	 * programs that take a run up at once one does; for the others that is a failure of the kind `changed`, as no other is.
	 */
	readonly append: (note: Note, after?: number) => Promise<Result<JournalEntry>>;
	readonly open: () => Promise<Result<readonly JournalEntry[]>>;
	/** All entries, newest runs last; `since` a time, `run` one run, `limit` at most so many (the newest). */
	readonly read: (query?: {
		readonly since?: Millis;
		readonly run?: string;
		/** Only those that came after the one with this number. */
		readonly after?: number;
		/** Only those of walks that have no end. */
		readonly walks?: true;
		readonly limit?: number;
	}) => Promise<Result<readonly JournalEntry[]>>;
}

/** A journal whose lines are all as they were written: how many, and the hash and time of the last one. */
export interface Verified {
	readonly lines: number;
	/** Whoever keeps this hash elsewhere finds out later that the newest lines were cut off, or all written anew. */
	readonly last?: { readonly hash: string; readonly at: Millis };
}
