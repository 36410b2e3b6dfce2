import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFolder } from '../../../src/core/backup/listing.ts';
import { mayBeBackup } from '../../../src/core/backup/names.ts';
import { parseRemote } from '../../../src/core/backup/remote.ts';

describe('parseFolder', () => {
	test('reads what the script prints', () => {
		const text =
			'clock=1000\nfolder=there\ncount=7\nfile=900 12 ./db 1.sql.gz\nfile=800 13 ./a/b.gz\nhead=1f8b\ninner=empty\n';
		expect(parseFolder(text)).toEqual({
			folder: 'there',
			clock: 1000,
			count: 7,
			files: [
				{ path: 'db 1.sql.gz', at: 900, bytes: 12 },
				{ path: 'a/b.gz', at: 800, bytes: 13 },
			],
			head: '1f8b',
			inner: 'empty',
			records: new Map(),
			proofs: [],
		});
	});
	test.each(['missing', 'denied'])('a folder that is %s', (folder) => {
		expect(parseFolder(`clock=1\nfolder=${folder}\n`)).toMatchObject({ folder, files: [], count: 0 });
	});
	test.each(['', 'Welcome', 'clock=1', 'folder=there', 'clock=now\nfolder=there', 'clock=1\nfolder=here'])(
		'%j says nothing',
		(text) => expect(parseFolder(text)).toBeUndefined(),
	);
	test('lines that are none cost nothing else', () => {
		const bad = [
			'file=',
			'file=x 1 ./a',
			'file=-1 5 ./a',
			'file=1 99999999999999999999 ./a',
			'file=1 5',
			'file=5 5 ./a.part',
		];
		const text = `clock=9\nfolder=there\n${bad.join('\n')}\nfile=3 5 ./\u001b]52;c;x\u0007\u202ea.gz\n`;
		expect(parseFolder(text)?.files).toEqual([{ path: '\u001b]52;c;x\u0007\u202ea.gz', at: 3, bytes: 5 }]);
	});
	test('whatever comes, what is found is sound', () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(fc.string(), fc.constant('folder=there'), fc.constant('clock=5'))), (lines) => {
				for (const file of parseFolder(lines.join('\n'))?.files ?? []) expect(file.bytes).toBeGreaterThanOrEqual(0);
			}),
		);
	});
});

describe('parseRemote', () => {
	const entry = (Path: string, ModTime: string, Size = 5, more: object = {}) => ({
		Path,
		Name: Path,
		Size,
		ModTime,
		...more,
	});
	test('lists the newest first, without folders and half files', () => {
		const text = JSON.stringify([
			entry('a.gz', '2026-11-19T02:00:00Z'),
			entry('b.gz', '2026-11-20T03:00:00+01:00', 7),
			entry('c.gz.partial', '2026-11-20T02:00:00Z'),
			entry('d', '2026-11-20T02:00:00Z', -1, { IsDir: true }),
			entry('e.gz', 'yesterday'),
			{ Path: 7 },
			null,
		]);
		expect(parseRemote(text, 'R2:b')).toEqual({
			ok: true,
			value: [
				{ path: 'b.gz', at: Date.UTC(2026, 10, 20, 2) / 1000, bytes: 7 },
				{ path: 'a.gz', at: Date.UTC(2026, 10, 19, 2) / 1000, bytes: 5 },
			],
		});
	});
	test('what is no list has no files, and what is no JSON is said', () => {
		expect(parseRemote('{}', 'R2:b')).toEqual({ ok: true, value: [] });
		expect(parseRemote('2026/11/20 ERROR', 'R2:b')).toMatchObject({ ok: false, failure: { kind: 'garbled' } });
	});
});

test.each([
	['db.sql.gz', true],
	['2026/db.dump', true],
	['db.sql.gz.part', false],
	['db.TMP', false],
	['.db.gz', false],
	['db.sha256', false],
	['db~', false],
])('%s may be a backup: %s', (name, may) => {
	expect(mayBeBackup(name)).toBe(may);
});

test('a restore test is understood with as many checks as are written down of one', () => {
	const checks = Array.from({ length: 60 }, (_, index) => `${'n'.repeat(60)}${index}\tok\t${'v'.repeat(300)}`);
	const line = ['proof=1700000000', '4000', 'ok', 'shop-1.dump.zst', 'restored', ...checks].join('\t');
	expect(line.length).toBeGreaterThan(4096);
	expect(parseFolder(`clock=1700000100\nfolder=there\n${line}\ncount=0\n`)?.proofs[0]?.checks.length).toBe(60);
});
