import type { BackupCopy } from '../finding.ts';
import type { Millis } from '../model.ts';

const day: Millis = 86_400_000;
/** So long what a restore dumped first stays. */
const keptFor: Millis = 7 * day;
/** Clocks that differ by less are no news. */
const tolerance: Millis = 120_000;

function dayOf({ at }: Pick<BackupCopy, 'at'>): number {
	return Math.floor(at / day);
}

/** Whether it is what was written down when it was made, and all that must be in it is. */
function isGood({ bytes, own, proof }: BackupCopy): boolean {
	return own !== undefined && own.bytes === bytes && (own.missing ?? []).length === 0 && proof?.is !== 'failed';
}

/**
 * The copies that may go once a new one was made at `now`. Of each of the last `keep` days on which there is one, the newest
 * stays; so do all of the last 24 hours, the last good one, the last one that was restored in a test, and whatever was not
 * made by us or is not as we left it, or is dated in the future: of that nobody knows of which day it is. Days count only where there is a backup: after a month without any, none goes.
 */
export function prunable(copies: readonly BackupCopy[], keep: number, now: Millis): readonly BackupCopy[] {
	const all = copies.filter(({ at }) => at <= now + tolerance).toSorted((a, b) => b.at - a.at);
	// What restores dumped first is the way back of those, and no backup of any day.
	const sorted = all.filter(({ own }) => own?.safety !== true);
	const safety = all.filter(({ own, at }) => own?.safety === true && now - at < keptFor);
	const days = new Set([Math.floor(now / day), ...sorted.map(dayOf)].sort((a, b) => b - a).slice(0, keep));
	const newestOf = new Map(sorted.toReversed().map((copy) => [dayOf(copy), copy]));
	const stays = new Set([
		...[...newestOf].flatMap(([on, copy]) => (days.has(on) ? [copy] : [])),
		...sorted.filter(({ at }) => now - at < day),
		...sorted.filter(isGood).slice(0, 1),
		...sorted.filter(({ proof }) => proof?.is === 'ok').slice(0, 1),
	]);
	for (const copy of safety) stays.add(copy);
	return all.filter((copy) => copy.own !== undefined && copy.own.bytes === copy.bytes && !stays.has(copy));
}
