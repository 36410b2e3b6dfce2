// What other tests compare databases by: is nothing of it lost by a plain dump, and is what changed seen?
import { expect, onTestFinished, test } from 'vitest';
import { startMariadb } from '../lab/mariadb.ts';
import { startPostgres } from '../lab/postgres.ts';
import { startRedis } from '../lab/redis.ts';
import type { Contents } from '../lab/rows/contents.ts';
import { fillMysql, mysqlContents } from '../lab/rows/mysql.ts';
import { fillPostgres, postgresContents } from '../lab/rows/postgres.ts';
import { fillRedis, redisContents } from '../lab/rows/redis.ts';
import { describeTools } from '../lab/tools.ts';

/** The names of the parts that differ. */
const changed = (before: Contents, after: Contents): readonly string[] =>
	[...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name]);

describeTools('databases, compared row by row', ['pg_createcluster', 'setpriv', 'mariadbd', 'redis-server'], () => {
	test('PostgreSQL', async () => {
		const { sql, tool, stop } = await startPostgres();
		onTestFinished(stop);
		for (const name of ['"sh\'op; ""1"""', 'apart']) sql(`CREATE DATABASE ${name}`);
		fillPostgres(tool, 'sh\'op; "1"');
		const first = postgresContents(tool, 'sh\'op; "1"');
		tool('pg_restore', ['--exit-on-error', '-d', 'apart'], tool('pg_dump', ['-Fc', '-d', 'sh\'op; "1"']));
		const again = () => postgresContents(tool, 'apart');
		// A dump of one database does not bring that database's own settings, unless it makes the database.
		expect(changed(first, again())).toEqual(['database']);
		const restored = again();
		sql('DELETE FROM orders WHERE id = 7; INSERT INTO no_columns DEFAULT VALUES', 'apart');
		sql("SELECT nextval('untouched'), lo_put(424242, 1, '\\x01'), setval('ended', 2, false)", 'apart');
		sql("ALTER TABLE parent ALTER b SET DEFAULT 'x'; UPDATE every_type SET raw = '\\x00' WHERE id = 3", 'apart');
		expect(changed(restored, again()).toSorted()).toEqual([
			'definitions',
			'large object 424242',
			'sequence public.ended',
			'sequence public.untouched',
			'table public.customers',
			'table public.every_type',
			'table public.no_columns',
			'table public.orders',
		]);
	});

	test('MariaDB', async () => {
		const { sql, tool, stop } = await startMariadb();
		onTestFinished(stop);
		for (const name of ['`shop; -1 ö`', 'apart']) sql(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
		fillMysql(tool, 'shop; -1 ö');
		const first = mysqlContents(tool, 'shop; -1 ö');
		const all = ['--default-character-set=utf8mb4', '--routines', '--events', '--hex-blob', '--single-transaction'];
		tool('mariadb', ['--default-character-set=utf8mb4', 'apart'], tool('mariadb-dump', [...all, 'shop; -1 ö']));
		const again = () => mysqlContents(tool, 'apart');
		const restored = again();
		expect(changed(first, restored)).toEqual([]);
		sql('DELETE FROM orders WHERE id = 14; DO nextval(numbers); ALTER TABLE no_rows ADD c int DEFAULT 1', 'apart');
		sql(
			"UPDATE every_type SET raw = x'01' WHERE id = 3; UPDATE traps SET says = CONCAT(says, ' ') WHERE id = 12",
			'apart',
		);
		expect(changed(restored, again()).toSorted()).toEqual([
			'definitions',
			'table customers',
			'table every_type',
			'table numbers',
			'table orders',
			'table traps',
		]);
	});

	test('Redis', async () => {
		const { run, tool, stop } = await startRedis({ settings: { 'enable-debug-command': 'yes' } });
		onTestFinished(stop);
		fillRedis(tool);
		const first = redisContents(tool);
		run('DEBUG', 'RELOAD');
		expect(changed(first, redisContents(tool))).toEqual([]);
		run('LSET', 'list', '1', 'x');
		run('PERSIST', 'ends');
		run('XACK', 'stream', 'readers', '2-1');
		run('-n', '1', 'DEL', 'session:7');
		run('FUNCTION', 'FLUSH');
		expect(changed(first, redisContents(tool)).toSorted()).toEqual([
			'db0 "ends"',
			'db0 "list"',
			'db0 "stream"',
			'db1, all',
			'functions',
		]);
	});
});
