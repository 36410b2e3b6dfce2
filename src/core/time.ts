import type { Millis } from './model.ts';

const form = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,18}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const day = 86_400_000;

/** Days since 1970-01-01 of a date of the Gregorian calendar (source: Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
function daysOf(year: number, month: number, dayOfMonth: number): number {
	const shifted = month <= 2 ? year - 1 : year;
	const era = Math.floor(shifted / 400);
	const yearOfEra = shifted - era * 400;
	const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + dayOfMonth - 1;
	const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
	return era * 146_097 + dayOfEra - 719_468;
}

function lastDay(year: number, month: number): number {
	const next = month === 12 ? daysOf(year + 1, 1, 1) : daysOf(year, month + 1, 1);
	return next - daysOf(year, month, 1);
}

function isDate(year: number, month: number, dayOfMonth: number): boolean {
	return month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= lastDay(year, month);
}

/**
 * A time as RFC 3339 writes it, in milliseconds since 1970 (parts of a millisecond are cut off); undefined where the text
 * is none, and for the year 1, which the engine writes where it means "never".
 */
export function timeOf(text: string): Millis | undefined {
	const found = form.exec(text);
	if (found === null) return undefined;
	const [year = 0, month = 0, dayOfMonth = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
	const [fraction = '', sign, offsetHour = '0', offsetMinute = '0'] = found.slice(7);
	// A leap second (60) counts as the first of the next minute.
	if (!isDate(year, month, dayOfMonth) || hour > 23 || minute > 59 || second > 60 || year <= 1) return undefined;
	if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return undefined;
	const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * (sign === '-' ? -60_000 : 60_000);
	const ofDay = ((hour * 60 + minute) * 60 + second) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
	return daysOf(year, month, dayOfMonth) * day + ofDay - offset;
}

/** A time in UTC as RFC 3339 writes it, without parts of a second: `2026-11-21T02:00:00Z`. The inverse of `timeOf`. */
export function utcText(at: Millis): string {
	const seconds = Math.floor(at / 1000);
	const days = Math.floor(seconds / 86_400);
	// Days since 0000-03-01, by eras of 400 years (source: Hinnant, as above).
	const shifted = days + 719_468;
	const era = Math.floor(shifted / 146_097);
	const dayOfEra = shifted - era * 146_097;
	const yearOfEra = Math.floor(
		(dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
	);
	const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
	const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
	const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
	const dayOfMonth = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
	const two = (value: number) => String(value).padStart(2, '0');
	const ofDay = seconds - days * 86_400;
	const time = [ofDay / 3600, (ofDay / 60) % 60, ofDay % 60].map((part) => two(Math.floor(part))).join(':');
	return `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}T${time}Z`;
}
