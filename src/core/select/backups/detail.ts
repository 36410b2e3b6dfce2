import { type Light, lightNames, lightTitles } from '../../backup/light.ts';
import { type Night, type NightIs, nightSigns, nightsOf, nightWords } from '../../backup/nights.ts';
import { lastProof, proofAge, tookText } from '../../backup/restored.ts';
import { isUsual } from '../../backup/usual.ts';
import type { BackupFound, RestoreProof } from '../../finding.ts';
import { bytes } from '../../format.ts';
import { lengthText } from '../../length-text.ts';
import type { Millis } from '../../model.ts';
import { sparkline } from '../../sparkline.ts';
import { ruled } from '../fleet/story.ts';
import { stampText } from '../journal/journal.ts';
import { counted } from '../rows/words.ts';
import type { DetailRoom } from '../split/split.ts';
import { stacked } from '../split/stacked.ts';
import { headed, lineOf, piece, type TextLine, type Tone } from '../text/line.ts';
import { cell } from '../text/wrap.ts';
import { copyLines } from './copies.ts';
import { type Dataset, datasetTitle, lightSigns, lightTones } from './datasets.ts';

/** Cells of the words before what is said. */
const indent = 9;
/** From so many rows on a detail has room for what is good to know but not needed at once. */
const tall = 24;
/** Rows that one thing may take. */
const most = 3;
/** Backups in a curve. */
const curveCells = 30;

const head = (word: string): string => word.padEnd(indent);

function said(word: string, text: string | undefined, width: number): readonly TextLine[] {
	return text === undefined ? [] : headed(head(word), text, { width }).slice(0, most);
}

/** A light: its sign and word in its colour, then why. */
function lightLines(word: string, { is, text }: Light, width: number): readonly TextLine[] {
	const [first = [], ...rest] = said(word, `${lightSigns[is]} ${is}: ${text}`, width);
	return [[...first.slice(0, 1), ...first.slice(1).map((one) => piece(one.text, lightTones[is]))], ...rest];
}

const nightTones: Readonly<Record<NightIs, Tone>> = {
	...{ proven: 'ok', there: 'plain', bad: 'bad', none: 'warn', unknown: 'unknown' },
};

/** Signs with what they mean; only those that are shown. */
function legend(nights: readonly Night[]): string {
	const all: readonly NightIs[] = ['proven', 'there', 'bad', 'none', 'unknown'];
	const seen = new Set(nights.map(({ is }) => is));
	return all
		.filter((is) => seen.has(is))
		.map((is) => `${nightSigns[is]} ${nightWords[is]}`)
		.join('  ');
}

const day: Millis = 86_400_000;

/** The last 14 nights, the oldest first: a sign each; where there is room with their dates, and what the signs mean. */
function nightLines(found: BackupFound, now: Millis, { width, height }: DetailRoom): readonly TextLine[] {
	const nights = nightsOf(found, now);
	if (nights.length === 0) return [];
	// Nothing is late on a day for which nothing was promised.
	const isNightly = found.within === undefined || found.within < 2 * day;
	const tone = (is: NightIs): Tone => (is === 'none' && !isNightly ? 'dim' : nightTones[is]);
	const dated = height >= tall;
	const signs = nights.map(({ is }, index) =>
		piece(`${index === 0 ? '' : ' '}${nightSigns[is].padStart(dated ? 2 : 1)}`, tone(is)),
	);
	const strip: TextLine = [piece(head('nights'), 'dim'), ...signs];
	const means = legend(nights);
	if (!dated) {
		const used = indent + nights.length * 2 - 1;
		return [used + 3 + means.length <= width ? [...strip, piece(`   ${means}`, 'dim')] : strip];
	}
	const dates = nights.map(({ day: at }) => stampText(at).slice(3, 5)).join(' ');
	return [strip, lineOf(`${head('')}${dates}`, 'dim'), lineOf(`${head('')}${means}`, 'dim')];
}

/** The sizes of the last backups, without what restores dumped first, and how long they took, as curves that begin at zero. */
function curves(found: BackupFound): readonly TextLine[] {
	const copies = (found.copies ?? []).filter(isUsual);
	const drawn = (word: string, values: readonly number[], words: (value: number) => string): readonly TextLine[] => {
		const [first, last] = [values[0], values.at(-1)];
		if (values.length < 2 || first === undefined || last === undefined) return [];
		const text = words(first) === words(last) ? words(last) : `${words(first)} to ${words(last)}`;
		const line = sparkline(values, { min: 0 });
		return [[piece(head(word), 'dim'), piece(line), piece(`   ${text}`)]];
	};
	const old = copies.slice(0, curveCells).toReversed();
	return [
		...drawn(
			'sizes',
			old.map((copy) => copy.bytes),
			bytes,
		),
		...drawn(
			'took',
			old.flatMap(({ own }) => own?.took ?? []),
			tookText,
		),
	];
}

/** So many backups lie somewhere, as they were read so long ago. */
function placeText(place: string, count: number | undefined, read: string): string {
	const many = count === undefined ? '' : `${counted(count, 'backup')}, `;
	return `${place}: ${many}${read}`;
}

/** Where they lie, here and off-site, how many there are, and when that was seen. */
function placeLines({ found, fact }: Dataset, now: Millis, { width, height }: DetailRoom): readonly TextLine[] {
	const { place, count, offSite, copies, file, newest, format } = found;
	const { at } = fact.observed;
	// The probe of a dataset has its name.
	const by = fact.source === found.dataset ? '' : ` by ${fact.source}`;
	const read = at === undefined ? 'never read' : `read ${lengthText(now - at)} ago${by}`;
	const newestText = newest === undefined ? undefined : `${file ?? ''} ${stampText(newest)} UTC`.trim();
	const away = offSite && placeText(offSite.remote, offSite.count, `read ${lengthText(now - offSite.at)} ago`);
	return [
		...(copies === undefined ? said('newest', newestText, width) : []),
		...(copies === undefined || height >= tall ? said('format', format, width) : []),
		...said(offSite === undefined ? 'place' : 'here', placeText(place, count, read), width),
		...said('there', away, width),
	];
}

/** The last restore test, what was asked then one by one. */
function proofLines(proof: RestoreProof | undefined, now: Millis, width: number): readonly TextLine[] {
	if (proof === undefined) return [];
	const { file, is, says, took, checks } = proof;
	// What is said of checks stands with them.
	// How long it took is how long until the data were back: of one that failed they were not.
	const isTold = is === 'ok' || checks.some((one) => one.is === 'failed');
	const how = is === 'ok' ? `+ ok in ${tookText(took)}` : 'X failed';
	const name = Math.min(32, Math.max(0, ...checks.map((one) => one.name.length)));
	return [
		ruled(`restored ${proofAge(proof, now)} ago`, width),
		lineOf(`${how}: ${file}`, is === 'ok' ? 'ok' : 'bad'),
		...(says === '' || isTold ? [] : headed('  ', says, { width }).slice(0, most)),
		...checks.map((one): TextLine => {
			const isOk = one.is === 'ok';
			return [
				piece(`${lightSigns[isOk ? 'ok' : 'bad']} ${cell(one.name, name)}`, isOk ? 'ok' : 'bad'),
				piece(`  ${one.says}`),
			];
		}),
	];
}

/** What its probe says, where no light says it already; what to do; why it could not be read. */
function fixLines(dataset: Dataset, width: number): readonly TextLine[] {
	const { value, failure } = dataset.fact.observed;
	const isTold = lightNames.some((name) => dataset[name].is === 'bad');
	return [
		...said('says', value === undefined || value.is === 'ok' || isTold ? undefined : value.because, width),
		...said('fix', value?.fix, width),
		...said('error', failure === undefined ? undefined : `${failure.message} ${failure.fix ?? ''}`.trimEnd(), width),
	];
}

/** A dataset in full: its lights, its last nights, where its backups lie, how the last one was restored, and each of them. */
export function detailOf(
	dataset: Dataset,
	now: Millis,
	room: DetailRoom & { readonly busy?: string },
): readonly TextLine[] {
	const { width, height, busy } = room;
	const { found } = dataset;
	const isTall = height >= tall;
	const top = [
		ruled(datasetTitle(dataset), width),
		...said('now', busy, width),
		...lightNames.flatMap((name) => lightLines(lightTitles[name], dataset[name], width)),
		...fixLines(dataset, width),
		...nightLines(found, now, room),
		...(isTall ? curves(found) : []),
		...placeLines(dataset, now, room),
	];
	const proof = proofLines(lastProof(found.proofs), now, width);
	const copies = (rows: number) => copyLines(found, now, { width, height: rows });
	if (!isTall) return stacked([top, copies(height - top.length), proof], height);
	// The list of backups takes what the restore test leaves: that is short, and says more.
	const before = [...top, ...proof];
	const rest = copies(height - before.length - 1);
	return [...before, ...(rest.length === 0 ? [] : [ruled('backups', width), ...rest])].slice(0, height);
}
