import type { Millis } from '../core/model.ts';

/** The time now, in milliseconds since 1970. */
export function now(): Millis {
	return Date.now();
}
