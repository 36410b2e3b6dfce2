// Whether a dump in SQL is whole, by its statements and not by what stands in its rows, strings and bodies.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import type { DatasetKindName } from '../../../src/core/dataset/kind-name.ts';
import { posixShells } from '../../support/stand-ins.ts';
import { type Given, readBackup } from '../../support/whole.ts';

const folder = mkdtempSync(join(tmpdir(), 'watchdeck-sql-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What stands for the clients: PostgreSQL 15 and MariaDB 10.11. */
const tool = `case $* in psql*) echo 'psql (PostgreSQL) 15.18 (Debian)' ;; *maria*) echo 'mariadb  Ver 15.1 Distrib 10.11.19-MariaDB' ;; esac`;
const read = (shell: string, kind: DatasetKindName, text: string, given: Given = {}) => {
	writeFileSync(join(folder, 'backup'), text);
	return readBackup(shell, kind, join(folder, 'backup'), { tool, ...given });
};

const postgres = String.raw`--
-- PostgreSQL database dump
--

\restrict F3pQ

-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET standard_conforming_strings = on;
CREATE FUNCTION public.f() RETURNS text
    LANGUAGE sql
    AS $_$
select 'it''s
COPY public.fake (id) FROM stdin;
-- PostgreSQL database dump complete
CREATE TABLE public.fake (
$$'::text $_$;
CREATE TABLE public.users (
    id integer NOT NULL,
    price_$1 text DEFAULT E'a\'b\\'::text /* ' */
);
COMMENT ON TABLE public.users IS 'it''s "q" $$ /* --
CREATE TABLE public.fake (
COPY public.fake (id) FROM stdin;
-- PostgreSQL database dump complete
\connect fake
';
CREATE UNLOGGED TABLE "Sh""op".sales (
    "it's" integer -- it's
);
CREATE TABLE public."new
-- PostgreSQL database dump complete
line" (a integer);
COPY "Sh""op".sales ("it's") FROM stdin;
1
CREATE TABLE public.fake (
-- PostgreSQL database dump complete
'"$$/*
\\.
\.


COPY public.users (id) FROM stdin;
\.

INSERT INTO public.inserted VALUES ('
-- PostgreSQL database dump complete');
--
-- PostgreSQL database dump complete
--

\unrestrict F3pQ

`;
const cluster = `--\n-- PostgreSQL database cluster dump\n--\n\nCREATE ROLE a;\n\n${String.raw`\connect`} template1\n\n${postgres}${String.raw`\connect -reuse-previous=on "dbname='we ird'"`}\n\n${postgres}--\n-- PostgreSQL database cluster dump complete\n--\n\n`;

const mysql = String.raw`/*M!999999\- enable the sandbox mode */
-- MariaDB dump 10.19  Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)
--
-- Host: localhost    Database: shop
-- ------------------------------------------------------
-- Server version	10.11.19-MariaDB-0+deb12u1

/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;
CREATE TABLE ${'`we``ird`'} (
  ${'`c`'} varchar(20) DEFAULT 'a\nb' COMMENT 'x'
);
INSERT INTO ${'`we``ird`'} VALUES (1,'it\'s\n-- Dump completed on 2020'),(2,'');
INSERT INTO ${'`orders`'} VALUES (1);
DELIMITER ;;
CREATE PROCEDURE ${'`p`'}() begin select '
CREATE TABLE ${'`fake`'} (
-- Dump completed on x
'; end ;;
DELIMITER ;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

-- Dump completed on 2026-11-22  8:55:39
`;
const uncommented = mysql.replaceAll(/^--.*\n/gm, '');
const compact = uncommented.replaceAll(/^.*SQL_NOTES.*\n/gm, '');

const sqlite = `PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE a(x);
INSERT INTO a VALUES('COMMIT;');
CREATE TABLE IF NOT EXISTS "b""c" (y);
COMMIT;
`;

/** Where it is cut: behind each line that looks like its last, and each fifth, before the last one. */
const cutsOf = (text: string, last: string): readonly number[] =>
	[...text.matchAll(/(.*)\n/g)]
		.filter(({ index, 1: line }, i) => index < text.lastIndexOf(last) && (line?.startsWith(last) || i % 5 === 0))
		.map(({ 0: { length }, index }) => index + length);

describe.each(posixShells)('in %s', (_name, shell) => {
	test('a dump of pg_dump', () => {
		const facts = { dumped: '15.18', of: [], tables: ['public.users', 'Sh"op.sales', 'public.inserted'] };
		expect(read(shell, 'postgres', postgres)).toEqual({ format: 'none/sql', whole: true, says: '', facts });
		expect(read(shell, 'postgres', postgres.replaceAll('\n', '\r\n'))).toMatchObject({ whole: true, facts });
		const older = postgres
			.replaceAll(/^\\(?:un)?restrict .*\n/gm, '')
			.replace('standard_conforming_strings = on', '$& ');
		expect(read(shell, 'postgres', older)).toMatchObject({ whole: true, facts });
	});

	test('the same, cut off behind what looks like its last line, and anywhere', () => {
		for (const at of cutsOf(postgres, '-- PostgreSQL database dump')) {
			const cut = read(shell, 'postgres', postgres.slice(0, at));
			expect(cut.whole, postgres.slice(0, at)).toBe(false);
			// The second line is the one that tells whose it is.
			expect(cut.says).toMatch(at === 3 ? /no dump of PostgreSQL/ : /^the backup is cut off: /);
		}
		expect(read(shell, 'postgres', postgres.slice(0, postgres.indexOf('CREATE TABLE public.fake (\n-- '))).says).toBe(
			'the backup is cut off: it ends in the rows of Sh"op.sales',
		);
		expect(read(shell, 'postgres', `${postgres}CREATE TABLE public.more (\n`).says).toBe(
			'the backup is cut off: its last line, “database dump complete”, is missing',
		);
	});

	test('a table that must be there is seen behind however many others', () => {
		const many = (table: (name: string) => string) => {
			const names = Array.from({ length: 2_100 }, (_one, i) => `t${i}`);
			return [...names, 'zorders', 'zother'].map(table).join('');
		};
		const made = {
			postgres: postgres.replace(
				'CREATE UNLOGGED',
				(begun) => `${many((name) => `CREATE TABLE public.${name} (\n);\n`)}${begun}`,
			),
			mysql: mysql.replace('DELIMITER', (begun) => `${many((name) => `CREATE TABLE \`${name}\` (\n);\n`)}${begun}`),
		};
		for (const kind of ['postgres', 'mysql'] as const) {
			const { whole, facts } = read(shell, kind, made[kind], { tables: 'orders,zorders' });
			expect([whole, facts.tables.filter((name) => name.includes('z'))]).toEqual([
				true,
				[kind === 'postgres' ? 'public.zorders' : 'zorders'],
			]);
			expect(facts.tables.length).toBe(2_001);
		}
	});

	test('a dump of pg_dumpall', () => {
		const all = read(shell, 'postgres', cluster, { database: 'we ird' });
		expect(all).toMatchObject({ whole: true, says: '', facts: { of: ['template1', 'we ird'] } });
		const end = cluster.lastIndexOf('-- PostgreSQL database cluster dump complete');
		expect(read(shell, 'postgres', cluster.slice(0, end)).says).toBe(
			'the backup is cut off: its last line, “database cluster dump complete”, is missing',
		);
		expect(read(shell, 'postgres', cluster, { database: 'shop' }).says).toBe(
			'the backup is of another database: it is of template1 we ird, and shop is wanted',
		);
	});

	test('a dump of mysqldump or mariadb-dump', () => {
		const facts = { dumped: '10.11.19-MariaDB-0+deb12u1', of: ['shop'], tables: ['we`ird', 'orders'] };
		const whole = { format: 'none/sql', whole: true, says: '', facts };
		expect(read(shell, 'mysql', mysql, { database: 'shop' })).toEqual(whole);
		const two = `${mysql}CREATE DATABASE /*!32312 IF NOT EXISTS*/ \`b\`;\nUSE \`b\`;\n-- Dump completed\n`;
		expect(read(shell, 'mysql', two)).toMatchObject({ whole: true, facts: { of: ['shop', 'b'] } });
		expect(read(shell, 'mysql', mysql, { database: 'other' }).says).toBe(
			'the backup is of another database: it is of shop, and other is wanted',
		);
	});

	test('the same, cut off behind what looks like its last line, and anywhere', () => {
		for (const at of cutsOf(mysql, '-- Dump completed')) {
			const cut = read(shell, 'mysql', mysql.slice(0, at));
			expect(cut.whole, mysql.slice(0, at)).toBe(false);
			expect(cut.says).toMatch(/^the backup is cut off: |^nobody can tell whether the backup is whole: /);
		}
	});

	test('without comments its end is seen by its settings; without both nobody can tell', () => {
		expect(read(shell, 'mysql', uncommented)).toMatchObject({ whole: true, says: '' });
		expect(read(shell, 'mysql', uncommented.slice(0, uncommented.lastIndexOf('/*!'))).says).toBe(
			'the backup is cut off: the settings of its beginning are not given back at its end',
		);
		expect(read(shell, 'mysql', compact)).toMatchObject({
			whole: false,
			says: expect.stringMatching(/^nobody can tell whether the backup is whole: it was made without comments/),
			facts: { unproven: expect.stringMatching(/^it was made without comments/) },
		});
	});

	test('what .dump of sqlite3 wrote', () => {
		expect(read(shell, 'sqlite', sqlite)).toMatchObject({ whole: true, says: '', facts: { tables: ['a', 'b"c'] } });
		expect(read(shell, 'sqlite', sqlite.slice(0, -8)).says).toBe(
			'the backup is cut off: its last line, “COMMIT;”, is missing',
		);
		expect(
			read(shell, 'sqlite', sqlite.replace('COMMIT;\n', 'ROLLBACK; -- due to errors\n').replace("('COMMIT;')", '(1)'))
				.whole,
		).toBe(false);
	});

	test.each([
		['postgres', mysql, 'the backup is a dump of MySQL, and PostgreSQL is wanted'],
		['postgres', compact, 'the backup is a dump of MySQL, and PostgreSQL is wanted'],
		['postgres', sqlite, 'the backup is a dump of SQLite, and PostgreSQL is wanted'],
		['mysql', postgres, 'the backup is a dump of PostgreSQL, and MySQL or MariaDB is wanted'],
		['mysql', sqlite, 'the backup is a dump of SQLite, and MySQL or MariaDB is wanted'],
		['sqlite', mysql, 'the backup is a dump of MySQL, and SQLite is wanted'],
		['sqlite', postgres, 'the backup is a dump of PostgreSQL, and SQLite is wanted'],
		['redis', postgres, 'the backup is SQL text, and a Redis RDB is wanted'],
		[
			'postgres',
			'SELECT 1;\n',
			'nobody can tell what the backup is, but not a backup of PostgreSQL: it begins with “SELECT 1;”',
		],
		[
			'postgres',
			'CREATE TABLE a (b int);\n',
			'the backup is SQL text, but no dump of PostgreSQL: nobody can tell whether it is whole',
		],
		[
			'postgres',
			postgres.replaceAll('15.18', '17.2'),
			'the backup is of PostgreSQL 17.2, newer than the 15.18 here: a newer version does not restore into an older one',
		],
		[
			'mysql',
			mysql.replaceAll('10.11.19', '11.4.2'),
			'the backup is of version 11.4.2-MariaDB-0+deb12u1, newer than the 10.11.19 here: a newer version does not restore into an older one',
		],
		[
			'postgres',
			postgres.replace(
				'\n\nCOPY public.users (id) FROM stdin;\n',
				'\npg_dump: error: query failed: FATAL:  terminating connection\n',
			),
			'the backup holds a message of the program that made it: pg_dump: error: query failed: FATAL:  terminating connection',
		],
		[
			'mysql',
			mysql.replace('DELIMITER ;;\n', 'mysqldump: Error 2013: Lost connection to server during query\nDELIMITER ;;\n'),
			'the backup holds a message of the program that made it: mysqldump: Error 2013: Lost connection to server during query',
		],
	] as const)('%s %#: named for what it is', (kind, text, says) => {
		expect(read(shell, kind, text)).toMatchObject({ says, whole: false });
	});

	test.each(['9.6.24', '11.22', '12.22', '15.20 (Debian 15.20-0+deb12u1)'])(
		'by pg_restore %s, to standard output',
		(version) => {
			const bin = mkdtempSync(join(tmpdir(), 'watchdeck-old-'));
			onTestFinished(() => rmSync(bin, { recursive: true, force: true }));
			const takesDash = !/^(?:9|1[01])\./.test(version);
			writeFileSync(join(bin, 'text'), postgres);
			const program = `#!/bin/sh\ncase $* in\n--version) echo 'pg_restore (PostgreSQL) ${version}' ;;\n'${takesDash ? '-f -' : ''}') cat >/dev/null; exec cat '${join(bin, 'text')}' ;;\n*) echo "pg_restore: error: $*" >&2; exit 1 ;;\nesac\n`;
			writeFileSync(join(bin, 'pg_restore'), program, { mode: 0o755 });
			const path = `${bin}:${process.env['PATH'] ?? ''}`;
			const archive = 'PGDMP\x01\x0d\x00\x04\x08\x01';
			expect(read(shell, 'postgres', archive, { path, tool: '"$@"' }).facts.tables).toContain('public.users');
		},
	);

	test('a tool that breaks down over it', () => {
		expect(read(shell, 'postgres', 'PGDMP\x01\x0e', { tool: "sh -c 'kill -SEGV $$'" })).toMatchObject({
			says: 'the backup is damaged: pg_restore broke down over it',
			whole: false,
		});
		const crash = `case $* in *'command -v'*) ;; *) cat >/dev/null; echo '[offset 0] Checking RDB file /dev/stdin'; return 139 ;; esac`;
		expect(read(shell, 'redis', 'REDIS0010', { tool: crash })).toMatchObject({
			says: 'the backup is damaged: redis-check-rdb broke down over it',
			whole: false,
		});
	});

	test('an SQLite database is as long as its header says', () => {
		const bytes = Buffer.alloc(3 * 4096);
		bytes.write('SQLite format 3\0');
		bytes.writeUInt16BE(4096, 16);
		for (const [at, value] of [
			[24, 7],
			[28, 3],
			[92, 7],
			[96, 3_040_001],
		] as const)
			bytes.writeUInt32BE(value, at);
		const file = join(folder, 'db');
		const readDb = (content: Buffer) => {
			writeFileSync(file, content);
			return readBackup(shell, 'sqlite', file);
		};
		expect(readDb(bytes)).toMatchObject({ whole: true, says: '', facts: { dumped: '3.40.1' } });
		expect(readDb(bytes.subarray(0, 8192)).says).toBe('the backup is cut off: it has 8192 of 12288 bytes');
		expect(readDb(bytes.subarray(0, 60)).says).toBe('the backup is cut off: it ends in its header');
		expect(readDb(Buffer.concat([bytes, bytes])).says).toBe(
			'the backup is damaged: it has 24576 bytes, and its header tells of 12288',
		);
		const newer = Buffer.from(bytes);
		newer.writeUInt8(3, 19);
		expect(readDb(newer).says).toBe('the backup is of a newer SQLite than any that is known');
	});

	test('an RDB, where redis-check-rdb is not there', () => {
		const bytes = Buffer.from(`REDIS0010\xfa\x09redis-ver\x067.0.15\xff12345678`, 'latin1');
		const file = join(folder, 'rdb');
		const readRdb = (content: Buffer) => {
			writeFileSync(file, content);
			return readBackup(shell, 'redis', file, { tool: 'return 1' });
		};
		const facts = { dumped: '7.0.15', unproven: 'its checksum: redis-check-rdb is not there' };
		expect(readRdb(bytes)).toMatchObject({ whole: true, says: '', facts });
		for (const at of [9, 12, bytes.length - 1]) {
			expect(readRdb(bytes.subarray(0, at))).toMatchObject({
				whole: false,
				says: 'the backup is cut off: it does not end as an RDB does',
			});
		}
	});
});
