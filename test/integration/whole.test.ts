// Backups by the real tools, whole and in each way not whole, read as the dataset's script reads them.
import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { DatasetKindName } from '../../src/core/dataset/kind-name.ts';
import { startMariadb } from '../lab/mariadb.ts';
import { type Postgres, postgresPrograms, startPostgres } from '../lab/postgres.ts';
import { startRedis } from '../lab/redis.ts';
import { fillMysql } from '../lab/rows/mysql.ts';
import { fillPostgres } from '../lab/rows/postgres.ts';
import { fillRedis } from '../lab/rows/redis.ts';
import { describeTools } from '../lab/tools.ts';
import { tarOf } from '../support/evil-tar.ts';
import { posixShells } from '../support/stand-ins.ts';
import { type Given, type HowRead, readBackup } from '../support/whole.ts';

const packers = ['gzip', 'zstd', 'xz', 'bzip2', 'lz4'] as const;
const pack = (packer: string, bytes: Buffer) => execFileSync(packer, ['-c'], { input: bytes, maxBuffer: 2 ** 28 });

function flipped(bytes: Buffer, at: number): Buffer {
	const other = Buffer.from(bytes);
	other.writeUInt8(other.readUInt8(at) ^ 4, at);
	return other;
}

const tools = ['pg_createcluster', 'setpriv', 'mariadbd', 'redis-server', 'redis-check-rdb', 'sqlite3', ...packers];
describeTools('backups by the real tools', tools, () => {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-whole-'));
	const named = 'sh\'op; "1"';
	const tool = `(PATH='${postgresPrograms()}':$PATH; "$@")`;
	const file = join(folder, 'backup.sql.gz');
	const shells = posixShells.map(([, path]) => path);
	/** As one shell after the other reads it, which say the same but for the words of their own tools. */
	const read = (kind: DatasetKindName, bytes: Buffer | string, given: Given = {}): HowRead => {
		writeFileSync(file, bytes);
		const [shell = 'sh', ...more] = shells;
		const first = readBackup(shell, kind, file, { tool, ...given });
		for (const other of more) {
			const { whole, facts, format } = readBackup(other, kind, file, { tool, ...given });
			expect({ whole, facts, format }).toEqual({ whole: first.whole, facts: first.facts, format: first.format });
		}
		return first;
	};
	/** At ten places, in one shell and the other. */
	const tenCuts = (kind: DatasetKindName, bytes: Buffer) => {
		for (let i = 0; i < 10; i += 1) {
			// Not where what is left ends as an RDB does by chance, nine bytes after this one: see `whole-redis.ts`.
			let end = Math.floor((bytes.length * (i + 0.5)) / 10);
			while (bytes[end - 9] === 0xff) end -= 1;
			writeFileSync(file, bytes.subarray(0, end));
			expect(readBackup(shells[i % shells.length] ?? 'sh', kind, file, { tool }), `${i + 0.5} tenths`).toMatchObject({
				whole: false,
				says: expect.stringMatching(/^the backup is cut off/),
			});
		}
	};
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	describe('PostgreSQL', () => {
		let server: Postgres;
		let tables: readonly string[];
		const dumps: Record<'c' | 't' | 'p', Buffer> = { c: Buffer.of(), t: Buffer.of(), p: Buffer.of() };
		const dump = (...words: readonly string[]) => server.tool('pg_dump', ['-d', named, ...words]);
		beforeAll(async () => {
			server = await startPostgres();
			server.sql('CREATE DATABASE "sh\'op; ""1"""');
			fillPostgres(server.tool, named);
			for (const format of ['c', 't', 'p'] as const) dumps[format] = dump(`-F${format}`);
			const asked = `SELECT json_agg(schemaname || '.' || tablename) FROM pg_tables
				WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename !~ '[[:cntrl:]]'`;
			tables = JSON.parse(server.sql(asked, named));
		});
		afterAll(() => server?.stop());

		test('each format, packed by each packer, is whole and tells of the same tables', () => {
			const all = (given: HowRead) => ({ ...given, facts: { ...given.facts, tables: given.facts.tables.toSorted() } });
			const facts = { dumped: expect.stringMatching(/^\d+\.\d+$/), tables: tables.toSorted() };
			const whole = { whole: true, says: '' };
			for (const packer of packers) {
				const read1 = all(read('postgres', pack(packer, dumps.c), { database: named }));
				expect(read1).toMatchObject({ ...whole, format: `${packer}/pg-archive`, facts: { ...facts, of: [named] } });
			}
			expect(all(read('postgres', dumps.t, { database: named }))).toMatchObject({
				...whole,
				facts: { ...facts, of: [named] },
			});
			expect(all(read('postgres', dumps.p, { database: named }))).toMatchObject({
				...whole,
				facts: { ...facts, of: [] },
			});
			for (const words of [
				['-Fp', '-C'],
				['-Fp', '-C', '--inserts'],
			])
				expect(all(read('postgres', dump(...words), { database: named }))).toMatchObject({
					...whole,
					facts: { ...facts, of: [named] },
				});
			const cluster = read('postgres', pack('zstd', server.tool('pg_dumpall', [])), { database: named });
			expect(cluster).toMatchObject({ ...whole, facts: { of: ['template1', 'postgres', named] } });
			const dokku = tarOf([
				{ name: 'backup/', kind: '5' },
				{ name: 'backup/export', bytes: dumps.c },
			]);
			expect(read('postgres', pack('gzip', dokku))).toMatchObject({
				...whole,
				format: 'gzip/pg-archive/backup/export',
			});
		});

		test('a folder, which the tool sees or not', () => {
			const place = join(folder, 'place');
			mkdirSync(place);
			chownSync(place, statSync('/var/lib/postgresql').uid, 0);
			chownSync(folder, statSync('/var/lib/postgresql').uid, 0);
			server.tool('pg_dump', ['-d', named, '-Fd', '-f', join(place, 'dump')]);
			const part = readFileSync(join(place, 'dump/toc.dat'));
			for (const shell of shells) {
				const whole = { whole: true, says: '', format: 'none/pg-folder', facts: { of: [named] } };
				expect(readBackup(shell, 'postgres', join(place, 'dump'), { tool })).toMatchObject(whole);
				const blind = `case $1 in test) return 1 ;; esac; ${tool}`;
				expect(readBackup(shell, 'postgres', join(place, 'dump'), { tool: blind })).toMatchObject(whole);
				writeFileSync(join(place, 'dump/toc.dat'), part.subarray(0, part.length / 2));
				const cut = { whole: false, says: expect.stringMatching(/^the backup is cut off/) };
				expect(readBackup(shell, 'postgres', join(place, 'dump'), { tool: blind })).toMatchObject(cut);
				writeFileSync(join(place, 'dump/toc.dat'), part);
			}
		});

		test('cut off at ten places', () => {
			for (const bytes of [dumps.c, dumps.t, dumps.p, dump('-Fc', '-Z0')]) tenCuts('postgres', bytes);
			for (const packer of packers.slice(0, 2)) tenCuts('postgres', pack(packer, dumps.p));
		});

		test('one bit flipped', () => {
			const damaged = { whole: false, says: expect.stringMatching(/^the backup is (damaged|cut off)/) };
			// What pg_restore sees itself: in the compressed rows, which follow its table of contents.
			const rows = dumps.c.lastIndexOf('TABLE DATA') + 2000;
			for (const at of [0.2, 0.5, 0.8]) {
				const where = Math.floor(rows + (dumps.c.length - rows) * at);
				expect(read('postgres', flipped(dumps.c, where)), `${where}`).toMatchObject(damaged);
			}
			for (const packer of packers) {
				const bytes = pack(packer, dumps.p);
				expect(read('postgres', flipped(bytes, Math.floor(bytes.length / 2))), packer).toMatchObject(damaged);
			}
		});

		test('only the header, of a newer version, of another database', () => {
			expect(read('postgres', dumps.c.subarray(0, 120)).says).toMatch(/^the backup is cut off/);
			expect(read('postgres', dumps.p.subarray(0, 300)).says).toMatch(/^the backup is cut off/);
			expect(read('postgres', dumps.c.subarray(0, 5)).whole).toBe(false);
			// Since PostgreSQL 16 the compression is one byte, not four with a sign.
			const version = /\d+\.\d+/.exec(server.sql('SHOW server_version'))?.[0] ?? '';
			const head = Buffer.from([...dumps.c.subarray(0, 11), 1, ...dumps.c.subarray(16)]);
			head.writeUInt8(99, 6);
			head.write('97.12'.slice(0, version.length), head.indexOf(version));
			expect(read('postgres', head).says).toBe(
				`the backup was made by a newer PostgreSQL, of 97.12 in the format 1.99, than pg_restore ${version} can read`.replace(
					'97.12',
					'97.12'.slice(0, version.length),
				),
			);
			for (const bytes of [dumps.c, dumps.t, dump('-C')])
				expect(read('postgres', bytes, { database: 'shop' }).says).toBe(
					`the backup is of another database: it is of ${named}, and shop is wanted`,
				);
		});
	});

	test('MariaDB', async () => {
		const { sql, tool: client, stop } = await startMariadb();
		onTestFinished(stop);
		sql('CREATE DATABASE `shop; -1 ö` CHARACTER SET utf8mb4');
		fillMysql(client, 'shop; -1 ö');
		const all = ['--default-character-set=utf8mb4', '--routines', '--events', '--triggers'];
		const dump = (...words: readonly string[]) => client('mariadb-dump', [...all, ...words, 'shop; -1 ö']);
		const database = 'shop; -1 ö';
		const asked = `SELECT table_name FROM information_schema.tables WHERE table_schema = '${database}'
			AND table_type = 'BASE TABLE' AND table_name NOT REGEXP '[[:cntrl:]]'`;
		const tables = client('mariadb', ['-NB', '--raw', database], asked).toString().trim().split('\n');
		for (const words of [[], ['--hex-blob', '--single-transaction'], ['--skip-extended-insert'], ['--skip-comments']]) {
			const { facts, ...how } = read('mysql', pack('gzip', dump(...words)), { database });
			expect(how, words.join(' ')).toEqual({ whole: true, says: '', format: 'gzip/sql' });
			expect(facts.tables.toSorted()).toEqual(tables.toSorted());
		}
		expect(read('mysql', dump('--compact')).says).toMatch(/^nobody can tell whether the backup is whole/);
		tenCuts('mysql', dump());
		tenCuts('mysql', pack('zstd', dump()));
		expect(read('mysql', dump(), { database: 'shop' }).says).toBe(
			'the backup is of another database: it is of shop; -1 ö, and shop is wanted',
		);
		expect(read('postgres', dump()).says).toBe('the backup is a dump of MySQL, and PostgreSQL is wanted');
	});

	test('Redis', async () => {
		const { run, tool: client, folder: home, stop } = await startRedis();
		onTestFinished(stop);
		fillRedis(client);
		run('SAVE');
		const rdb = readFileSync(join(home, 'dump.rdb'));
		expect(read('redis', rdb)).toMatchObject({
			whole: true,
			says: '',
			facts: { dumped: /redis_version:([\d.]+)/.exec(run('INFO', 'server'))?.[1] },
		});
		expect(read('redis', pack('xz', rdb))).toMatchObject({ whole: true, format: 'xz/rdb' });
		tenCuts('redis', rdb);
		const damaged = read('redis', flipped(rdb, rdb.length - 4));
		expect(damaged).toMatchObject({
			whole: false,
			says: expect.stringMatching(/^the backup is damaged: its checksum is another/),
		});
		const newer = Buffer.from(rdb);
		newer.write('0099', 5);
		expect(read('redis', newer).says).toBe(
			'the backup is of a newer Redis than redis-check-rdb can read: its format is version 99',
		);
		expect(read('redis', flipped(rdb, Math.floor(rdb.length / 2)))).toMatchObject({
			whole: false,
			says: expect.stringMatching(/^the backup is damaged/),
		});
	});

	test('SQLite', () => {
		const database = join(folder, 'shop.db');
		execFileSync('sqlite3', [database, 'CREATE TABLE a(x); CREATE TABLE b(y); INSERT INTO a VALUES(zeroblob(90000))']);
		const bytes = readFileSync(database);
		expect(read('sqlite', pack('zstd', bytes))).toMatchObject({ whole: true, says: '', format: 'zstd/sqlite' });
		tenCuts('sqlite', bytes);
		const text = execFileSync('sqlite3', [database, '.dump']);
		expect(read('sqlite', text)).toMatchObject({ whole: true, says: '', facts: { tables: ['a', 'b'] } });
		tenCuts('sqlite', text);
	});

	test('a bomb is called one, and is not unpacked to its end', () => {
		const part = zstdCompressSync(Buffer.alloc(2 ** 27));
		const bomb = Buffer.concat([
			zstdCompressSync(Buffer.from('SQLite format 3\0')),
			...Array.from({ length: 64 }, () => part),
		]);
		writeFileSync(file, bomb);
		expect(readBackup(shells[0] ?? 'sh', 'sqlite', file, { most: 2 ** 30 })).toMatchObject({
			whole: false,
			says: expect.stringMatching(
				/^the backup, [\d.]+ [KM]iB of zstd, unpacks to more than 1\.0 GiB, over 200 times as much: it is a zstd bomb$/,
			),
		});
	});
});
