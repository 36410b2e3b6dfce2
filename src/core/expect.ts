import type { HealthSpec } from './config/fleet.ts';
import type { Millis } from './model.ts';
import type { Check } from './plan.ts';
import type { Probe } from './probe.ts';

/** What one container must be; what is not named does not matter. The spec of the probe kind `container`. */
export interface ContainerExpect {
	readonly host: string;
	/** Its name or id. */
	readonly container: string;
	/** Nobody may have this name. */
	readonly gone?: true;
	/** The name it must have, when `container` is an id. */
	readonly name?: string;
	/** The id of the image it must run. */
	readonly image?: string;
	/** A digest that its image must have at its registry, where the id is not known yet. */
	readonly digest?: string;
	/** Labels it must bear. */
	readonly labels?: Readonly<Record<string, string>>;
	/** Whether its process must run (also: be started again by the engine), or must not. */
	readonly running?: boolean;
	/** Running, not starting again, and healthy or without a health check of its own. */
	readonly healthy?: true;
	/** Restarts by the engine, at most. */
	readonly restarts?: number;
	/** Started later than this, by the engine's clock. */
	readonly startedAfter?: Millis;
	/** The name of its restart policy. */
	readonly policy?: string;
	/** A network it must be in. */
	readonly network?: string;
}

/**
 * What the containers of a service must be that bear certain labels, all of them alike; what is not named does not matter.
 * The spec of the probe kind `group`.
 */
export interface GroupExpect {
	readonly host: string;
	readonly labels: Readonly<Record<string, string>>;
	/** They run one of these images, by id, or one with this digest at its registry. */
	readonly images?: readonly string[];
	readonly digest?: string;
	/** These names they have, and there is no other. */
	readonly names?: readonly string[];
	/** So many there are. */
	readonly count?: number;
	/** Each was started at least once. */
	readonly begun?: true;
	/** Each runs, or is about to be started again by the engine. */
	readonly running?: true;
	/** Running, not starting again, and healthy or without a health check of its own. */
	readonly healthy?: true;
	/** Restarts by the engine, at most. */
	readonly restarts?: number;
}

/** What a name of an image must stand for. The spec of the probe kind `image`. */
export interface ImageExpect {
	readonly host: string;
	readonly ref: string;
	/** Nothing may have this name. */
	readonly gone?: true;
	readonly id?: string;
	/** A digest that it must have at its registry. */
	readonly digest?: string;
}

/** What a Swarm service must be, as its manager says; what is not named does not matter. The spec of the probe kind `swarm`. */
export interface SwarmExpect {
	/** The host of a manager. */
	readonly host: string;
	/** The service's id, and what it is called in sentences. */
	readonly service: string;
	readonly name: string;
	/** What its spec must say. */
	readonly image?: string;
	readonly replicas?: number;
	/** It was restarted more often than this. */
	readonly forceAbove?: number;
	/** It was restarted just so often. */
	readonly force?: number;
	/**
	 * All tasks that are wanted run by its spec of now, and nothing else does. `want`: how many those are of a global
	 * service. `after`: and none of them that was made later failed, in milliseconds by the manager's clock.
	 * `back`: also when Swarm itself went back to it.
	 */
	readonly settled?: { readonly want?: number; readonly after?: Millis; readonly back?: true };
	/** So long it waits after each task that it replaces, in milliseconds; 0: not at all. Tells the steps of a canary apart. */
	readonly pause?: Millis;
	/**
	 * So many of its tasks run by its spec of now and all others as before; none of the new ones that was made after this
	 * time failed, in milliseconds by the manager's clock.
	 */
	readonly share?: { readonly of: number; readonly after: Millis };
	/** On these hosts its containers run this image, by its id; without one, what the name in its spec stands for there. */
	readonly on?: { readonly hosts: readonly string[]; readonly image?: string };
}

/** How often a check that waits for something asks. */
const every: Millis = 2_000;
/** How long one question to an engine may take. */
const timeout: Millis = 10_000;

/** How often in a row, and within how long. */
export interface Times {
	readonly times: number;
	readonly within: Millis;
}

/** Once is enough; asked anew for a quarter of a minute, since an order whose answer was lost may still be at work. */
export const once: Times = { times: 1, within: 15_000 };

function probeOf(kind: string, of: string, spec: unknown): Probe {
	return { kind, of, every, timeout, spec };
}

/** A check of one container; `of` is the service that it is about. */
export function containerIs(say: string, of: string, spec: ContainerExpect, times: Times = once): Check {
	return { say, probe: probeOf('container', of, spec), holds: 'again', ...times };
}

/** A check of all containers with certain labels; `of` is the service that it is about. */
export function groupIs(say: string, of: string, spec: GroupExpect, times: Times = once): Check {
	return { say, probe: probeOf('group', of, spec), holds: 'again', ...times };
}

/** A check of a Swarm service; `of` is the service of ours that it is about. */
export function swarmIs(say: string, of: string, spec: SwarmExpect, times: Times = once): Check {
	return { say, probe: probeOf('swarm', of, spec), holds: 'again', ...times };
}

/** A check of what an image's name stands for. */
export function imageIs(say: string, of: string, spec: ImageExpect): Check {
	return { say, probe: probeOf('image', of, spec), holds: 'again', ...once };
}

/** A check of a service's web address. */
export function answers(say: string, of: string, spec: HealthSpec, times: Times): Check {
	const probe: Probe = { kind: 'http', of, every: Math.min(spec.every, every), timeout: spec.timeout, spec };
	return { say, probe, holds: 'again', ...times };
}
