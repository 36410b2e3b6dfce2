import { mayBeBackup } from '../backup/names.ts';
import type { Millis } from '../model.ts';
import type { FileFound } from './answer.ts';

/** Files that follow one another as backups of the same thing. `within`: how old the newest may be, as the config writes it. */
export interface Dataset {
	readonly name: string;
	readonly folder: string;
	readonly pattern: string;
	readonly count: number;
	readonly within: string;
	/** Whether `within` comes from the times between them; one file alone says nothing. */
	readonly sure: boolean;
}

const dump = /\.(?:sql|dump|pgdump|backup|rdb|bson|archive|bak|tar|tgz|tbz|txz|tzst|zip|7z|age|gpg)(?:\.|$)/i;
/** What Debian keeps in /var/backups by itself: copies of its own tables. */
const debian = /^(?:alternatives|apt|dpkg|aptitude|passwd|group|shadow|gshadow|infodir)\b/;
/** So many datasets of a host become lines. */
const most = 30;
const hour: Millis = 3_600_000;
/** How long after the usual time a backup is late. */
const promises: readonly (readonly [Millis, string])[] = [
	[hour * 1.5, '3h'],
	[hour * 7, '13h'],
	[hour * 26, '26h'],
	[hour * 24 * 8, '8d'],
	[hour * 24 * 32, '33d'],
];

/** The name of a file with `*` for what changes from one to the next: dates, times, numbers. */
function patternOf(name: string): string {
	return name.replace(/\d+(?:[-_.:T]?\d+)*(?:Z(?![A-Za-z]))?/g, '*').replace(/\*(?:[-_.]?\*)+/g, '*');
}

function middleOf(gaps: readonly Millis[]): Millis | undefined {
	return gaps.toSorted((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)];
}

/** How old the newest may be, by the times between the newest ones. */
function promiseOf(files: readonly FileFound[]): Pick<Dataset, 'within' | 'sure'> {
	const times = files.slice(0, 11).map(({ at }) => at);
	const gap = middleOf(times.slice(1).map((at, index) => (times[index] ?? at) - at));
	// Files that were written within minutes of each other are parts of one backup.
	if (gap === undefined || gap < 600_000) return { within: '26h', sure: false };
	return { within: promises.find(([longest]) => gap <= longest)?.[1] ?? '100d', sure: true };
}

function datasetName(folder: string, pattern: string): string {
	const stem = pattern.split('.', 1)[0] ?? '';
	const own = stem.replaceAll('*', '').replace(/^[-_]+|[-_]+$/g, '');
	return own === '' ? `backup-${folder.slice(folder.lastIndexOf('/') + 1)}` : own;
}

/** The datasets among files, those with the newest file first. Signs that a pattern would take for its own are in no name. */
export function datasetsOf(files: readonly FileFound[]): readonly Dataset[] {
	const found = Map.groupBy(
		files
			.map((file) => ({ file, at: file.path.lastIndexOf('/') }))
			.map(({ file, at }) => ({ file, folder: file.path.slice(0, at), name: file.path.slice(at + 1) }))
			.filter(({ name, folder }) => dump.test(name) && mayBeBackup(name) && !/[?*[\]\\]/.test(name + folder))
			.filter(({ name }) => !debian.test(name)),
		({ folder, name }) => JSON.stringify([folder, patternOf(name)]),
	);
	return [...found.values()].slice(0, most).flatMap((group) => {
		const [first] = group;
		if (first === undefined) return [];
		const { folder } = first;
		const pattern = patternOf(first.name);
		const newest = group.map(({ file }) => file).toSorted((a, b) => b.at - a.at);
		return [{ name: datasetName(folder, pattern), folder, pattern, count: group.length, ...promiseOf(newest) }];
	});
}
