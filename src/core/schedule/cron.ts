import { Cron } from 'croner';
import type { Millis } from '../model.ts';
import { timeOf, utcText } from '../time.ts';

/** The time zone of a cron daemon: its IANA name, or how many minutes it is ahead of UTC. */
export type Zone = { readonly name: string } | { readonly ahead: number };

/** What cron's own words stand for (crontab(5)); `@reboot` has no time. */
const nicknames: ReadonlyMap<string, string> = new Map([
	['@yearly', '0 0 1 1 *'],
	['@annually', '0 0 1 1 *'],
	['@monthly', '0 0 1 * *'],
	['@weekly', '0 0 * * 0'],
	['@daily', '0 0 * * *'],
	['@midnight', '0 0 * * *'],
	['@hourly', '0 * * * *'],
]);

/** Minute, hour, day of month, month, day of week: only the last two have names. */
const form = /^(?:[0-9*/,-]{1,100} ){3}[0-9A-Za-z*/,-]{1,100} [0-9A-Za-z*/,-]{1,100}$/;
const thirtyDays = new Set(['2', '4', '6', '9', '11', 'feb', 'apr', 'jun', 'sep', 'nov']);

/** A day that none of its months has (30 February): it would be looked for over centuries, at 20 ms a question. */
function neverComes(days: string, months: string, weekdays: string): boolean {
	if (weekdays !== '*' || days.includes('*')) return false;
	const first = Math.min(...days.split(',').map((part) => Number.parseInt(part, 10)));
	const named = months.toLowerCase().split(',');
	if (first > 30 && named.every((month) => thirtyDays.has(month))) return true;
	return first > 29 && named.every((month) => month === '2' || month === 'feb');
}

/** A cron expression as croner takes it, where it is one of five fields. */
function fieldsOf(schedule: string): readonly string[] | undefined {
	const fields = (nicknames.get(schedule.toLowerCase()) ?? schedule).trim().split(/\s+/);
	const [, , days = '', months = '', weekdays = ''] = fields;
	if (!form.test(fields.join(' ')) || neverComes(days, months, weekdays)) {
		return undefined;
	}
	return fields;
}

/**
 * The first time after `at` (`next`) or the last time before it (`previous`) that cron starts a job; undefined where there is
 * none, or the schedule or zone is not understood. Where both day fields are set, one of them is enough, but not when one of
 * them begins with `*` (crontab(5)).
 */
function runAt(which: 'next' | 'previous', schedule: string, zone: Zone, at: Millis): Millis | undefined {
	const fields = fieldsOf(schedule);
	if (fields === undefined) return undefined;
	const [, , days = '', , weekdays = ''] = fields;
	const place = 'name' in zone ? { timezone: zone.name } : { utcOffset: zone.ahead };
	try {
		const both = days.startsWith('*') || weekdays.startsWith('*');
		const cron = new Cron(fields.join(' '), { mode: '5-part', paused: true, domAndDow: both, ...place });
		const from = utcText(at);
		return (which === 'next' ? cron.nextRun(from) : cron.previousRuns(1, from)[0])?.getTime();
	} catch {
		// croner throws on what is no expression and on what is no zone; both come from the host.
		return undefined;
	}
}

/** The first time after `at` that cron starts a job of this schedule. */
export function nextRun(schedule: string, zone: Zone, at: Millis): Millis | undefined {
	return runAt('next', schedule, zone, at);
}

/** The last time before `at` that cron started a job of this schedule. */
export function previousRun(schedule: string, zone: Zone, at: Millis): Millis | undefined {
	return runAt('previous', schedule, zone, at);
}

/** The zone of a host by what it says: the IANA name of its local time, else its offset as `date +%z` writes it. */
export function zoneOf(name: string | undefined, offset: string | undefined): Zone | undefined {
	if (name !== undefined && /^[A-Za-z][A-Za-z0-9_+/-]{1,60}$/.test(name) && timeIsKnownIn(name)) return { name };
	const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(offset ?? '') ?? [];
	if (sign === undefined) return undefined;
	return { ahead: (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) };
}

function timeIsKnownIn(name: string): boolean {
	return nextRun('0 0 * * *', { name }, timeOf('2026-01-01T00:00:00Z') ?? 0) !== undefined;
}
