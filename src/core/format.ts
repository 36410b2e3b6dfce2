import { clean, shown } from './clean.ts';
import type { Millis } from './model.ts';
import type { Shown } from './shown.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** What stands for a value that is not known. */
export const dash: Shown = shown`-`;

/** A value as `format` writes it, or a dash where it is missing or no number. */
export function orDash(value: number | undefined, format: (value: number) => Shown): Shown {
	return value === undefined || !Number.isFinite(value) ? dash : format(value);
}

/** A length of time, given in milliseconds, in its greatest unit: `4s`, `11m`, `9h`, `2d`. Never negative. */
export function shortAge(length: Millis): Shown {
	const whole = Math.max(0, length);
	if (whole < minute) return shown`${Math.floor(whole / second)}s`;
	if (whole < hour) return shown`${Math.floor(whole / minute)}m`;
	if (whole < day) return shown`${Math.floor(whole / hour)}h`;
	return shown`${Math.floor(whole / day)}d`;
}

/** How long something took, given in milliseconds: `44ms`, `8.1s`, `41s`, `3m 5s`. */
export function duration(length: Millis): Shown {
	const whole = Math.max(0, length);
	if (Math.round(whole) < second) return shown`${Math.round(whole)}ms`;
	if (Math.round(whole / 100) < 100) return clean(`${(whole / second).toFixed(1)}s`);
	const seconds = Math.round(whole / second);
	return seconds < 60 ? shown`${seconds}s` : shown`${Math.floor(seconds / 60)}m ${seconds % 60}s`;
}

/** So many of the largest unit would fill a row with digits. */
const longest = 1_000_000;

/** A number below `step` times the last unit with at most one decimal, and its unit: `1.2G`, `512M`, `7B`. */
function scaled(value: number, step: number, units: readonly string[]): Shown {
	let rest = Math.abs(value);
	let unit = 0;
	// Half a unit below the step it would be written as the step itself: `1024M` instead of `1.0G`.
	while (rest >= step - 0.5 && unit < units.length - 1) {
		rest /= step;
		unit += 1;
	}
	const digits = rest >= longest ? rest.toExponential(1) : rest.toFixed(unit > 0 && rest < 9.95 ? 1 : 0);
	return clean(`${value < 0 ? '-' : ''}${digits}${units[unit]}`);
}

/** A number of bytes in units of 1024, as Docker and `df -h` write memory: `512M`, `1.2G`. */
export function bytes(value: number): Shown {
	return scaled(value, 1024, ['B', 'K', 'M', 'G', 'T', 'P']);
}

/** A count in units of 1000: `731`, `8.1k`, `2.0M`. */
export function count(value: number): Shown {
	return scaled(value, 1000, ['', 'k', 'M', 'G']);
}

/** So many a second: `0.3/s`, `12/s`, `8.1k/s`. */
export function perSecond(value: number): Shown {
	return Math.abs(value) < 9.95 && value !== 0 ? clean(`${value.toFixed(1)}/s`) : shown`${count(value)}/s`;
}

/** Bytes a second: `830B/s`, `1.2M/s`. */
export function bytesPerSecond(value: number): Shown {
	return shown`${bytes(value)}/s`;
}

/** A ratio (0..1) in percent with so many decimals: `97%`, `41.2%`. */
export function percent(ratio: number, decimals = 0): Shown {
	return clean(`${(ratio * 100).toFixed(decimals)}%`);
}

function twoDigits(value: number): string {
	return String(value).padStart(2, '0');
}

/** A time of day in UTC, without seconds: `14:02`. */
export function hourMinute(at: Millis): Shown {
	// Also for times before 1970 the rest of a day must not be negative.
	const ofDay = ((at % day) + day) % day;
	return clean(`${twoDigits(Math.floor(ofDay / hour))}:${twoDigits(Math.floor((ofDay % hour) / minute))}`);
}

/** A time of day in UTC: `14:02:31Z`. */
export function clock(at: Millis): Shown {
	const ofMinute = ((at % minute) + minute) % minute;
	return clean(`${hourMinute(at)}:${twoDigits(Math.floor(ofMinute / second))}Z`);
}

/** The id of an image or container as the docker command line writes it: 12 digits, without `sha256:`. */
export function shortId(id: string): Shown {
	return clean(id.replace(/^sha256:/, '').slice(0, 12));
}
