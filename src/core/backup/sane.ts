import type { BackupCopy, BackupFound, BackupRecord } from '../finding.ts';
import { bytes } from '../format.ts';
import { lengthText } from '../length-text.ts';
import type { Millis } from '../model.ts';
import { backupAge } from './age.ts';
import type { Light } from './light.ts';
import { proofAge } from './restored.ts';

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

function rowsOf({ began, newestRow }: BackupRecord, within: Millis | undefined): readonly Wrong[] {
	if (newestRow === undefined || within === undefined || began - newestRow <= within) return [];
	const old = backupAge(began - newestRow);
	const text = `its newest row was ${old} old when it was made, promised at most ${backupAge(within)}`;
	return [{ text, short: 'old rows' }];
}

/** What is wrong with the newest, by its probe and by the record that was written when it was made. */
function wrongsOf({ faults = {}, rowWithin }: BackupFound, copy: BackupCopy | undefined): readonly Wrong[] {
	const { content, size } = faults;
	const own = copy?.own;
	return [
		...(content === undefined ? [] : [{ text: content, short: 'bad' }]),
		...(copy === undefined || own === undefined ? [] : [...changeOf(own, copy.bytes), ...missingOf(own)]),
		...(size === undefined ? [] : [{ text: size, short: 'small' }]),
		...(own === undefined ? [] : rowsOf(own, rowWithin)),
	];
}

/** What of a backup was written down: `41 tables, newest row 2m old then`. */
export function recordText({ tables, newestRow, began }: BackupRecord): readonly string[] {
	return [
		...(tables === undefined ? [] : [`${tables} table${tables === 1 ? '' : 's'}`]),
		...(newestRow === undefined ? [] : [`newest row ${lengthText(began - newestRow)} old then`]),
	];
}

/**
 * Whether the newest backup holds what it should. Well is only what was read to its end: when it was made here, by its record, or
 * by a restore test of it. The size and the beginning of one that somebody else made are no proof of its end.
 */
export function saneLight(found: BackupFound, at: Millis | undefined, now: Millis): Light {
	const { newest, size, median, faults, format, file, rowWithin } = found;
	const stands = at === undefined ? {} : { at };
	if (newest === undefined || size === undefined || faults === undefined)
		return { is: 'unknown', text: 'not checked', short: 'unchecked', ...stands };
	const copy = found.copies?.find((one) => one.only === undefined && one.file === file);
	const wrongs = wrongsOf(found, copy);
	const [worst] = wrongs;
	if (worst !== undefined)
		return { is: 'bad', text: wrongs.map(({ text }) => text).join('; '), short: worst.short, ...stands };
	const sizes = median === undefined ? `${bytes(size)}, none before it` : `${bytes(size)}, median ${bytes(median)}`;
	const own = copy?.own;
	if (own !== undefined && rowWithin !== undefined && own.newestRow === undefined)
		return { is: 'unknown', text: `${sizes}; its newest row was not read`, short: 'row unread', ...stands };
	if (own !== undefined) {
		const [short = bytes(size)] = recordText(own);
		return { is: 'ok', text: [...recordText(own), sizes].join(', '), short, ...stands };
	}
	if (copy?.proof?.is === 'ok')
		return {
			is: 'ok',
			text: `restored whole ${proofAge(copy.proof, now)} ago, ${sizes}`,
			short: 'restored',
			...stands,
		};
	const begins = format === undefined ? 'how it begins is not known' : `begins as ${format}`;
	const short = median === undefined ? bytes(size) : 'size ok';
	return { is: 'unknown', text: `${sizes}; ${begins}, not read to its end`, short, ...stands };
}
