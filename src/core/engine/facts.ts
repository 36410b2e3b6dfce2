import type { Image, Instance, Millis, Result } from '../model.ts';
import type { SwarmSaid } from './swarm/said.ts';

/** An image that lies on a host, with all its names. `created` is when it was built. */
export interface ImageOnHost extends Image {
	readonly refs: readonly string[];
	readonly created?: Millis;
	readonly size?: number;
}

/** What an engine said of its containers. `whole`: these are all; otherwise only those that changed. */
export interface EngineFacts {
	readonly host: string;
	readonly whole: boolean;
	readonly containers: readonly Instance[];
	/**
	 * When `whole`: further containers, as the list has them, which says less. What is known of one that stands there as it
	 * is known holds.
	 */
	readonly listed?: readonly Instance[];
	/** When it was asked for, by our clock: what was answered late may be older than what came before it. */
	readonly asked?: Millis;
	/** How processes ended, as events said it: of a container that runs again the engine does not know any more. */
	readonly ended?: readonly { readonly id: string; readonly exit?: number; readonly oom?: boolean }[];
	/** Ids that are gone, when not `whole`. */
	readonly gone?: readonly string[];
	readonly images?: readonly ImageOnHost[];
	/** What the engine calls itself, of all engines: hosts of two configs may have one name. */
	readonly id?: string;
	/** The engine's version and API version, e.g. `20.10.24` and `1.41`. */
	readonly version?: string;
	readonly api?: string;
	/** Its id as a node of a Swarm, where it is one. */
	readonly node?: string;
	/** What its Swarm has, where it is a manager, or why it does not say. Of a whole engine without it: it is none. */
	readonly swarm?: Result<SwarmSaid>;
}

/** A line of our own ledger: this image was seen running as this service, from when to when. */
export interface LedgerLine {
	readonly service: string;
	/** The host's name then, and which engine that was; not known of what was seen long ago. */
	readonly host: string;
	readonly engine?: string;
	readonly container: string;
	readonly image: Image;
	readonly first: Millis;
	readonly last: Millis;
}
