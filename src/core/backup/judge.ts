import type { BackupFaults } from '../finding.ts';
import { bytes } from '../format.ts';
import { known } from '../known.ts';
import type { Condition, Millis } from '../model.ts';
import { backupAge } from './age.ts';
import type { BackupFile } from './listing.ts';

/** What is promised of a dataset: the age of its newest backup, and by which share it may be smaller than those before. */
export interface Promised {
	readonly within: Millis;
	readonly shrink: number;
	/** The dataset of the config (`production/shop`), of which a backup can be taken here. */
	readonly id?: string;
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

function ageFault({ age }: Newest, { within }: Promised): string | undefined {
	if (age < -tolerance) return `the newest is dated ${backupAge(-age)} in the future: its age is not known`;
	return age > within
		? `the newest is ${backupAge(age)} old: ${backupAge(age - within)} over the promised ${backupAge(within)}`
		: undefined;
}

/** Why the newest holds nothing, in a sentence; undefined where it does. */
function emptiness({ file }: Newest, inner: string | undefined): string | undefined {
	if (file.bytes === 0) return 'the newest backup is an empty file';
	return inner === 'empty' ? 'the newest backup holds nothing: it is compressed emptiness' : undefined;
}

function sizeFault({ file, median }: Newest, { shrink }: Promised): string | undefined {
	if (median === undefined || file.bytes === 0 || file.bytes >= median * (1 - shrink)) return undefined;
	return `the newest has ${bytes(file.bytes)}, those before it ${bytes(median)}`;
}

/** What is wrong with each side of the newest. `inner`: what the script said of its content. */
export function backupFaults(newest: Newest, inner: string | undefined, promised: Promised): BackupFaults {
	const damage = inner === 'damaged' ? 'the newest cannot be unpacked: it is damaged or cut off' : undefined;
	return known({
		age: ageFault(newest, promised),
		content: emptiness(newest, inner) ?? damage,
		size: sizeFault(newest, promised),
	});
}

/** What to do about each, in the order of the faults of a newest one. */
const fixes = {
	none: 'Check that the job that writes it has run, and where this line looks for it in the config.',
	empty: 'Run the job by hand and read what it says; of a pipe the last command alone counts (`set -o pipefail`).',
	future: 'Check the clock of the machine that wrote it.',
	age: 'See why its job has not run since then: `systemctl list-timers`, `crontab -l`.',
	content: 'Check the free space there, and whether the job was cut off; then run it again.',
	size: 'See what the job leaves out now; if the data became less, raise `shrink`.',
} as const;

const takeOne = (id: string) => `Take one: \`watchdeck backup ${id}\``;

function ageFix({ age }: Newest, { id }: Promised): string {
	if (age < 0) return fixes.future;
	return id === undefined ? fixes.age : `${takeOne(id)}, or s${fixes.age.slice(1)}`;
}

function fixOf(newest: Newest, promised: Promised, faults: BackupFaults, isEmpty: boolean): string {
	if (isEmpty) return fixes.empty;
	if (faults.age !== undefined) return ageFix(newest, promised);
	return faults.content === undefined ? fixes.size : fixes.content;
}

/** The same where not even their folder is seen: a path that is mistyped looks like it. `place`: where it is to be. */
export function noFolderCondition(place: string, id: string): Omit<Condition, 'since'> {
	const because = `there is no backup: ${noFolderText(place)}`;
	const fix = `Check \`folder\` if a job writes them, and that the account that logs in may enter the folders above; else the first backup makes it: \`watchdeck backup ${id}\`.`;
	return { is: 'down', because, fix };
}

/** That a folder is not seen. */
export function noFolderText(place: string): string {
	return `the folder ${place} is not there, or may not be seen`;
}

/** How the backups of a dataset stand, with all that is wrong. `inner`: what the script said of the content of the newest. */
export function backupCondition(
	newest: Newest | undefined,
	inner: string | undefined,
	promised: Promised,
): Omit<Condition, 'since'> {
	if (newest === undefined) {
		const fix = promised.id === undefined ? fixes.none : `${takeOne(promised.id)}.`;
		return { is: 'down', because: 'there is no backup', fix };
	}
	const found = backupFaults(newest, inner, promised);
	const { age, content, size } = found;
	const isEmpty = emptiness(newest, inner) !== undefined;
	const is = isEmpty ? 'down' : 'degraded';
	// What holds nothing is no backup, however old: that comes first.
	const faults = (isEmpty ? [content, age, size] : [age, content, size]).filter((one) => one !== undefined);
	if (faults.length > 0) return { is, because: faults.join('; '), fix: fixOf(newest, promised, found, isEmpty) };
	return { is: 'ok', because: `${backupAge(newest.age)} old, ${bytes(newest.file.bytes)}` };
}
