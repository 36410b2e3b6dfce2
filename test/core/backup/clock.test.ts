// Clocks that are off: of the host, of what dated a file or a row, and of a host whose clock was set back in between.
import { expect, test } from 'vitest';
import { copiesOf, proofsOf } from '../../../src/core/backup/copies.ts';
import { notFresh } from '../../../src/core/backup/fresh.ts';
import { backupFaults, newestOf } from '../../../src/core/backup/judge.ts';
import { lightsOf } from '../../../src/core/backup/lights.ts';
import { parseFolder } from '../../../src/core/backup/listing.ts';
import { prunable } from '../../../src/core/backup/retention.ts';
import type { BackupFound } from '../../../src/core/finding.ts';

const [hour, day] = [3_600_000, 86_400_000];
const now = Date.UTC(2026, 10, 22, 12);
const sha = 'a1'.repeat(32);
const record = (file: string, began: number, more = '') =>
	`record=./${file}\tbegan=${began}\ttook=5\tbytes=10\tsha256=${sha}${more}`;
const proof = (file: string, at: number, is = 'ok') => `proof=${at}\t5000\t${is}\t${file}\t`;

/** What is found where the host's clock is off by so much; `lines`: what its script prints, by that clock. */
const foundAt = (off: number, lines: (clock: number) => readonly string[]): BackupFound => {
	const clock = (now + off) / 1000;
	const folder = parseFolder([`clock=${clock}`, 'folder=there', ...lines(clock)].join('\n'));
	if (folder === undefined) throw new Error('it says nothing');
	const newest = newestOf(folder.files, folder.clock);
	if (newest === undefined) throw new Error('no backup');
	return {
		...{
			is: 'backup',
			name: 'shop',
			dataset: 'production/shop',
			place: '/b',
			within: 26 * hour,
			provenWithin: 7 * day,
		},
		...{ newest: now - newest.age, size: newest.file.bytes, file: newest.file.path, rowWithin: 2 * hour },
		copies: copiesOf(folder, [], now),
		proofs: proofsOf(folder, now),
		faults: backupFaults(newest, undefined, { within: 26 * hour, shrink: 0.5, id: 'production/shop' }),
	};
};
const asked = { within: 26 * hour, verified: 7 * day };

test.each([-hour, 0, hour])('a clock of the host that is off by %i ms changes no light and no gate', (off) => {
	const well = foundAt(off, (clock) => [
		`file=${clock - 3600} 10 ./shop-1`,
		record('shop-1', clock - 3605, `\tnewest-row=${clock - 3700}`),
		proof('shop-1', clock - 1800),
	]);
	expect(lightsOf(well, { at: now }, now)).toMatchObject({
		...{ ran: { is: 'ok', short: '1h' }, sane: { is: 'ok' }, restored: { is: 'ok', at: now - 1_800_000 } },
	});
	expect(notFresh(well, asked, now)).toBeUndefined();
	const late = foundAt(off, (clock) => [
		`file=${clock - 26 * 3600 - 60} 10 ./shop-1`,
		record('shop-1', clock - 100_000),
	]);
	expect(lightsOf(late, { at: now }, now).ran.is).toBe('bad');
});

test('a backup that is dated in the future is of unknown age, and no gate takes it for fresh', () => {
	const found = foundAt(0, (clock) => [
		`file=${clock + 3600} 10 ./shop-2`,
		`file=${clock - 60} 10 ./shop-1`,
		record('shop-2', clock + 3590),
		proof('shop-1', clock - 30),
	]);
	expect(lightsOf(found, { at: now }, now).ran).toMatchObject({ is: 'unknown', short: 'future' });
	expect(notFresh(found, asked, now)).toMatch(/^the newest backup: .*in the future/);
});

test('backups that are dated in the future take no day from the good ones, and are no good one themselves', () => {
	const nights = Array.from({ length: 10 }, (_, index) => [`shop-${index}`, now - (index + 1) * day] as const);
	const ahead = Array.from({ length: 8 }, (_, index) => [`ahead-${index}`, now + (index + 1) * day] as const);
	const copies = (all: readonly (readonly [string, number])[]) =>
		all.map(([file, at]) => ({ file, at, bytes: 10, own: { bytes: 10, sha256: sha, began: at, took: 1 } }));
	const gone = prunable(copies(nights), 7, now);
	expect(gone.map(({ file }) => file)).toEqual(['shop-6', 'shop-7', 'shop-8', 'shop-9']);
	expect(prunable(copies([...ahead, ...nights]), 7, now)).toEqual(gone);
	const bad = copies(nights).map((copy) => ({ ...copy, own: { ...copy.own, missing: ['orders'] } }));
	const [first, ...rest] = copies(nights.slice(9));
	if (first === undefined) throw new Error('none');
	expect(prunable([...copies(ahead), ...bad.slice(0, 9), first, ...rest], 3, now)).not.toContain(first);
});

test('a restore test that failed counts although the clock was set back since one that passed', () => {
	const found = foundAt(0, (clock) => [
		`file=${clock - 7200} 10 ./shop-1`,
		record('shop-1', clock - 7205),
		proof('shop-1', clock + 1800),
		proof('shop-1', clock - 60, 'failed'),
	]);
	const inAnHour = now + hour;
	for (const at of [now, inAnHour])
		expect(lightsOf(found, { at }, at)).toMatchObject({ restored: { is: 'bad' }, sane: { is: 'bad' } });
});

test('a restore test is of a backup of ours although the clock was set back since that was made', () => {
	const found = foundAt(0, (clock) => [
		`file=${clock + 30} 10 ./shop-1`,
		record('shop-1', clock + 25),
		proof('shop-1', clock - 60, 'failed'),
	]);
	expect(lightsOf(found, { at: now }, now).sane).toMatchObject({ is: 'bad', short: 'test failed' });
});

test.each([
	[hour, 'ok'],
	[13 * hour, 'ok'],
	[15 * hour, 'bad'],
	[9_000 * day, 'bad'],
])('a newest row that is dated %i ms ahead: no zone explains a whole day', (ahead, is) => {
	const found = foundAt(0, (clock) => [
		`file=${clock - 60} 10 ./shop-1`,
		record('shop-1', clock - 65, `\tnewest-row=${clock - 65 + ahead / 1000}`),
	]);
	expect(lightsOf(found, { at: now }, now).sane.is).toBe(is);
});
