import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DatasetSpec } from '../../src/core/dataset/spec.ts';
import type { DatasetAction, Want } from '../../src/core/want.ts';
import { outsideOf, type Tried } from '../io/support/outside.ts';
import { type Postgres, startPostgres } from '../lab/postgres.ts';
import { fillPostgres, postgresContents } from '../lab/rows/postgres.ts';
import { describeTools } from '../lab/tools.ts';
import { type DatasetRuns, datasetRuns, orders } from '../support/dataset-runs.ts';

const odd = 'sh\'op; %s "1" ö';

const wants: readonly Want<DatasetAction>[] = [
	{ action: 'backup' },
	{ action: 'verify', file: '' },
	{ action: 'restore', file: '' },
];

/** Carries it out, and gives the id of its plan. */
async function well(runs: DatasetRuns, want: Want<DatasetAction>): Promise<string> {
	const { came, entries, plan } = await runs.run(want);
	expect(came, orders(entries)).toMatchObject({ outcome: 'VERIFIED' });
	return plan.id;
}

describeTools('datasets of PostgreSQL', ['pg_createcluster', 'setpriv', 'rclone', 'sshd'], () => {
	const home = mkdtempSync(join(tmpdir(), 'watchdeck-datasets-'));
	let server: Postgres;
	let here: Tried;
	beforeAll(async () => {
		server = await startPostgres({ max_prepared_transactions: '2', shared_preload_libraries: 'auto_explain' });
		server.sql("alter role postgres password 'pw-secret-1'");
		process.env['WATCHDECK_TEST_PW'] = 'pw-secret-1';
		here = outsideOf({ name: 'box', reach: 'local' });
	});
	afterAll(async () => {
		await here?.close();
		await server?.stop();
		rmSync(home, { recursive: true, force: true });
	});

	const specOf = (name: string, more: Partial<DatasetSpec> = {}): DatasetSpec => ({
		...{ environment: 'production', name: 'shop', kind: 'postgres', host: 'box' },
		...{ folder: join(home, '-b \'it\' "s" ö'), pattern: '*', shrink: 0.5, keep: 7 },
		settings: { database: name, user: 'postgres', host: '127.0.0.1', port: String(server.port) },
		password: { secret: 'env:WATCHDECK_TEST_PW' },
		...{ tables: ['orders', 'every_type'], writers: [], verify: { in: 'apart' }, every: 300_000, timeout: 60_000 },
		checks: [{ name: 'orders', ask: 'select count(*) from orders', least: 1000 }],
		...more,
	});

	test('a backup is made, verified and restored, and the restore taken back: all is as it was, row by row', async () => {
		server.sql(`create database "${odd.replaceAll('"', '""')}"`);
		fillPostgres(server.tool, odd);
		const first = postgresContents(server.tool, odd);
		const offSite = { remote: join(home, 'away $(id)'), keep: 30, env: {} };
		const runs = datasetRuns(here, specOf(odd, { offSite }));
		for (const want of wants.slice(0, 2)) await well(runs, want);
		expect((await runs.found()).copies?.[0]?.remote).toMatchObject({ hash: 'same' });
		server.sql('DELETE FROM orders WHERE id = 7; DROP TABLE "*"; SELECT lo_unlink(424242)', odd);
		const changed = postgresContents(server.tool, odd);
		const id = await well(runs, { action: 'restore', file: '' });
		expect(postgresContents(server.tool, odd)).toEqual(first);
		await well(runs, { action: 'restore', back: id });
		expect(postgresContents(server.tool, odd)).toEqual(changed);
		// What is lost may be what each backup must hold; and what the restores dumped first is not meant by the newest.
		server.sql('DROP TABLE orders CASCADE', odd);
		await well(runs, { action: 'restore', file: '' });
		expect(postgresContents(server.tool, odd)).toEqual(first);
		// Nor is it the end where the database itself is gone, and nothing is there to be dumped.
		const quoted = `"${odd.replaceAll('"', '""')}"`;
		server.sql(`drop database ${quoted}`);
		const gone = await runs.made({ action: 'restore', file: '' });
		expect(gone.ok ? '' : gone.failure.message).toContain('make an empty one of its owner (createdb -O OWNER)');
		server.sql(`create database ${quoted} template template0`);
		await well(runs, { action: 'restore', file: '', undumped: true });
		// Who may do what with the database, and its settings, are those of the one that is there.
		expect({ ...postgresContents(server.tool, odd), database: '' }).toEqual({ ...first, database: '' });
	});

	/** A folder with one backup in it, made by somebody else. */
	const holding = (name: string, text: string | Buffer): string => {
		const folder = join(home, name);
		mkdirSync(folder);
		writeFileSync(join(folder, 'dump.sql'), text);
		return folder;
	};

	test('a dump in SQL goes the same way, also where its roles are not there', async () => {
		server.sql('create database texts');
		fillPostgres(server.tool, 'texts');
		const first = postgresContents(server.tool, 'texts');
		// As a newer pg_dump begins, and an older one goes on.
		const newer = "SET lock_timeout = 0;\nSET no_such_timeout = 0;\nCOMMENT ON DATABASE texts IS E'of then';\n";
		const text = server.tool('pg_dump', ['-d', 'texts']).toString().replace('SET lock_timeout = 0;\n', newer);
		expect(text).toContain(newer);
		const folder = holding('texts', text);
		// The server apart has of the live one what extensions need, and nothing that lets into that.
		const wrote = join(mkdtempSync(join(home, 'environment-')), 'wrote');
		execFileSync('chmod', ['777', home, join(wrote, '..')]);
		const environment = `copy (select 1) to program 'cat >/dev/null; env >${wrote}'`;
		const lines = `select count(*) from regexp_split_to_table(pg_read_file('${wrote}'), E'\\n') l`;
		const checks = [
			...specOf('texts').checks,
			{ name: 'libraries', ask: 'show shared_preload_libraries', is: 'auto_explain' },
			{ name: 'environment', ask: `${environment}; ${lines} where l like 'PGPASS%'`, is: '0' },
			{ name: 'path', ask: `${environment}; ${lines} where l like 'PATH=%'`, is: '1' },
		];
		for (const where of ['apart', 'server'] as const) {
			const runs = datasetRuns(here, specOf('texts', { folder, checks, verify: { in: where } }));
			await well(runs, { action: 'verify', file: '' });
		}
		server.sql('delete from orders', 'texts');
		const id = await well(datasetRuns(here, specOf('texts', { folder })), { action: 'restore', file: '' });
		expect(postgresContents(server.tool, 'texts')).toEqual(first);
		server.sql(`drop database watchdeck_old_${id}`);
	});

	test('a check writes nothing, whatever it asks', async () => {
		server.sql('create database asked');
		server.sql('create table t as select generate_series(1, 10) a', 'asked');
		const remove = 'with gone as (delete from t returning 1) select count(*) from gone';
		const folder = join(home, 'asked');
		const tried = async (ask: string, where: 'apart' | 'server', want: Want<DatasetAction>) => {
			const checks = [{ name: 'a', ask, least: 1 }];
			const spec = specOf('asked', { folder, tables: ['t'], checks, verify: { in: where } });
			const { came, entries } = await datasetRuns(here, spec).run(want);
			expect(came.outcome, orders(entries)).toMatch(/^FAILED/);
			expect(orders(entries)).toMatch(/read-only transaction|read-write mode/);
		};
		await well(datasetRuns(here, specOf('asked', { folder, tables: ['t'], checks: [] })), { action: 'backup' });
		await tried(`commit; ${remove}`, 'apart', { action: 'restore', file: '' });
		await tried(remove, 'apart', { action: 'verify', file: '' });
		await tried(`set transaction read write; ${remove}`, 'server', { action: 'verify', file: '' });
		expect(server.sql('select count(*) from t', 'asked')).toBe('10');
	});

	test('rows that the server refuses are not taken for SQL, in whatever language it says so', async () => {
		server.sql('create database rows');
		server.sql('create table orders (id int, a text, b text)', 'rows');
		const ran = join(home, 'ran');
		const copy = `copy (select 1) to program 'touch ${ran}'`;
		for (const [id, order] of ['create role intruder superuser login', copy].entries())
			server.sql(`insert into orders values (${id}, 'x', $$; ${order}; --$$)`, 'rows');
		execFileSync('chmod', ['777', home]);
		server.sql("alter role postgres set lc_messages = 'C.UTF-8'");
		const text = server.tool('pg_dump', ['-d', 'rows']).toString().replace('a text', 'a no_such_type');
		const folder = holding('rows', text);
		for (const where of ['apart', 'server'] as const) {
			const spec = specOf('rows', { folder, verify: { in: where }, tables: ['orders'], checks: [] });
			const { came, entries } = await datasetRuns(here, spec).run({ action: 'verify', file: '' });
			expect(came.outcome, orders(entries)).toMatch(/^FAILED/);
			expect(orders(entries)).toMatch(/no_such_type/);
		}
		server.sql('alter role postgres reset lc_messages');
		expect(server.sql("select count(*) from pg_roles where rolname = 'intruder'")).toBe('0');
		expect(existsSync(ran)).toBe(false);
	});

	test('what a database says of itself is kept, whatever that would keep out', async () => {
		const space = join(home, 'space');
		execFileSync('install', ['-d', '-o', 'postgres', space]);
		execFileSync('chmod', ['711', home]);
		server.sql(`create tablespace "sp ace" location '${space}'`);
		server.sql(
			`create database latin template template0 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C' tablespace "sp ace"`,
		);
		server.sql(`create table t (a text) tablespace pg_default; insert into t values ('ä'), (null)`, 'latin');
		server.sql('alter database latin set default_transaction_read_only = on');
		// As in a cluster of another kind.
		const provider = (values: string) =>
			server.sql(`update pg_database set (datlocprovider, daticulocale) = (${values}) where datname = 'template0'`);
		provider("'i', 'en'");
		server.sql("alter database latin with connection limit 7; comment on database latin is 'it''s'");
		server.sql('alter database latin with is_template true');
		const own = () => server.sql("select datistemplate from pg_database where datname = 'latin'");
		const runs = datasetRuns(here, specOf('latin', { tables: ['t'], checks: [] }));
		const first = postgresContents(server.tool, 'latin');
		let put = '';
		for (const want of wants) put = await well(runs, want);
		expect([postgresContents(server.tool, 'latin'), own()]).toEqual([first, 't']);
		provider("'c', null");
		// A restore removes what the one before put aside, also of a template, and nothing of another database.
		const aside = () =>
			server.sql("select datname from pg_database where datname ~ '^watchdeck_' order by 1").split('\n');
		const others = aside().filter((name) => name !== `watchdeck_old_${put}`);
		const id = await well(runs, { action: 'restore', file: '' });
		expect(others.length).toBe(1);
		expect(aside()).toEqual([...others, `watchdeck_old_${id}`].sort());
	});

	test('an ordinary role backs up and verifies; a restore says early what it may not', async () => {
		server.sql("create role plain login password 'pw-secret-1'");
		server.sql(
			"create database german template template0 owner plain locale_provider icu icu_locale 'de-DE' lc_collate 'C' lc_ctype 'C'",
		);
		server.sql('set role plain; create table t as select 1 as a', 'german');
		// For libc without a locale, B comes before a.
		const parted =
			"create table p (b text) partition by range (b); create table a partition of p for values from ('a') to ('z')";
		server.sql(`set role plain; ${parted}; insert into p values ('B')`, 'german');
		const settings = { ...specOf('german').settings, user: 'plain' };
		const runs = datasetRuns(here, specOf('german', { settings, tables: ['t'], checks: [] }));
		const first = postgresContents(server.tool, 'german');
		const refused = async (why: RegExp, fix: RegExp) =>
			expect(await runs.made({ action: 'restore', file: '' })).toMatchObject({
				ok: false,
				failure: { kind: 'refused', message: expect.stringMatching(why), fix: expect.stringMatching(fix) },
			});
		for (const want of wants.slice(0, 2)) await well(runs, want);
		await refused(/plain may not make databases/, /ALTER ROLE plain CREATEDB/);
		server.sql('alter role plain createdb');
		const superuser = server.session('select 1', 'german');
		await expect.poll(() => server.sql("select count(*) from pg_stat_activity where datname = 'german'")).toBe('1');
		await refused(/a superuser is connected/, /Let them leave/);
		await superuser.end();
		server.sql("begin; insert into t values (2); prepare transaction 'p'", 'german');
		await refused(/a prepared transaction holds it/, /ROLLBACK PREPARED/);
		server.sql("rollback prepared 'p'", 'german');
		await well(runs, { action: 'restore', file: '' });
		expect(postgresContents(server.tool, 'german')).toEqual(first);
	});
});
