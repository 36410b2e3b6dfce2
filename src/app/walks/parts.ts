import type { Ask } from '../../core/call.ts';
import type { Event } from '../../core/event.ts';
import type { Journal } from '../../core/journal.ts';
import type { Millis, Result } from '../../core/model.ts';
import type { Alive } from '../../core/run.ts';
import type { Search } from '../../core/runbook/search.ts';
import type { Feeds, State } from '../../core/state.ts';
import type { Copies } from './copies.ts';
import type { Writing } from './writing.ts';

/** What walks work with. */
export interface WalkParts {
	readonly state: () => State;
	readonly feeds: Feeds;
	readonly emit: (event: Event) => void;
	readonly now: () => Millis;
	readonly wait: (length: Millis, signal: AbortSignal) => Promise<void>;
	readonly ask: Ask;
	/** Looks for a regular expression of a document, for a bounded time. */
	readonly search: Search;
	readonly journal: Result<Journal>;
	readonly redact: (text: string) => string;
	readonly newId: () => string;
	readonly session: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** The copies on hosts, and the document of a walk as it was when it began, where it is known here. */
	readonly copies: Copies;
	readonly textOf: (walk: string) => string | undefined;
	/** What this program wrote of walks. */
	readonly writing: Writing;
	/** Whether the program of a session is known to be gone; of one on another machine nobody here knows. */
	readonly isGone: (session: string | undefined) => boolean;
	/** The same of one that is known; undefined where it is on another machine. */
	readonly alive: Alive;
	/** One after the other: what is written down of a walk keeps its order. */
	readonly inTurn: (work: () => Promise<void>) => Promise<void>;
	/** Writes a text to a file of this name, whole; gives its path. */
	readonly save: (name: string, text: string) => Promise<Result<string>>;
	/** The cockpit is left, or stopped. */
	readonly signal: AbortSignal;
}
