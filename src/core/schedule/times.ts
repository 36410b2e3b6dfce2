import { known } from '../known.ts';
import type { Millis } from '../model.ts';
import { nextRun, previousRun, type Zone } from './cron.ts';

/** So late a job of cron may be before that is news. */
const grace: Millis = 120_000;

/** When a job should have run last (`due`), when it is due after that (`then`), and when it runs next from now on. */
export interface Times {
	readonly due?: Millis;
	readonly then?: Millis;
	readonly next?: Millis;
}

/** The times of each schedule that was asked for in a zone, to be looked up by the next reading. */
export type TimesKnown = ReadonlyMap<string, Times>;

/** A schedule with its zone, as its times are remembered. */
export function timesKey(schedule: string, zone: Zone): string {
	return `${'name' in zone ? zone.name : zone.ahead} ${schedule}`;
}

/**
 * The times of a schedule. `before`: what was found at a reading before, which holds until it is due again: the calendar
 * costs a millisecond a job, and hosts have hundreds.
 */
export function timesOf(schedule: string, zone: Zone, now: Millis, before?: Times): Times {
	const at = now - grace;
	const holds = before?.then !== undefined && at < before.then && at >= (before.due ?? Number.NEGATIVE_INFINITY);
	const due = holds ? before.due : previousRun(schedule, zone, at);
	const then = holds ? before.then : nextRun(schedule, zone, at);
	const next = then === undefined || then > now ? then : nextRun(schedule, zone, now);
	return known({ due, then, next });
}
