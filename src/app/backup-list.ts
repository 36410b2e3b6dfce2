import { type Light, type Lights, lightNames, lightTitles } from '../core/backup/light.ts';
import type { BackupFound, OffSiteSeen } from '../core/finding.ts';
import { bytes } from '../core/format.ts';
import { known } from '../core/known.ts';
import type { Condition, Millis } from '../core/model.ts';
import { type Dataset, datasetsOf, datasetTitle, isAsked, lightSigns } from '../core/select/backups/datasets.ts';
import { counted } from '../core/select/rows/words.ts';
import { wrapped } from '../core/select/text/wrap.ts';
import type { State } from '../core/state.ts';
import { fits } from './status.ts';
import { textTable } from './text-table.ts';

/** One dataset, as `watchdeck backups` says it. Times and lengths in milliseconds, sizes in bytes. */
export interface BackupLine
	extends Omit<BackupFound, 'is' | 'name' | 'faults' | 'dataset' | 'offSite'>,
		Readonly<Record<keyof Lights, Omit<Light, 'short'>>> {
	readonly dataset: string;
	/** Its id, where the config has it under `datasets`: `production/shop`. */
	readonly id?: string;
	readonly on: string;
	/** The worst of its lights. */
	readonly is: Condition['is'];
	readonly age?: Millis;
	/** What was seen off-site. */
	readonly remote?: OffSiteSeen;
	readonly fix?: string;
}

const printed = ({ short: _, ...light }: Light): Omit<Light, 'short'> => light;

const lineOf = (dataset: Dataset): BackupLine => {
	const { found, of: on, age, is, fact } = dataset;
	const { failure, value } = fact.observed;
	const { ran, offSite, sane, restored } = dataset;
	const { newest, within, size, median, count, format, file, copies, proofs, provenWithin, rowWithin } = found;
	return {
		...{ dataset: found.name, on, place: found.place, is },
		...{ ran: printed(ran), offSite: printed(offSite), sane: printed(sane), restored: printed(restored) },
		...known({ id: found.dataset, newest, age, within, size, median, count, format, file }),
		...known({
			remote: found.offSite,
			copies,
			proofs,
			provenWithin,
			rowWithin,
			unread: found.unread,
			fix: failure?.fix ?? value?.fix,
		}),
	};
};

const wantedOf = (state: State, wanted: string | undefined, now: Millis): readonly Dataset[] =>
	datasetsOf(state, now).filter(
		({ of, found }) =>
			wanted === undefined || fits(wanted, of) || (found.dataset !== undefined && fits(wanted, found.dataset)),
	);

/** The datasets of everything, or those that `wanted` names by themselves or by the service or host that they are of (`*` stands for anything). */
export const backupListOf = (state: State, wanted: string | undefined, now: Millis): readonly BackupLine[] =>
	wantedOf(state, wanted, now).map(lineOf);

/** Cells of a row of text; a terminal of the least size has as many. */
const width = 80;

const indented = (text: string): readonly string[] => wrapped(text, width - 2).map((row) => `  ${row}`);

/** What stands below a dataset: where its backups lie, each light that is not well, what to do. */
const below = (dataset: Dataset): readonly string[] => {
	const { found, fact } = dataset;
	const { failure, value } = fact.observed;
	const fix = failure?.fix ?? value?.fix;
	const kept = [
		...(found.count === undefined ? [] : [counted(found.count, 'backup')]),
		...(found.size === undefined ? [] : [`the newest ${bytes(found.size)}`]),
	].join(', ');
	const told = lightNames.filter((name) => {
		const { is } = dataset[name];
		return is === 'bad' || (is === 'unknown' && isAsked(found, name));
	});
	return [
		...(found.place === '-' ? [] : indented(kept === '' ? found.place : `${found.place}: ${kept}`)),
		...told.flatMap((name) => indented(`${lightTitles[name]}: ${dataset[name].text}`)),
		...(fix === undefined ? [] : indented(`fix: ${fix}`)),
	];
};

/** The datasets as a table, the broken promise first; below each where its backups lie, and what is not as promised. */
export const backupListText = (state: State, wanted: string | undefined, now: Millis): string => {
	const datasets = wantedOf(state, wanted, now);
	const [head = '', ...rows] = textTable([
		['DATASET', ...lightNames.map((name) => lightTitles[name].toUpperCase())],
		...datasets.map((dataset) => [
			datasetTitle(dataset),
			...lightNames.map((name) => `${lightSigns[dataset[name].is]} ${dataset[name].short}`),
		]),
	]).split('\n');
	const under = datasets.map(below);
	return [head, ...rows.flatMap((row, index) => [row, ...(under[index] ?? [])])].join('\n');
};
