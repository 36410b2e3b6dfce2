import { expect, test } from 'vitest';
import { notFresh } from '../../../src/core/backup/fresh.ts';
import type { BackupCopy, BackupFound, RestoreProof } from '../../../src/core/finding.ts';

const [hour, now] = [3_600_000, 1_800_000_000_000];
const asked = { within: 24 * hour, verified: 168 * hour };
const own = { bytes: 10, sha256: 'a'.repeat(64), began: now - hour, took: 1000 };
const copy = (more: Partial<BackupCopy> = {}): BackupCopy => ({
	file: 'shop-1',
	at: now - hour,
	bytes: 10,
	own,
	...more,
});
const proof = (more: Partial<RestoreProof> = {}): RestoreProof => ({
	...{ file: 'shop-0', at: now - 24 * hour, took: 1000, is: 'ok', says: '', checks: [] },
	...more,
});
const found = (copies: readonly BackupCopy[], proofs: readonly RestoreProof[] = [proof()]): BackupFound => {
	const [newest] = copies.filter(({ only }) => only === undefined);
	const told = newest === undefined ? {} : { newest: newest.at, size: newest.bytes, file: newest.file };
	const faults = newest !== undefined && newest.at > now ? { age: 'it is dated in the future' } : {};
	return { is: 'backup', name: 'shop', dataset: 'production/shop', place: '/b', copies, proofs, faults, ...told };
};

test('a young and whole backup of a dataset whose restore test passed is fresh', () => {
	expect(notFresh(found([copy()]), asked, now)).toBe(undefined);
});

test.each<[string, BackupFound, RegExp]>([
	['none', found([]), /there is no backup/],
	['only off-site', found([copy({ only: 'off-site' })]), /there is no backup/],
	['too old', found([copy({ at: now - 25 * hour })]), /25h ago, promised every 24h/],
	['of the future', found([copy({ at: now + 5 * hour })]), /^the newest backup: /],
	['of somebody else', found([{ file: 'x', at: now, bytes: 1 }]), /^what it holds: /],
	['changed since', found([copy({ bytes: 9 })]), /^what it holds: /],
	['without a table', found([copy({ own: { ...own, missing: ['orders'] } })]), /orders/],
	['never restored', found([copy()], []), /never restored/],
	[
		'failed its test',
		found([copy()], [proof(), proof({ at: now, is: 'failed', says: 'cut off' })]),
		/failed .*cut off/,
	],
	['tested long ago', found([copy()], [proof({ at: now - 200 * hour })]), /8d ago/],
])('one that is %s is none', (_what, backups, why) => {
	expect(notFresh(backups, asked, now)).toMatch(why);
});
