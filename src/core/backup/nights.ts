import type { BackupCopy, BackupFound } from '../finding.ts';
import type { Millis } from '../model.ts';
import { isUsual } from './usual.ts';

/** What became of a night: its backup was restored, is there, is there and bad, is missing; or nobody knows. */
export type NightIs = 'proven' | 'there' | 'bad' | 'none' | 'unknown';

/** A UTC day and the best backup of it. `day`: when it begins. */
export interface Night {
	readonly day: Millis;
	readonly is: NightIs;
}

/** So many are shown. */
export const nightCount = 14;

const day: Millis = 86_400_000;

/** Each as one sign. */
export const nightSigns: Readonly<Record<NightIs, string>> = {
	...{ proven: '*', there: '+', bad: 'x', none: '-', unknown: '?' },
};

/** What a sign means. */
export const nightWords: Readonly<Record<NightIs, string>> = {
	...{ proven: 'restored', there: 'there', bad: 'bad', none: 'none', unknown: 'unknown' },
};

const isBad = ({ bytes, own, proof }: BackupCopy): boolean =>
	bytes === 0 ||
	proof?.is === 'failed' ||
	(own !== undefined && (own.bytes !== bytes || (own.missing ?? []).length > 0));

function copyIs(copy: BackupCopy, { file, faults }: BackupFound): NightIs {
	if (isBad(copy) || (copy.file === file && faults?.content !== undefined)) return 'bad';
	return copy.proof?.is === 'ok' ? 'proven' : 'there';
}

/** Of several backups of a night the best one counts. */
const best: readonly NightIs[] = ['proven', 'there', 'bad'];

/**
 * The last 14 days by UTC, the oldest first; empty where no backup of a dataset is known one by one. What was before the
 * oldest that is known may have been removed since: it is unknown, and so is today until the newest breaks its promise.
 */
export function nightsOf(found: BackupFound, now: Millis): readonly Night[] {
	const { newest, within } = found;
	// What a restore dumped of what it replaced is the backup of no night; nor is what is of other data.
	const copies = (found.copies ?? []).filter(isUsual);
	if (copies.length === 0) return [];
	const today = Math.floor(now / day) * day;
	const first = Math.min(...copies.map(({ at }) => Math.floor(at / day) * day));
	const byDay = Map.groupBy(copies, ({ at }) => Math.floor(at / day) * day);
	const isDue = newest === undefined || (within !== undefined && now - newest > within);
	return Array.from({ length: nightCount }, (_, index): Night => {
		const begins = today - (nightCount - 1 - index) * day;
		const seen = (byDay.get(begins) ?? []).map((copy) => copyIs(copy, found));
		const is = best.find((one) => seen.includes(one));
		if (is !== undefined) return { day: begins, is };
		return { day: begins, is: begins < first || (begins === today && !isDue) ? 'unknown' : 'none' };
	});
}
