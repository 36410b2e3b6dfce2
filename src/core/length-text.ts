import type { Millis } from './model.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time in its two greatest units: `0s`, `41s`, `3m 5s`, `2h 4m`, `6d 3h`. */
export function lengthText(length: Millis): string {
	const whole = Math.max(0, length);
	if (whole < minute) return `${Math.floor(whole / second)}s`;
	const [unit, size, less, small] =
		whole < hour
			? (['m', minute, 's', second] as const)
			: whole < day
				? (['h', hour, 'm', minute] as const)
				: (['d', day, 'h', hour] as const);
	const rest = Math.floor((whole % size) / small);
	return rest === 0 ? `${Math.floor(whole / size)}${unit}` : `${Math.floor(whole / size)}${unit} ${rest}${less}`;
}

/** A length of time as on a clock that runs down: `4:31`, `0:05`. */
export function clockText(length: Millis): string {
	const seconds = Math.max(0, Math.ceil(length / second));
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** How long something is under way, as on a clock: `6:12`, from an hour on `2h 4m`. */
export function elapsedText(length: Millis): string {
	const seconds = Math.max(0, Math.floor(length / second));
	if (seconds >= 3600) return lengthText(length);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
