import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prunable } from '../../../src/core/backup/retention.ts';
import type { BackupCopy } from '../../../src/core/finding.ts';

const day = 86_400_000;
const now = 20_000 * day + 12 * 3_600_000;
const made = (daysAgo: number, more: Partial<BackupCopy> = {}): BackupCopy => ({
	...{ file: `shop-${daysAgo}`, at: now - daysAgo * day, bytes: 10 },
	own: { bytes: 10, sha256: 'a'.repeat(64), began: now - daysAgo * day, took: 1000 },
	...more,
});
const names = (copies: readonly BackupCopy[]) => copies.map(({ file }) => file);

test('with the one of today, the newest of each of so many days stays', () => {
	const nights = Array.from({ length: 12 }, (_, index) => made(index + 1));
	expect(names(prunable(nights, 7, now))).toEqual(['shop-7', 'shop-8', 'shop-9', 'shop-10', 'shop-11', 'shop-12']);
});

test('days without a backup do not count: after a month without any, none goes', () => {
	expect(prunable([made(40), made(41), made(42)], 7, now)).toEqual([]);
});

test('of one day the newest stays, but all of the last 24 hours do', () => {
	const twice = [made(3.1, { file: 'late' }), made(3.2, { file: 'early' }), made(0.1), made(0.2)];
	expect(names(prunable(twice, 7, now))).toEqual(['early']);
});

test('the last good one stays behind however many bad ones, and the last that was restored in a test', () => {
	const own = made(0).own;
	if (own === undefined) throw new Error('no record');
	const bad = Array.from({ length: 8 }, (_, index) => made(index + 1, { own: { ...own, missing: ['orders'] } }));
	const proof = { file: '', at: now, took: 1, is: 'ok', says: '', checks: [] } as const;
	const kept = [...bad, made(20), made(30, { proof }), made(31)];
	expect(names(prunable(kept, 3, now))).not.toContain('shop-20');
	expect(names(prunable(kept, 3, now))).not.toContain('shop-30');
	expect(names(prunable(kept, 3, now))).toContain('shop-31');
});

test('what is of somebody else, or not as it was left, never goes; nor does the newest good one', () => {
	const copies = fc.array(
		fc.record({
			ago: fc.double({ min: 0, max: 400, noNaN: true }),
			own: fc.boolean(),
			changed: fc.boolean(),
			missing: fc.boolean(),
		}),
		{ maxLength: 60 },
	);
	fc.assert(
		fc.property(copies, fc.integer({ min: 1, max: 40 }), (all, keep) => {
			const list = all.map(({ ago, own, changed, missing }, index): BackupCopy => {
				const { own: record, ...copy } = made(ago, { file: `${index}` });
				if (!own || record === undefined) return copy;
				return { ...copy, bytes: changed ? 9 : 10, own: missing ? { ...record, missing: ['x'] } : record };
			});
			const gone = new Set(prunable(list, keep, now));
			for (const copy of gone) expect(copy.own?.bytes).toBe(copy.bytes);
			const good = list.filter(({ own, bytes }) => own?.bytes === bytes && own.missing === undefined);
			const newest = good.toSorted((a, b) => b.at - a.at)[0];
			if (newest !== undefined) expect([...gone].every(({ at }) => at <= newest.at)).toBe(true);
			if (newest !== undefined && good.filter(({ at }) => at === newest.at).length === 1)
				expect(gone.has(newest)).toBe(false);
		}),
	);
});

test('what restores dumped first is no backup of its day, and stays for a week', () => {
	const own = made(0).own;
	if (own === undefined) throw new Error('no record');
	const safety = (daysAgo: number) => made(daysAgo, { file: `safety-${daysAgo}`, own: { ...own, safety: true } });
	const gone = names(prunable([made(3), safety(2.9), safety(6), safety(8)], 7, now));
	expect(gone).toEqual(['safety-8']);
});
