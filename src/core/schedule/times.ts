import { known } from '../known.ts';
import type { Millis } from '../model.ts';
import { nextRun, previousRun, type Zone } from './cron.ts';

/** So late a job of cron may be before that is news. */
const grace: Millis = 120_000;

const day: Millis = 86_400_000;
/** Of the times in one part of a day only the first is kept: no ruler of a day has room for more. */
const part: Millis = 30 * 60_000;

/**
 * When a job should have run last (`due`), when it is due after that (`then`), and when it runs next from now on. `coming`:
 * of each half hour from `from` on the first time at which it is due, for 24 hours, and once after them.
 */
export interface Times {
	readonly due?: Millis;
	readonly then?: Millis;
	readonly next?: Millis;
	readonly from: Millis;
	readonly coming: readonly Millis[];
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
	const from = Math.ceil(now / part) * part;
	const found = before !== undefined && from >= before.from ? before.coming.filter((time) => time >= from) : [];
	return { ...known({ due, then, next }), from, coming: comingOf(schedule, zone, from, found) };
}

/** The coming times from the beginning of a half hour on; those that were found before are only added to. */
function comingOf(schedule: string, zone: Zone, from: Millis, before: readonly Millis[]): readonly Millis[] {
	const times = [...before];
	let last = times.at(-1);
	while (last === undefined || last < from + day) {
		const begin = last === undefined ? from : (Math.floor(last / part) + 1) * part;
		last = nextRun(schedule, zone, begin - 1000);
		if (last === undefined) break;
		times.push(last);
	}
	return times;
}

/** Of each half hour of the last 24 hours the last of these times, oldest first. */
export function ofLastDay(times: readonly Millis[], now: Millis): readonly Millis[] {
	const recent = times.filter((at) => at > now - day).toSorted((a, b) => a - b);
	return [...new Map(recent.map((at) => [Math.floor(at / part), at])).values()];
}
