import type { Millis } from '../model.ts';

const minute: Millis = 60_000;
const hour: Millis = 60 * minute;

/** The age of a backup in hours up to three days, as promises are given, and wherever it is told: `40m`, `9h`, `33h`, `4d`. */
export function backupAge(age: Millis): string {
	const whole = Math.max(0, age);
	const hours = Math.floor(whole / hour);
	if (hours < 1) return `${Math.floor(whole / minute)}m`;
	return hours < 72 ? `${hours}h` : `${Math.floor(hours / 24)}d`;
}
