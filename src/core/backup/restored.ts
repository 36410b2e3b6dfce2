import type { BackupCopy, BackupFound, RestoreProof } from '../finding.ts';
import { duration, shortAge } from '../format.ts';
import { lengthText } from '../length-text.ts';
import type { Millis } from '../model.ts';
import { backupAge } from './age.ts';
import type { Light } from './light.ts';
import { unreadLight } from './unread.ts';

const minute: Millis = 60_000;
/** Clocks that differ by less are no news. */
const tolerance: Millis = 2 * minute;

/** How long something took, for people: `8.1s`, `4m 10s`, `2h 4m`. */
export function tookText(took: Millis): string {
	return took < 60 * minute ? duration(took) : lengthText(took);
}

/** How old a restore test is, in the unit in which one is promised: `40m`, `9h`, `2d`. */
export function proofAge({ at }: Pick<RestoreProof, 'at'>, now: Millis): string {
	return shortAge(now - at);
}

/** The last restore test, of whichever backup; of two at one time the one that failed. */
export function lastProof(proofs: readonly RestoreProof[] = []): RestoreProof | undefined {
	const isAfter = (one: RestoreProof, last: RestoreProof) =>
		one.at > last.at || (one.at === last.at && one.is === 'failed');
	return proofs.reduce<RestoreProof | undefined>(
		(last, one) => (last === undefined || isAfter(one, last) ? one : last),
		undefined,
	);
}

/** Which backup was tested, and what became of it since. */
function fileText({ file, at }: RestoreProof, copies: readonly BackupCopy[] | undefined): string {
	const copy = copies?.find((one) => one.file === file);
	if (copies === undefined || copy?.only !== undefined) return file;
	if (copy === undefined) return `${file}, which is gone since`;
	return copy.at > at ? `${file}, which was written anew since` : file;
}

function checksText({ checks }: RestoreProof): string {
	if (checks.length === 0) return 'nothing was asked of it';
	return `${checks.length} check${checks.length === 1 ? '' : 's'}`;
}

/** Whether no backup is left, here or off-site, of which a restore test could vouch. */
function isNothingLeft({ newest, copies }: BackupFound): boolean {
	if (newest !== undefined || copies === undefined) return false;
	return copies.every(({ own, of }) => of !== undefined || own?.safety === true);
}

/** How the last restore test of a dataset came out, of whichever of its backups. */
export function restoredLight(found: BackupFound, now: Millis): Light {
	const { dataset, proofs, copies, provenWithin } = found;
	const last = lastProof(proofs);
	if (last === undefined && found.unread === true) return unreadLight;
	if (last === undefined)
		return dataset === undefined && proofs === undefined
			? { is: 'unknown', text: 'not asked: a line under probes knows of no restore test', short: 'not asked' }
			: { is: 'unknown', text: 'never restored', short: 'never' };
	const { at, took, is } = last;
	const [age, file] = [proofAge(last, now), fileText(last, copies)];
	if (at > now + tolerance) {
		const text = `the last restore test is dated ${backupAge(at - now)} in the future (${file})`;
		return { is: 'unknown', text, short: 'future', at };
	}
	if (is === 'failed')
		return { is: 'bad', text: `failed ${age} ago: ${failureText(last)} (${file})`, short: `failed ${age}`, at };
	const text = `${age} ago in ${tookText(took)}, ${checksText(last)} (${file})`;
	if (provenWithin !== undefined && now - at > provenWithin)
		return {
			is: 'bad',
			text: `${age} ago, promised every ${shortAge(provenWithin)} (${file})`,
			short: `${age} LATE`,
			at,
		};
	if (isNothingLeft(found))
		return { is: 'unknown', text: `nothing is there to restore; the last test was ${text}`, short: 'none left', at };
	return { is: 'ok', text, short: `${age} in ${tookText(took)}`, at };
}

/** Why a restore test failed: what it says, which names its checks, else those that did. */
export function failureText({ says, checks }: RestoreProof): string {
	if (says !== '') return says;
	const failed = checks.filter((one) => one.is === 'failed').map(({ name, says: came }) => `${name}: ${came}`);
	return failed.join('; ') || 'it does not say why';
}
