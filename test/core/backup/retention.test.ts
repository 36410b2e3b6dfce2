import fc from 'fast-check';
import { expect, test } from 'vitest';
import { prunable, prunableThere } from '../../../src/core/backup/retention.ts';
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

test('so many days stay however many backups there are of each', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 30 }), (perDay, keep) => {
			const nights = Array.from({ length: 40 * perDay }, (_, index) => made(index / perDay, { file: `${index}` }));
			const gone = new Set(prunable(nights, keep, now));
			const left = nights.filter((copy) => !gone.has(copy)).map(({ at }) => Math.floor(at / day));
			expect(new Set(left).size).toBeGreaterThanOrEqual(keep);
			expect(new Set(left).size).toBeLessThanOrEqual(keep + 1);
		}),
	);
});

test('neither what a cron of somebody else wrote later on a day nor a later bad one takes the place of the good one', () => {
	const own = made(0).own;
	if (own === undefined) throw new Error('no record');
	const { own: _none, ...foreign } = made(0, { bytes: 3 });
	const failed = { file: '', at: now, took: 0, is: 'failed', says: 'lost', checks: [] } as const;
	const laterOn = (daysAgo: number): readonly BackupCopy[] => [
		{ ...foreign, file: `cron-${daysAgo}`, at: now - (daysAgo - 0.1) * day },
		made(daysAgo - 0.2, { file: `lacks-${daysAgo}`, own: { ...own, missing: ['orders'] } }),
		made(daysAgo - 0.3, { file: `failed-${daysAgo}`, proof: failed }),
	];
	const all = [2, 3, 4, 5].flatMap((ago) => [made(ago), ...laterOn(ago)]);
	const gone = names(prunable(all, 7, now));
	expect(gone.filter((name) => name.startsWith('shop'))).toEqual([]);
	expect(gone.filter((name) => name.startsWith('cron'))).toEqual([]);
	expect(gone.toSorted()).toEqual([2, 3, 4, 5].flatMap((ago) => [`failed-${ago}`, `lacks-${ago}`]).toSorted());
});

test('a copy off-site of another size or content is the backup of no day, and does not go', () => {
	const there = (daysAgo: number, hash: 'same' | 'other', bytes = 10) =>
		made(daysAgo, { file: `${hash}-${bytes}-${daysAgo}`, remote: { at: now, bytes, hash } });
	const all = [
		...[made(2), there(3, 'same'), there(2.8, 'other'), there(2.7, 'same', 9)],
		...[there(4, 'same'), there(3.9, 'same'), made(60)],
	];
	expect(names(prunableThere(all, 30, now))).toEqual(['same-10-4']);
});
