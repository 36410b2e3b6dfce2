import { backupAge } from '../core/backup/age.ts';
import { bytes } from '../core/format.ts';
import type { Millis } from '../core/model.ts';
import { type Dataset, datasetsOf, type Light, lightSigns } from '../core/select/backups/datasets.ts';
import type { State } from '../core/state.ts';
import { fits } from './status.ts';
import { textTable } from './text-table.ts';

/** One dataset, as `watchdeck backups` says it. Times and lengths in milliseconds, sizes in bytes. */
export interface BackupLine {
	readonly dataset: string;
	readonly on: string;
	readonly place: string;
	readonly ran: Light;
	readonly sane: Light;
	/** How its probe judges it, where it could be read. */
	readonly is: 'ok' | 'degraded' | 'down' | 'unknown';
	readonly newest?: Millis;
	readonly age?: Millis;
	readonly within?: Millis;
	readonly size?: number;
	readonly median?: number;
	readonly fix?: string;
}

/** What was never read is unknown; what is missing or empty is down, what is late or not sane degraded. */
const judged = ({ ran, sane, fact }: Dataset): BackupLine['is'] => {
	if (ran.is === 'unknown' && sane.is !== 'bad') return 'unknown';
	if (ran.is === 'ok' && sane.is !== 'bad') return 'ok';
	return fact.observed.value?.is === 'down' ? 'down' : 'degraded';
};

const lineOf = (dataset: Dataset): BackupLine => {
	const { found, of: on, age, ran, sane, fact } = dataset;
	const { newest, within, size, median } = found;
	const { failure, value } = fact.observed;
	const fix = failure?.fix ?? value?.fix;
	return {
		...{ dataset: found.name, on, place: found.place, ran, sane, is: judged(dataset) },
		...(newest === undefined ? {} : { newest }),
		...(age === undefined ? {} : { age }),
		...(within === undefined ? {} : { within }),
		...(size === undefined ? {} : { size }),
		...(median === undefined ? {} : { median }),
		...(fix === undefined ? {} : { fix }),
	};
};

/** The datasets of everything, or of those services and hosts that `wanted` names (`*` stands for anything). */
export const backupListOf = (state: State, wanted: string | undefined, now: Millis): readonly BackupLine[] =>
	datasetsOf(state, now)
		.filter(({ of }) => wanted === undefined || fits(wanted, of))
		.map(lineOf);

/** The datasets as a table, the broken promise first; below one that is not as promised, or cannot be read, what to do about it. */
export const backupListText = (lines: readonly BackupLine[]): string => {
	const titles = ['DATASET', 'ON', 'RAN', 'SANE', 'SIZE', 'PROMISE', 'PLACE'];
	const [head = '', ...rows] = textTable([
		titles,
		...lines.map(({ dataset, on, ran, sane, size, within, place }) => [
			dataset,
			on,
			`${lightSigns[ran.is]} ${ran.text}`,
			`${lightSigns[sane.is]} ${sane.text}`,
			size === undefined ? '-' : bytes(size),
			within === undefined ? '-' : backupAge(within),
			place,
		]),
	]).split('\n');
	return [head, ...rows.flatMap((row, index) => [row, ...fixOf(lines[index])])].join('\n');
};

const fixOf = (line: BackupLine | undefined): readonly string[] =>
	line?.fix === undefined ? [] : [`  fix: ${line.fix}`];
