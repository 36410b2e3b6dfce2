import type { Event } from '../../core/event.ts';
import { failureText } from '../../core/failure-text.ts';
import type { Failure } from '../../core/model.ts';
import type { Document, Looking } from './find-runbooks.ts';
import type { WalkParts } from './parts.ts';
import type { Pending } from './plans.ts';

/** An event of this type. */
export type Of<T extends Event['type']> = Extract<Event, { readonly type: T }>;

/** A command that runs in the background. `life` is ended with the reason in words; `done` once what came of it was written down. */
export interface Behind {
	readonly walk: string;
	readonly step: string;
	readonly life: AbortController;
	readonly done: Promise<void>;
}

/** What is remembered between the events. */
export interface World {
	readonly parts: WalkParts;
	readonly looking: () => Promise<Looking>;
	/** The catalogue, by their names. */
	documents: ReadonlyMap<string, Document>;
	readonly running: Map<string, AbortController>;
	/** The commands that run in the background. */
	readonly behind: Set<Behind>;
	/** The documents of walks as they were when they began. */
	readonly texts: Map<string, string>;
	/** The walks that are being taken over from their copies. */
	readonly taking: Set<string>;
	/** The step that asked for an action last. */
	pending?: Pending;
}

/** Says over the last line what is in the way. */
export const warn = ({ emit, now }: Pick<WalkParts, 'emit' | 'now'>, what: string | Failure): void => {
	const text = typeof what === 'string' ? what : failureText(what);
	emit({ type: 'message/shown', at: now(), message: { tone: 'warning', text, at: now() } });
};
