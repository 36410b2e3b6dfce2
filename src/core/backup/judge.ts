import { bytes } from '../format.ts';
import { lengthText } from '../length-text.ts';
import type { Condition, Millis } from '../model.ts';
import type { BackupFile } from './listing.ts';

/** What is promised of a dataset: the age of its newest backup, and by which share it may be smaller than those before. */
export interface Promised {
	readonly within: Millis;
	readonly shrink: number;
}

/** The newest backup beside those before it. `age`: below zero where it is dated in the future. */
export interface Newest {
	readonly file: BackupFile;
	readonly age: Millis;
	/** Bytes; of at most ten before it. */
	readonly median?: number;
}

/** Clocks that differ by less, or a file that is being closed just now, are no news. */
const tolerance: Millis = 120_000;

/** The median of numbers: the mean of the two in the middle where there is an even number of them. */
export function medianOf(numbers: readonly number[]): number | undefined {
	const sorted = numbers.toSorted((a, b) => a - b);
	const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
	return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** The newest of files that are sorted so; `now`: seconds by the clock that dated them. */
export function newestOf(files: readonly BackupFile[], now: number): Newest | undefined {
	const [file, ...before] = files;
	if (file === undefined) return undefined;
	const median = medianOf(before.slice(0, 10).map((one) => one.bytes));
	return { file, age: Math.round((now - file.at) * 1000), ...(median === undefined ? {} : { median }) };
}

/** What is wrong with the newest, the worst first, in words; undefined where nothing is. */
function faultOf({ file, age, median }: Newest, inner: string | undefined, promised: Promised): string | undefined {
	if (age < -tolerance) return `the newest is dated ${lengthText(-age)} in the future: its age is not known`;
	if (age > promised.within) return `the newest is ${lengthText(age)} old: ${lengthText(promised.within)} are promised`;
	if (inner === 'damaged') return 'the newest cannot be unpacked: it is damaged or cut off';
	if (median !== undefined && file.bytes < median * (1 - promised.shrink)) {
		return `the newest has ${bytes(file.bytes)}, those before it ${bytes(median)}`;
	}
	return undefined;
}

/** How the backups of a dataset stand. `inner`: what the script said of the content of the newest. */
export function backupCondition(
	newest: Newest | undefined,
	inner: string | undefined,
	promised: Promised,
): Omit<Condition, 'since'> {
	if (newest === undefined) return { is: 'down', because: 'there is no backup' };
	if (newest.file.bytes === 0) return { is: 'down', because: 'the newest backup is an empty file' };
	if (inner === 'empty') return { is: 'down', because: 'the newest backup holds nothing: it is compressed emptiness' };
	const fault = faultOf(newest, inner, promised);
	if (fault !== undefined) return { is: 'degraded', because: fault };
	const size = bytes(newest.file.bytes);
	return { is: 'ok', because: `${lengthText(Math.max(0, newest.age))} old, ${size}` };
}
