// Reading a backup by its content, in real shells, with what every machine has: gzip and tar.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { tarOf } from '../../support/evil-tar.ts';
import { hostileNames, posixShells } from '../../support/stand-ins.ts';
import { readBackup, unpacked } from '../../support/whole.ts';

const folder = mkdtempSync(join(tmpdir(), 'watchdeck-unpack-'));
afterAll(() => rmSync(folder, { recursive: true }));
const put = (bytes: string | Buffer, name = 'backup.sql.gz'): string => {
	writeFileSync(join(folder, name), bytes);
	return join(folder, name);
};

const rows = Array.from({ length: 400 }, (_, i) => `INSERT INTO \`t\` VALUES (${i},'${(i * 7919).toString(36)}');`);
const mysql = `-- MySQL dump 10.13\n--\n-- Host: db    Database: shop\nCREATE TABLE \`t\` (\n);\n${rows.join('\n')}\n-- Dump completed\n`;
const packed = gzipSync(mysql);

describe.each(posixShells)('in %s', (name, shell) => {
	test.each([
		['none/sql', mysql],
		['gzip/sql', packed],
		['gzip/sql', gzipSync(`\ufeff\n \t${mysql}`)],
		['none/sql', '\\restrict key\n'],
		['none/sql', 'create table t (a int);'],
		['none/sql', '/*M!999999\\- enable the sandbox mode */ \n'],
		['none/unknown', 'Setting up the database'],
		['none/pg-archive', 'PGDMP\x01\x0e\0'],
		['gzip/pg-archive', gzipSync('PGDMP\x01\x0e\0')],
		['none/pg-tar', tarOf([{ name: 'toc.dat', bytes: 'PGDMP' }])],
		['none/tar', tarOf([{ name: 'etc/' }, { name: 'etc/toc.dat', bytes: 'PGDMP' }])],
		['gzip/rdb', gzipSync('REDIS0011')],
		['none/rdb', 'VALKEY080'],
		['none/sqlite', 'SQLite format 3\0'],
		['none/empty', ''],
		['gzip/empty', gzipSync('')],
		['gzip/unknown', packed.subarray(0, 5)],
		['gzip/unknown', gzipSync(packed)],
		['encrypted/encrypted', 'age-encryption.org/v1\n'],
		['encrypted/encrypted', Buffer.from('8c0d04090302', 'hex')],
		['gzip/encrypted', gzipSync('-----BEGIN PGP MESSAGE-----')],
		[
			'gzip/sql/backup/export',
			gzipSync(
				tarOf([
					{ name: 'backup/', kind: '5' },
					{ name: 'backup/export', bytes: mysql },
				]),
			),
		],
		['none/rdb/./backup/export', tarOf([{ name: './backup/export', bytes: 'REDIS0011' }])],
		['none/tar', tarOf([{ name: 'backup/exports', bytes: mysql }])],
		['none/unknown', '<html>404 not found</html>'],
	])('it is %s', (format, bytes) => {
		expect(readBackup(shell, 'mysql', put(bytes)).format).toBe(format);
	});

	test('the folder of a directory dump, and any other', () => {
		const dump = join(folder, 'dump.d');
		mkdirSync(dump, { recursive: true });
		writeFileSync(join(dump, 'toc.dat'), 'PGDMP\x01');
		expect(readBackup(shell, 'redis', dump)).toMatchObject({
			format: 'none/pg-folder',
			says: 'the backup is a backup of PostgreSQL, and a Redis RDB is wanted',
		});
		expect(readBackup(shell, 'postgres', folder).says).toBe('it is a folder without toc.dat: no backup of pg_dump');
	});

	test('a tar with such a member is itself the backup of a dataset of files', () => {
		const file = put(tarOf([{ name: 'backup/export', bytes: mysql }]));
		expect(readBackup(shell, 'files', file)).toMatchObject({ format: 'none/tar', whole: true });
	});

	test('what is in it comes out as it was', () => {
		const inside = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 31) % 256));
		const tgz = gzipSync(tarOf([{ name: 'backup/export', bytes: Buffer.concat([Buffer.from('PGDMP'), inside]) }]));
		for (const bytes of [inside, gzipSync(inside)])
			expect(unpacked(shell, put(bytes))).toEqual({ bytes: inside, ok: true });
		expect(unpacked(shell, put(tgz)).bytes.subarray(5)).toEqual(inside);
	});

	test.each([
		['', 'the backup is empty'],
		[gzipSync(''), 'the backup is empty'],
		['age-encryption.org/v1\n', 'the backup is encrypted: decrypt it first'],
		[gzipSync('Salted__abc'), 'the backup is encrypted: decrypt it first'],
		[
			'\x1b[31mmysqldump: Error 2002\nx',
			'nobody can tell what the backup is, but not a dump of MySQL or MariaDB: it begins with “[31mmysqldump: Error 2002x”',
		],
		['REDIS0011', 'the backup is a Redis RDB, and a dump of MySQL or MariaDB is wanted'],
		[gzipSync('PGDMP'), 'the backup is a backup of PostgreSQL, and a dump of MySQL or MariaDB is wanted'],
		['SQLite format 3\0', 'the backup is an SQLite database, and a dump of MySQL or MariaDB is wanted'],
		[tarOf([{ name: 'a', bytes: 'a' }]), 'the backup is a tar of files, and a dump of MySQL or MariaDB is wanted'],
	])('%#: named for what it is', (bytes, says) => {
		expect(readBackup(shell, 'mysql', put(bytes))).toMatchObject({ says, whole: false });
	});

	test('what is damaged from its beginning is damaged, whatever comes out of it', () => {
		const bytes = gzipSync('?'.repeat(5000));
		bytes.writeUInt8(bytes.readUInt8(bytes.length - 8) ^ 1, bytes.length - 8);
		const read = readBackup(shell, 'mysql', put(bytes));
		expect(read).toMatchObject({
			says: expect.stringMatching(/^the backup is damaged: gzip.*crc error$/),
			whole: false,
		});
	});

	test('something follows its end', () => {
		const read = readBackup(shell, 'mysql', put(Buffer.concat([packed, Buffer.from('and more')])));
		// busybox passes over it: what is packed is whole.
		if (name === 'busybox') expect(read).toMatchObject({ whole: true });
		else
			expect(read).toMatchObject({
				says: 'the backup is damaged: something that is no gzip follows its end',
				whole: false,
			});
	});

	test('what is cut off anywhere is never whole', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: packed.length - 1 }), (at) => {
				const read = readBackup(shell, 'mysql', put(packed.subarray(0, at)));
				expect(read.whole).toBe(false);
				expect(read.says).toMatch(/cut off|is empty|nobody can tell what the backup is/);
			}),
			{ numRuns: 25 },
		);
	});

	test('what has one bit flipped is never whole, unless the same comes out', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: packed.length * 8 - 1 }), (at) => {
				const bytes = Buffer.from(packed);
				bytes.writeUInt8(bytes.readUInt8(at >> 3) ^ (1 << (at & 7)), at >> 3);
				const file = put(bytes);
				const read = readBackup(shell, 'mysql', file);
				// Time and system in the header of gzip are of no data.
				if (read.whole) expect(unpacked(shell, file).bytes.toString()).toBe(mysql);
				else expect(read.says).toMatch(/damaged|cut off|nobody can tell what the backup is/);
			}),
			{ numRuns: 25 },
		);
	});

	test('no more comes out than there is room for', () => {
		const file = put(packed);
		expect(readBackup(shell, 'mysql', file, { most: mysql.length })).toMatchObject({ whole: true, says: '' });
		expect(readBackup(shell, 'mysql', file, { most: mysql.length - 1 })).toMatchObject({
			whole: false,
			says: expect.stringMatching(
				/^the backup, [\d.]+ KiB of gzip, unpacks to more than [\d.]+ KiB, and there is no room for more: the disk is too small$/,
			),
		});
		const dokku = put(gzipSync(tarOf([{ name: 'backup/export', bytes: `-- MySQL dump\n${'-'.repeat(9_000_000)}` }])));
		expect(unpacked(shell, dokku, '1000000')).toMatchObject({ ok: false });
		expect(unpacked(shell, dokku, '1000000').bytes.length).toBe(1_000_001);
	});

	test('what it is packed with is not here', () => {
		const bin = join(folder, `bin-${name}`);
		mkdirSync(bin, { recursive: true });
		for (const tool of ['od', 'tr', 'head', 'cut', 'cat']) symlinkSync(`/usr/bin/${tool}`, join(bin, tool));
		const zstd = put(Buffer.from('28b52ffd00', 'hex'));
		expect(readBackup(shell, 'mysql', zstd, { path: bin })).toMatchObject({
			whole: false,
			says: 'it is packed with zstd and zstd is not here: install the package zstd',
		});
	});

	test('a zip of one file, and of more', () => {
		const bin = join(folder, `zip-${name}`);
		mkdirSync(bin, { recursive: true });
		const zip = put('PK\x03\x04');
		const read = (says: string) => {
			writeFileSync(join(bin, 'funzip'), `#!/bin/sh\ngzip -dc <'${join(folder, 'inside')}'\n${says}`, { mode: 0o755 });
			return readBackup(shell, 'mysql', zip, { path: `${bin}:${process.env['PATH']}` });
		};
		put(packed, 'inside');
		expect(read('')).toMatchObject({ format: 'zip/sql', whole: true });
		expect(read('echo "funzip error: invalid compressed data--crc error" >&2; exit 4')).toMatchObject({
			says: 'the backup is damaged or cut off: funzip error: invalid compressed data--crc error',
			whole: false,
		});
		expect(read('echo "funzip warning: zipfile has more than one entry--rest ignored" >&2')).toMatchObject({
			says: 'the backup is a zip of more than one file: unpack it first',
			whole: false,
		});
	});

	test.each(hostileNames)('a file named %j', (hostile) => {
		const file = hostile.replaceAll('/', '_');
		put(packed, file);
		const read = readBackup(shell, 'mysql', file, { cwd: folder });
		expect(read).toMatchObject({ format: 'gzip/sql', whole: true, says: '' });
	});
});
