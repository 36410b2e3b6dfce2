import type { BackupFound } from '../finding.ts';
import type { Millis } from '../model.ts';
import { backupAge } from './age.ts';
import { lastProof, proofAge } from './restored.ts';

/** What is asked of a backup before a risky step: how old the newest may be, and the last restore test. */
export interface Freshness {
	readonly within: Millis;
	readonly verified: Millis;
}

function notYoung({ copies = [] }: BackupFound, { within }: Freshness, now: Millis): string | undefined {
	const newest = copies.find(({ only }) => only === undefined);
	if (newest === undefined) return 'there is no backup';
	const { file, at, bytes, own } = newest;
	if (now - at > within) return `${file} is ${backupAge(now - at)} old, and may be ${backupAge(within)}`;
	if (own === undefined) return `nobody here knows whether ${file} is whole: it was made by somebody else`;
	if (own.bytes !== bytes) return `${file} is not what it was when it was made`;
	const missing = own.missing ?? [];
	return missing.length === 0 ? undefined : `${file} lacks ${missing.join(', ')}`;
}

function notProven({ proofs }: BackupFound, { verified }: Freshness, now: Millis): string | undefined {
	const last = lastProof(proofs);
	if (last === undefined) return 'none of its backups was ever restored in a test';
	if (last.is === 'failed') return `the last restore test failed: ${last.says}`;
	if (now - last.at <= verified) return undefined;
	return `the last restore test was ${proofAge(last, now)} ago, and may be ${backupAge(verified)}`;
}

/** Why the backups of a dataset are not fresh and verified, in words; undefined where they are. */
export function notFresh(found: BackupFound, asked: Freshness, now: Millis): string | undefined {
	return notYoung(found, asked, now) ?? notProven(found, asked, now);
}
