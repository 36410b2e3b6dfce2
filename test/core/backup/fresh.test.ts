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
const found = (copies: readonly BackupCopy[], proofs: readonly RestoreProof[] = [proof()]): BackupFound => ({
	...{ is: 'backup', name: 'shop', place: '/b', copies, proofs },
});

test('a young and whole backup of a dataset whose restore test passed is fresh', () => {
	expect(notFresh(found([copy()]), asked, now)).toBe(undefined);
});

test.each<[string, BackupFound, RegExp]>([
	['none', found([]), /^there is no backup$/],
	['only off-site', found([copy({ only: 'off-site' })]), /^there is no backup$/],
	['too old', found([copy({ at: now - 25 * hour })]), /shop-1 is 25h old, and may be 24h/],
	['of somebody else', found([{ file: 'x', at: now, bytes: 1 }]), /nobody here knows whether x is whole/],
	['changed since', found([copy({ bytes: 9 })]), /not what it was when it was made/],
	['without a table', found([copy({ own: { ...own, missing: ['orders'] } })]), /lacks orders/],
	['never restored', found([copy()], []), /never|ever restored in a test/],
	['failed its test', found([copy()], [proof(), proof({ at: now, is: 'failed', says: 'cut off' })]), /failed: cut off/],
	['tested long ago', found([copy()], [proof({ at: now - 200 * hour })]), /8d ago, and may be 7d/],
])('one that is %s is none', (_what, backups, why) => {
	expect(notFresh(backups, asked, now)).toMatch(why);
});
