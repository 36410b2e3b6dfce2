import { backupAge } from '../../backup/age.ts';
import { clean, shown } from '../../clean.ts';
import { bytes, dash, shortAge } from '../../format.ts';
import { hostOf } from '../../ids.ts';
import { lengthText } from '../../length-text.ts';
import type { Segment } from '../../line.ts';
import type { Millis } from '../../model.ts';
import type { Column } from '../../table.ts';
import { ruled } from '../fleet/story.ts';
import { stampText } from '../journal/journal.ts';
import { counted } from '../rows/words.ts';
import type { DetailRoom, MakeParts, SplitRow } from '../split/split.ts';
import { headed, lineOf, piece, type TextLine } from '../text/line.ts';
import { type Dataset, datasetsOf, type Light, lightSigns } from './datasets.ts';

/** The columns of the datasets; those with a priority go where there is no room for them, the lowest first. */
const columns: readonly Column[] = [
	{ key: 'name', title: shown`DATASET`, align: 'left', min: 12, max: 32, grow: 2 },
	{ key: 'of', title: shown`ON`, align: 'left', min: 10, max: 28, grow: 1, priority: 4 },
	{ key: 'ran', title: shown`RAN`, align: 'left', min: 11 },
	{ key: 'promise', title: shown`PROMISE`, align: 'right', min: 7, priority: 7 },
	{ key: 'sane', title: shown`SANE`, align: 'left', min: 9 },
	{ key: 'size', title: shown`SIZE`, align: 'right', min: 5, priority: 9 },
	{ key: 'median', title: shown`MEDIAN`, align: 'right', min: 6, priority: 8 },
	{ key: 'count', title: shown`KEPT`, align: 'right', min: 4, priority: 3 },
	{ key: 'place', title: shown`PLACE`, align: 'left', min: 14, max: 60, grow: 3, priority: 6 },
	{ key: 'age', title: shown`READ`, align: 'right', min: 4 },
];

const none: Segment = { text: dash, tone: 'dim' };
const tones = { ok: 'ok', bad: 'bad', unknown: 'unknown' } as const;

/** A light as sign and words: what was never checked is no green one. */
function lightCell({ is }: Light, words: { readonly [I in Light['is']]: string }): Segment {
	return { text: clean(`${lightSigns[is]} ${words[is]}`), tone: tones[is] };
}

function ranCell({ ran, age }: Dataset): Segment {
	const old = age === undefined ? '' : backupAge(age);
	return lightCell(ran, { ok: old, bad: age === undefined ? 'none' : `${old} LATE`, unknown: 'unknown' });
}

function sizeCell(size: number | undefined): Segment {
	return size === undefined ? none : { text: bytes(size) };
}

/** On what a dataset is, without what an id has before the name of a host. */
const placeOf = ({ of }: Dataset): string => hostOf(of) ?? of;

function cellOf(dataset: Dataset, now: Millis, key: string): Segment {
	const { found, sane, fact } = dataset;
	switch (key) {
		case 'name':
			return { text: clean(found.name, 120), tone: 'bold' };
		case 'of':
			return { text: clean(placeOf(dataset), 120) };
		case 'ran':
			return ranCell(dataset);
		case 'promise':
			return found.within === undefined ? none : { text: clean(backupAge(found.within)) };
		case 'sane':
			return lightCell(sane, { ok: 'ok', bad: 'bad', unknown: 'unknown' });
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

/** A dataset in full: its lights in words, where its newest backup lies and what it is, when it was read. */
function detailOf(dataset: Dataset, now: Millis, { width, height }: DetailRoom): readonly TextLine[] {
	const { found, ran, sane, fact } = dataset;
	const { value, failure, at } = fact.observed;
	const newest = found.newest === undefined ? undefined : `${found.file ?? ''} ${stampText(found.newest)} UTC`.trim();
	const read = at === undefined ? 'never' : `${lengthText(now - at)} ago, by ${fact.source}`;
	const said = (head: string, text: string | undefined) =>
		text === undefined ? [] : headed(head.padEnd(9), text, { width }).slice(0, 3);
	const light = (head: string, { is, text }: Light) => {
		const [first = [], ...rest] = said(head, `${lightSigns[is]} ${is}: ${text}`);
		return [[...first.slice(0, 1), ...first.slice(1).map((one) => piece(one.text, tones[is]))], ...rest];
	};
	return [
		ruled(`${found.name} on ${placeOf(dataset)}`, width),
		...light('ran', ran),
		...light('sane', sane),
		...said('says', value?.because),
		...said('fix', value?.fix),
		...said('newest', newest),
		...said('format', found.format),
		...said('place', found.place),
		...said('kept', found.count === undefined ? undefined : counted(found.count, 'backup')),
		...said('read', read),
		...said('error', failure === undefined ? undefined : `${failure.message} ${failure.fix ?? ''}`.trimEnd()),
	].slice(0, height);
}

/** The worst promise that is broken; or that all are kept, as far as that is known. */
function worstLine(datasets: readonly Dataset[]): readonly TextLine[] {
	const [worst] = datasets;
	if (worst === undefined) return [];
	const name = `${worst.found.name} on ${placeOf(worst)}`;
	if (worst.ran.is === 'bad') return [lineOf(`X ${name}: ${worst.ran.text}`, 'bad')];
	if (worst.sane.is === 'bad') return [lineOf(`X ${name}: ${worst.sane.text}`, 'bad')];
	const unknown = datasets.filter(({ ran }) => ran.is === 'unknown').length;
	if (unknown > 0)
		return [lineOf(`? of ${counted(unknown, 'dataset')} nothing is known: ${worst.ran.text}`, 'unknown')];
	return [lineOf('+ every promise is kept: each backup is young enough', 'ok')];
}

/** The datasets and how their newest backups stand. */
export const backupsParts: MakeParts = (state, _feeds, now) => {
	const datasets = datasetsOf(state, now);
	const byId = new Map(datasets.map((one) => [one.id, one]));
	const title: TextLine = [piece('BACKUPS', 'bold'), piece(`  ${counted(datasets.length, 'dataset')}`, 'dim')];
	return {
		head: [title, ...worstLine(datasets)],
		columns,
		rows: datasets.map((dataset): SplitRow => {
			const { id, of, found, ran, sane } = dataset;
			const find = [found.name, of, found.place, found.format ?? '', ran.text, sane.text].join(' ');
			return { id, find, cell: (key) => cellOf(dataset, now, key) };
		}),
		none: 'no backup is watched: a probe of the kind backup, under probes in the config, reads a folder or a remote',
		detail: (id, room) => {
			const dataset = byId.get(id);
			return dataset === undefined ? [] : detailOf(dataset, now, room);
		},
	};
};
