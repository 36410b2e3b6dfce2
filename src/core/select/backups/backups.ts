import { backupAge } from '../../backup/age.ts';
import { type Light, lightNames } from '../../backup/light.ts';
import { lastProof } from '../../backup/restored.ts';
import { clean, shown } from '../../clean.ts';
import { bytes, dash, shortAge } from '../../format.ts';
import { environmentOf, hostOf } from '../../ids.ts';
import { known } from '../../known.ts';
import type { Segment } from '../../line.ts';
import type { Millis } from '../../model.ts';
import type { State } from '../../state.ts';
import type { Column } from '../../table.ts';
import { counted } from '../rows/words.ts';
import type { MakeParts, SplitParts, SplitRow } from '../split/split.ts';
import { lineOf, piece, type TextLine } from '../text/line.ts';
import { busyOf } from './busy.ts';
import { type Dataset, datasetsOf, datasetTitle, isAgeless, lightSigns, lightTones, worstLight } from './datasets.ts';
import { detailOf } from './detail.ts';

/** The columns of the datasets; those with a priority go where there is no room for them, the lowest first. */
const columns: readonly Column[] = [
	{ key: 'name', title: shown`DATASET`, align: 'left', min: 16, max: 36, grow: 2 },
	{ key: 'of', title: shown`ON`, align: 'left', min: 10, max: 28, grow: 1, priority: 6 },
	{ key: 'ran', title: shown`RAN`, align: 'left', min: 11 },
	{ key: 'offSite', title: shown`OFF-SITE`, align: 'left', min: 12, priority: 11 },
	{ key: 'sane', title: shown`SANE`, align: 'left', min: 12 },
	{ key: 'restored', title: shown`RESTORED`, align: 'left', min: 16 },
	{ key: 'promise', title: shown`PROMISE`, align: 'right', min: 7, priority: 7 },
	{ key: 'size', title: shown`SIZE`, align: 'right', min: 5, priority: 9 },
	{ key: 'median', title: shown`MEDIAN`, align: 'right', min: 6, priority: 3 },
	{ key: 'count', title: shown`KEPT`, align: 'right', min: 4, priority: 4 },
	{ key: 'place', title: shown`PLACE`, align: 'left', min: 14, max: 60, grow: 3, priority: 2 },
	{ key: 'age', title: shown`READ`, align: 'right', min: 4, priority: 10 },
];

const none: Segment = { text: dash, tone: 'dim' };

/** A light as sign and words. */
function lightCell({ is, short }: Light): Segment {
	return { text: clean(`${lightSigns[is]} ${short}`), tone: lightTones[is] };
}

function sizeCell(size: number | undefined): Segment {
	return size === undefined ? none : { text: bytes(size) };
}

/** On what a dataset is: what its name says already is left out. */
function onCell({ of, found: { dataset } }: Dataset): Segment {
	if (dataset === undefined) return { text: clean(hostOf(of) ?? of, 120) };
	if (of === dataset) return none;
	const environment = `${environmentOf(dataset)}/`;
	return { text: clean(hostOf(of) ?? (of.startsWith(environment) ? of.slice(environment.length) : of), 120) };
}

function cellOf(dataset: Dataset, now: Millis, key: string): Segment {
	const { found, fact } = dataset;
	switch (key) {
		case 'name':
			return { text: clean(found.dataset ?? found.name, 120), tone: 'bold' };
		case 'of':
			return onCell(dataset);
		case 'ran':
		case 'offSite':
		case 'sane':
		case 'restored':
			return lightCell(dataset[key]);
		case 'promise':
			return found.within === undefined ? none : { text: clean(backupAge(found.within)) };
		case 'size':
			return sizeCell(found.size);
		case 'median':
			return sizeCell(found.median);
		case 'count':
			return found.count === undefined ? none : { text: clean(String(found.count)) };
		case 'place':
			return { text: clean(found.place, 300), tone: 'dim' };
		case 'age':
			return fact.observed.at === undefined ? none : { text: shortAge(now - fact.observed.at), tone: 'dim' };
		default:
			return none;
	}
}

/** The worst promise that is broken; or that all are kept, as far as that is known. */
function worstLine(datasets: readonly Dataset[]): readonly TextLine[] {
	const [worst] = datasets;
	if (worst === undefined) return [];
	const broken = worstLight(worst);
	if (broken !== undefined && worst[broken].is === 'bad')
		return [lineOf(`X ${datasetTitle(worst)}: ${worst[broken].text}`, 'bad')];
	const unread = datasets.filter(isAgeless);
	const [first] = unread;
	if (first !== undefined)
		return [lineOf(`? of ${counted(unread.length, 'dataset')} nothing is known: ${first.ran.text}`, 'unknown')];
	const never = datasets.filter(({ found }) => found.dataset !== undefined && lastProof(found.proofs) === undefined);
	const [one] = never;
	if (one !== undefined) {
		const many =
			never.length === 1 ? `${datasetTitle(one)} was` : `${never.length} of ${datasets.length} datasets were`;
		return [lineOf(`? no promise is broken, but ${many} never restored`, 'unknown')];
	}
	if (broken !== undefined) return [lineOf(`? ${datasetTitle(worst)}: ${worst[broken].text}`, 'unknown')];
	return [lineOf('+ every promise is kept: each backup is young enough', 'ok')];
}

/** The datasets and how their backups stand, by the state alone. */
export function backupsOf(state: State, now: Millis): SplitParts {
	const datasets = datasetsOf(state, now);
	const byId = new Map(datasets.map((one) => [one.id, one]));
	const title: TextLine = [piece('BACKUPS', 'bold'), piece(`  ${counted(datasets.length, 'dataset')}`, 'dim')];
	return {
		head: [title, ...worstLine(datasets)],
		columns,
		rows: datasets.map((dataset): SplitRow => {
			const { id, of, found } = dataset;
			const words = lightNames.flatMap((name) => [dataset[name].short, dataset[name].text]);
			const find = [found.dataset ?? found.name, found.name, of, found.place, found.format ?? '', ...words].join(' ');
			const busy = busyOf(state, id);
			const cell = (key: string): Segment =>
				busy !== undefined && key === 'ran' ? { text: clean(busy.short), tone: 'accent' } : cellOf(dataset, now, key);
			return { id, find, cell };
		}),
		none: 'no backup is watched: datasets of an environment in the config, or a probe of the kind backup, tell where they lie',
		detail: (id, room) => {
			const dataset = byId.get(id);
			return dataset === undefined
				? []
				: detailOf(dataset, now, { ...room, ...known({ busy: busyOf(state, id)?.text }) });
		},
	};
}

/** The datasets and how their backups stand. */
export const backupsParts: MakeParts = (state, _feeds, now) => backupsOf(state, now);
