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

/** Whether it was made by us and is as we left it: only such a one may go, and only such a one is a day's backup. */
function isOurs({ bytes, own }: BackupCopy): boolean {
	return own !== undefined && own.bytes === bytes;
}

/** Whether all that must be in it is, and no restore test says otherwise. */
function isGood({ own, proof }: BackupCopy): boolean {
	return (own?.missing ?? []).length === 0 && proof?.is !== 'failed';
}

/** The one that stays of a day: its newest good one, or its newest where none is good. `copies`: newest first. */
function bestOf(copies: readonly BackupCopy[]): readonly BackupCopy[] {
	return [copies.find(isGood) ?? copies[0]].filter((copy) => copy !== undefined);
}

/**
 * The copies that may go once a new one was made at `now`. Of each of the last `keep` days on which there is one of ours, the
 * newest good one stays; so do all of the last 24 hours, the last good one, the last one that was restored in a test, and
 * whatever was not made by us, is not as we left it, or is dated in the future: of that nobody knows of which day it is. Days
 * count only where there is a backup: after a month without any, none goes.
 */
export function prunable(copies: readonly BackupCopy[], keep: number, now: Millis): readonly BackupCopy[] {
	const all = copies.filter((copy) => isOurs(copy) && copy.at <= now + tolerance).toSorted((a, b) => b.at - a.at);
	// What restores dumped first is the way back of those, and no backup of any day.
	const sorted = all.filter(({ own }) => own?.safety !== true);
	const safety = all.filter(({ own, at }) => own?.safety === true && now - at < keptFor);
	const byDay = Map.groupBy(sorted, dayOf);
	const days = [...new Set([Math.floor(now / day), ...byDay.keys()])].sort((a, b) => b - a).slice(0, keep);
	const stays = new Set([
		...days.flatMap((on) => bestOf(byDay.get(on) ?? [])),
		...sorted.filter(({ at }) => now - at < day),
		...sorted.filter(isGood).slice(0, 1),
		...sorted.filter(({ proof }) => proof?.is === 'ok').slice(0, 1),
	]);
	for (const copy of safety) stays.add(copy);
	return all.filter((copy) => !stays.has(copy));
}

/** The same of the copies off-site: each as long as the backup that it is of would stay. */
export function prunableThere(copies: readonly BackupCopy[], keep: number, now: Millis): readonly BackupCopy[] {
	const there = copies.flatMap((copy) => {
		const { remote } = copy;
		// Another content is not what we left there.
		return remote === undefined || remote.hash === 'other' ? [] : [{ ...copy, bytes: remote.bytes }];
	});
	return prunable(there, keep, now);
}
