import type { BackupCopy, BackupFound, BackupRecord } from '../finding.ts';
import { bytes } from '../format.ts';
import { lengthText } from '../length-text.ts';
import type { Millis } from '../model.ts';
import { backupAge } from './age.ts';
import type { Light } from './light.ts';
import { failureText, proofAge } from './restored.ts';
import { rowAge } from './row-age.ts';
import { unreadLight } from './unread.ts';

/** Something that is wrong with the newest backup, in a sentence and in a word. */
interface Wrong {
	readonly text: string;
	readonly short: string;
}

/** So many names of missing tables are said. */
const mostNamed = 3;

function changeOf({ bytes: then }: BackupRecord, now: number): readonly Wrong[] {
	if (then === now) return [];
	return [{ text: `changed since it was made: ${now} bytes, then ${then}`, short: 'changed' }];
}

function missingOf({ missing = [] }: BackupRecord): readonly Wrong[] {
	if (missing.length === 0) return [];
	const more = missing.length - mostNamed;
	const names = missing.slice(0, mostNamed).join(', ');
	const rest = more > 0 ? ` and ${more} more` : '';
	const noun = missing.length === 1 ? 'the table' : `${missing.length} tables:`;
	return [{ text: `it lacks ${noun} ${names}${rest}`, short: `lacks ${missing.length}` }];
}

function unreadText({ rowUnread }: BackupRecord): string {
	const why = rowUnread === undefined ? '' : `: ${rowUnread}. Check \`newest\` in the config`;
	return `its newest row was not read${why}`;
}

function rowsOf({ began, newestRow }: BackupRecord, within: Millis | undefined): readonly Wrong[] {
	if (newestRow === undefined || within === undefined) return [];
	const age = rowAge(began, newestRow);
	if (age === undefined) {
		const ahead = `its newest row is dated ${backupAge(newestRow - began)} after it was made: how old it is nobody can tell`;
		return [{ text: ahead, short: 'future row' }];
	}
	if (age <= within) return [];
	const old = backupAge(age);
	const text = `its newest row was ${old} old when it was made, promised at most ${backupAge(within)}`;
	return [{ text, short: 'old rows' }];
}

/** What a backup that is whole says of the age of its data, where that was promised and is not kept. */
export function rowText(own: BackupRecord, within: Millis | undefined): string | undefined {
	if (within === undefined) return undefined;
	return own.newestRow === undefined ? unreadText(own) : rowsOf(own, within)[0]?.text;
}

/** That it could not be restored, whatever else is known of it, and whichever other one could be since. */
function testOf({ proof }: BackupCopy, now: Millis): readonly Wrong[] {
	if (proof?.is !== 'failed') return [];
	return [{ text: `its restore test failed ${proofAge(proof, now)} ago: ${failureText(proof)}`, short: 'test failed' }];
}

/** What is wrong with the newest, by its probe, by its own restore test and by the record that was written when it was made. */
function wrongsOf(
	{ faults = {}, rowWithin }: BackupFound,
	copy: BackupCopy | undefined,
	now: Millis,
): readonly Wrong[] {
	const { content, size } = faults;
	const own = copy?.own;
	return [
		...(content === undefined ? [] : [{ text: content, short: 'bad' }]),
		...(copy === undefined ? [] : testOf(copy, now)),
		...(copy === undefined || own === undefined ? [] : [...changeOf(own, copy.bytes), ...missingOf(own)]),
		...(size === undefined ? [] : [{ text: size, short: 'small' }]),
		...(own === undefined ? [] : rowsOf(own, rowWithin)),
	];
}

/** What of a backup was written down: `41 tables, newest row 2m old then`; what has no tables was read to its end all the same. */
export function recordText({ tables, newestRow, began, changed }: BackupRecord): readonly string[] {
	return [
		...(tables === undefined || tables === 0 ? [] : [`${tables} table${tables === 1 ? '' : 's'}`]),
		...(newestRow === undefined ? [] : [`newest row ${lengthText(Math.max(0, began - newestRow))} old then`]),
		...(changed === undefined || changed === 0
			? []
			: [`${changed} file${changed === 1 ? '' : 's'} changed while ${changed === 1 ? 'it was' : 'they were'} read`]),
	];
}

type Told = Omit<Light, 'at'>;

/** By the record that was written when it was made. `sizes`: its own beside those before it. */
function ownTold(
	{ own, proof }: BackupCopy & { readonly own: BackupRecord },
	size: number,
	sizes: string,
	rowWithin: Millis | undefined,
): Told {
	if (rowWithin !== undefined && own.newestRow === undefined)
		return { is: 'unknown', text: `${sizes}; ${unreadText(own)}`, short: 'row unread' };
	if (own.unproven !== undefined && proof?.is !== 'ok')
		return { is: 'unknown', text: `${sizes}; not proven is ${own.unproven}`, short: 'unproven' };
	const words = recordText(own);
	const [first] = words;
	const told = first === undefined ? ['read to its end when it was made'] : words;
	return { is: 'ok', text: [...told, sizes].join(', '), short: own.tables ? (first ?? bytes(size)) : bytes(size) };
}

/** Of one that was not made here: by its restore test, else by its size and its beginning, which are no proof of its end. */
function otherTold({ format, median }: BackupFound, copy: BackupCopy | undefined, sizes: string, now: Millis): Told {
	if (copy?.proof?.is === 'ok')
		return { is: 'ok', text: `restored whole ${proofAge(copy.proof, now)} ago, ${sizes}`, short: 'restored' };
	const begins = format === undefined ? 'how it begins is not known' : `begins as ${format}`;
	const short = median === undefined ? 'beginning' : 'size ok';
	return { is: 'unknown', text: `${sizes}; ${begins}, not read to its end`, short };
}

function told(found: BackupFound, now: Millis): Told {
	const { newest, size, median, faults, file } = found;
	if (newest === undefined || size === undefined || faults === undefined)
		return { is: 'unknown', text: 'not checked', short: 'unchecked' };
	const copy = found.copies?.find((one) => one.only === undefined && one.file === file);
	const wrongs = wrongsOf(found, copy, now);
	const [worst] = wrongs;
	if (worst !== undefined) return { is: 'bad', text: wrongs.map(({ text }) => text).join('; '), short: worst.short };
	const sizes = median === undefined ? `${bytes(size)}, none before it` : `${bytes(size)}, median ${bytes(median)}`;
	if (copy?.own === undefined && found.unread === true) return unreadLight;
	const own = copy?.own;
	return copy === undefined || own === undefined
		? otherTold(found, copy, sizes, now)
		: ownTold({ ...copy, own }, size, sizes, found.rowWithin);
}

/** Whether the newest backup holds what it should; well is only what was read to its end. `at`: when it was looked at. */
export function saneLight(found: BackupFound, at: Millis | undefined, now: Millis): Light {
	return { ...told(found, now), ...(at === undefined ? {} : { at }) };
}
