import { millisOf } from '../core/config/units.ts';
import type { Millis } from '../core/model.ts';

const day: Millis = 86_400_000;
const dated = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/;
const timed = /^(\d{2}:\d{2}(?::\d{2})?)Z?$/;

/** A day and a time of it, in UTC unless a zone is given; undefined for a day or a time that there is not. */
const atDate = (date: string, time: string, zone: string): Millis | undefined => {
	const midnight = Date.parse(`${date}T00:00:00Z`);
	// An engine of JavaScript takes the 31st of a short month for a day of the next one.
	if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date) return undefined;
	const at = Date.parse(`${date}T${time}${zone}`);
	return Number.isNaN(at) ? undefined : at;
};

/**
 * When something is to begin, as it is typed: so long ago (`90s`, `30m`, `2h`, `7d`), a day, a day with a time, or a time
 * alone, the last that was so late. In UTC unless a zone is given. Undefined when it is none of these.
 */
export const sinceOf = (text: string, now: Millis): Millis | undefined => {
	const ago = millisOf(text);
	if (ago !== undefined) return now - ago;
	const [, date, time = '00:00', zone = 'Z'] = dated.exec(text.trim()) ?? [];
	if (date !== undefined) return atDate(date, time, zone);
	const [, alone] = timed.exec(text.trim()) ?? [];
	const today = alone === undefined ? undefined : atDate(new Date(now).toISOString().slice(0, 10), alone, 'Z');
	return today === undefined || today <= now ? today : today - day;
};
