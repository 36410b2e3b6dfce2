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

/** What a name of an image must stand for. The spec of the probe kind `image`. */
export interface ImageExpect {
	readonly host: string;
	readonly ref: string;
	readonly id: string;
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

/** A check of what an image's name stands for. */
export function imageIs(say: string, of: string, spec: ImageExpect): Check {
	return { say, probe: probeOf('image', of, spec), holds: 'again', ...once };
}

/** A check of a service's web address. */
export function answers(say: string, of: string, spec: HealthSpec, times: Times): Check {
	const probe: Probe = { kind: 'http', of, every: Math.min(spec.every, every), timeout: spec.timeout, spec };
	return { say, probe, holds: 'again', ...times };
}
