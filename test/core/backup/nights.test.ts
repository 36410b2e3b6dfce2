import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nightCount, nightSigns, nightsOf } from '../../../src/core/backup/nights.ts';
import type { BackupCopy, BackupFound, RestoreProof } from '../../../src/core/finding.ts';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 10, 22, 12);
const proof = (is: RestoreProof['is']): RestoreProof => ({ file: '', at: now, took: 1, is, says: '', checks: [] });
const own = { bytes: 7, sha256: '', began: 0, took: 0 };
/** A backup of so many nights ago, at half past two. */
const copy = (ago: number, more: Partial<BackupCopy> = {}): BackupCopy => ({
	...{ file: `db-${ago}`, at: Date.UTC(2026, 10, 22, 2, 30) - ago * day, bytes: 7 },
	...more,
});
const strip = (copies: readonly BackupCopy[], more: Partial<BackupFound> = {}) =>
	nightsOf(
		{ is: 'backup', name: 'db', place: '/b', newest: copies[0]?.at ?? 0, within: 26 * hour, copies, ...more },
		now,
	)
		.map(({ is }) => nightSigns[is])
		.join(' ');

test('has a sign for each of the last 14 days, the oldest first', () => {
	const copies = [
		copy(0, { proof: proof('ok') }),
		copy(1),
		copy(2, { proof: proof('failed') }),
		copy(4, { own: { ...own, bytes: 8 } }),
		copy(5, { own: { ...own, missing: ['users'] } }),
		copy(6, { own }),
		copy(7, { bytes: 0 }),
		copy(8, { only: 'off-site' }),
		copy(20),
	];
	expect(strip(copies)).toBe('- - - - - + x + x x - x + *');
});

test('the best of a night counts', () => {
	expect(strip([copy(0, { bytes: 0 }), copy(0, { file: 'again' })])).toMatch(/\+$/);
});

test('the newest is as bad as its probe says', () => {
	expect(strip([copy(0)], { file: 'db-0', faults: { content: 'it is cut off' } })).toMatch(/x$/);
});

test('what was before the first that is known is unknown', () => {
	expect(strip([copy(0), copy(2)])).toBe('? ? ? ? ? ? ? ? ? ? ? + - +');
});

test('today is none only once the newest is late', () => {
	expect(strip([copy(1)])).toMatch(/\+ -$/);
	expect(strip([copy(1)], { within: 40 * hour })).toMatch(/\+ \?$/);
});

test('where no backup is known one by one there is no strip', () => {
	expect(strip([])).toBe('');
});

test('whatever there is, a strip has 14 days in a row, and none but those with a backup is well', () => {
	const at = fc.integer({ min: now - 30 * day, max: now });
	const some = fc.array(fc.record({ file: fc.string(), at, bytes: fc.nat(3) }), { minLength: 1 });
	fc.assert(
		fc.property(some, (copies) => {
			const nights = nightsOf({ is: 'backup', name: '', place: '', copies }, now);
			expect(nights).toHaveLength(nightCount);
			for (const [index, night] of nights.entries()) {
				expect(night.day).toBe(Math.floor(now / day) * day - (13 - index) * day);
				const mine = copies.filter((one) => one.at >= night.day && one.at < night.day + day);
				expect(night.is === 'there').toBe(mine.some(({ bytes }) => bytes > 0));
				expect(['none', 'unknown'].includes(night.is)).toBe(mine.length === 0);
			}
		}),
	);
});
