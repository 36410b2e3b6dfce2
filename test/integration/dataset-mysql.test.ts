import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { datasetScript, datasetScriptName } from '../../src/core/dataset/script/script.ts';
import type { DatasetSpec } from '../../src/core/dataset/spec.ts';
import type { DatasetAction, Want } from '../../src/core/want.ts';
import { outsideOf, type Tried } from '../io/support/outside.ts';
import { type Sshd, startSshd } from '../io/support/sshd.ts';
import { type Mariadb, startMariadb } from '../lab/mariadb.ts';
import { bigMysql, fillMysql, mysqlContents } from '../lab/rows/mysql.ts';
import { describeTools } from '../lab/tools.ts';
import { type DatasetRuns, datasetRuns, orders } from '../support/dataset-runs.ts';
import { watchWords } from '../support/watch-words.ts';

// Without quotes: mysqldump itself cannot select a database with one in its name where it has routines.
const odd = 'shop; %s -1 `$(id)` ö';
const quoted = `\`${odd.replaceAll('`', '``')}\``;

describeTools('datasets of MariaDB', ['mariadbd', 'mariadb-install-db', 'sshd'], () => {
	const home = mkdtempSync(join(tmpdir(), 'watchdeck-datasets-'));
	let server: Mariadb;
	let sshd: Sshd;
	let here: Tried;
	let there: Tried;
	beforeAll(async () => {
		server = await startMariadb();
		for (const from of ['localhost', '%'])
			server.sql(`grant all on *.* to ops@'${from}' identified by 'pw-secret-1' with grant option`);
		process.env['WATCHDECK_TEST_PW'] = 'pw-secret-1';
		sshd = await startSshd();
		sshd.configure(`IdentityFile ${sshd.key('id')}`);
		here = outsideOf({ name: 'box', reach: 'local' });
		there = outsideOf({ name: 'box', reach: { ssh: 'box' } }, { ssh: { configFile: sshd.configFile } });
		server.sql(`create database ${quoted} character set utf8mb4`);
		fillMysql(server.tool, odd);
	});
	afterAll(async () => {
		await Promise.all([here?.close(), there?.close()]);
		await sshd?.stop();
		await server?.stop();
		rmSync(home, { recursive: true, force: true });
	});

	const specOf = (more: Partial<DatasetSpec> = {}): DatasetSpec => ({
		...{ environment: 'production', name: 'shop', kind: 'mysql', host: 'box' },
		...{ folder: join(home, '-b \'it\' "s" ö'), pattern: '*', shrink: 0.5, keep: 7 },
		settings: { database: odd, user: 'ops', host: '127.0.0.1', port: String(server.port) },
		password: { secret: 'env:WATCHDECK_TEST_PW' },
		...{ tables: ['orders', 'every_type'], writers: [], verify: { in: 'apart' }, every: 300_000, timeout: 60_000 },
		newest: { table: 'orders', column: 'updated_at', within: 366 * 86_400_000 },
		checks: [{ name: 'orders', ask: 'select count(*) from late', least: 20 }],
		...more,
	});
	const contents = () => mysqlContents(server.tool, odd);
	const left = () => server.sql("show databases like 'watchdeck%'");
	const well = async (runs: DatasetRuns, want: Want<DatasetAction>) => {
		const { came, entries, plan } = await runs.run(want);
		expect(came, orders(entries)).toMatchObject({ outcome: 'VERIFIED' });
		return plan.id;
	};

	test('a backup is made, verified and restored, and the restore taken back: all is as it was, row by row', async () => {
		const watched = watchWords();
		onTestFinished(watched.stop);
		const first = contents();
		const runs = datasetRuns(here, specOf());
		await well(runs, { action: 'backup' });
		await well(runs, { action: 'verify', file: '' });
		server.sql('DELETE FROM orders WHERE id = 14; DROP TABLE `*`; DROP VIEW `a later one of it`', odd);
		server.sql('DROP TRIGGER refuses; CREATE TABLE new (a int); ALTER EVENT nightly COMMENT "x"', odd);
		const changed = contents();
		server.sql('CREATE TABLE gone (a int); CREATE VIEW broken AS SELECT * FROM gone; DROP TABLE gone', odd);
		const id = await well(runs, { action: 'restore', file: '' });
		expect(contents()).toEqual(first);
		await well(runs, { action: 'restore', back: id });
		expect(contents()).toEqual(changed);
		watched.stop();
		expect(watched.words().some((words) => words.includes('watchdeck-dataset swap'))).toBe(true);
		expect(watched.words().filter((words) => words.includes('pw-secret-1'))).toEqual([]);
	});

	test('over ssh, by its socket, and tried in a database of the same server', async () => {
		const settings = { database: odd, socket: server.socket, as: 'root' };
		const { password: _none, ...spec } = specOf({ settings, verify: { in: 'server' }, folder: join(home, 'ssh') });
		const runs = datasetRuns(there, spec);
		const before = left();
		await well(runs, { action: 'backup' });
		await well(runs, { action: 'verify', file: '' });
		expect(left()).toBe(before);
	});

	test('a check writes nothing, whatever it asks', async () => {
		server.sql('create database asked; create table asked.t (a int); insert into asked.t values (1), (2)');
		const settings = { ...specOf().settings, database: 'asked' };
		const folder = join(home, 'asked');
		const asking = (ask: string, where: 'apart' | 'server') => {
			const { newest: _none, ...spec } = specOf({ settings, folder, tables: ['t'], verify: { in: where } });
			return datasetRuns(here, { ...spec, checks: [{ name: 'a', ask }] });
		};
		await well(asking('select 1', 'apart'), { action: 'backup' });
		const tries = [
			['commit; delete from t where a = 1', 'apart', { action: 'restore', file: '' }],
			['delete from t', 'apart', { action: 'verify', file: '' }],
			['set @a = 1; truncate table t; select 1', 'server', { action: 'verify', file: '' }],
		] as const;
		for (const [ask, where, want] of tries) {
			const { came, entries } = await asking(ask, where).run(want);
			expect(came.outcome, orders(entries)).toMatch(/^FAILED/);
			expect(orders(entries)).toMatch(/READ ONLY transaction/);
		}
		expect(server.sql('select count(*) from asked.t')).toBe('2');
	});

	test('what its user may not see is not taken for nothing', async () => {
		server.sql('create database plain; create table plain.t (a int)');
		for (const from of ['localhost', '%'])
			server.sql(`grant all on plain.* to plain@'${from}' identified by 'pw-secret-1'`);
		const settings = { ...specOf().settings, database: 'plain', user: 'plain' };
		const { newest: _none, ...spec } = specOf({ settings, folder: join(home, 'plain'), tables: ['t'], checks: [] });
		const runs = datasetRuns(here, spec);
		await well(runs, { action: 'backup' });
		const refused = async (message: RegExp, fix: RegExp) =>
			expect(await runs.made({ action: 'restore', file: '' })).toMatchObject({
				failure: { kind: 'refused', message: expect.stringMatching(message), fix: expect.stringMatching(fix) },
			});
		const grant = (right: string) => {
			for (const from of ['localhost', '%']) server.sql(`grant ${right} on *.* to plain@'${from}'`);
		};
		await refused(/plain@\S+, may not see who is connected/, /^As root: GRANT PROCESS ON \*\.\* TO 'plain'@'/);
		grant('PROCESS');
		await refused(/may not see whether it follows/, /^As root: GRANT REPLICA MONITOR ON \*\.\* TO 'plain'@'/);
		grant('REPLICA MONITOR');
		expect(await runs.made({ action: 'restore', file: '' })).toMatchObject({ ok: true });
		server.sql("change master 'one of many' to master_host = '127.0.0.1', master_user = 'nobody'");
		await refused(/follows another one/, /Restore on the one that it follows/);
		server.sql("reset slave 'one of many' all");
	});

	test('a swap or its undoing that is killed anywhere can be given again, or undone', async () => {
		const folder = join(home, 'cut');
		mkdirSync(join(folder, 'bin'), { recursive: true });
		// Obeys the first half of what changes something, for the time that 'at' says, and is killed with its whole order.
		writeFileSync(
			join(folder, 'bin/mariadb'),
			`#!/bin/sh
case $* in *--help*) exec /usr/bin/mariadb "$@" ;; esac
cat >'${folder}/said'
if grep -qiE '^ *(create|drop|rename|insert|/[*]!)' '${folder}/said'; then
	read -r at <'${folder}/at'
	echo $((at - 1)) >'${folder}/at'
	if [ "$at" = 1 ]; then
		head -n $(($(wc -l <'${folder}/said') / 2)) '${folder}/said' | /usr/bin/mariadb "$@"
		kill -9 0
	fi
fi
exec /usr/bin/mariadb "$@" <'${folder}/said'
`,
			{ mode: 0o755 },
		);
		const words = [
			'kind=mysql',
			`folder=${folder}`,
			'database=cut',
			`socket=${server.socket}`,
			'user=root',
			'name=a.sql',
		];
		const run = (verb: string, at = 0) =>
			new Promise<number | null>((resolve, reject) => {
				writeFileSync(join(folder, 'at'), `${at}`);
				const argv = ['-c', datasetScript('mysql'), datasetScriptName, verb, 'id=1a2b3c4d', ...words];
				const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` };
				const child = spawn('sh', argv, { env, detached: true, stdio: ['pipe', 'ignore', 'inherit'] });
				child.stdin.end('\n');
				child.on('error', reject).on('exit', resolve);
			});
		const now = () => mysqlContents(server.tool, 'cut');
		server.sql('create database cut');
		server.sql(
			`create table a (id int primary key, b int default 1); create table b (id int primary key, foreign key (id) references a (id));
			insert into a (id) values (1), (2); insert into b values (1); create trigger t before insert on a for each row set new.b = 2;
			create function f() returns int return 1; create view v as select id, f() from b; create event e on schedule every 1 day disable do delete from b`,
			'cut',
		);
		const restored = now();
		for (const verb of ['dump', 'keep']) expect(await run(verb)).toBe(0);
		server.sql(
			'drop view v; drop trigger t; delete from b; create table c (id int); create view w as select * from c',
			'cut',
		);
		const live = now();
		expect(await run('beside')).toBe(0);
		let cuts = 0;
		for (let at = 1; (await run('swap', at)) === null; at += 1) {
			cuts += 1;
			if (at % 2 === 0) {
				expect(await run('swap')).toBe(0);
				expect(now()).toEqual(restored);
				await run('unswap', at);
			}
			expect(await run('unswap')).toBe(0);
			expect(now(), `cut at ${at}`).toEqual(live);
		}
		expect(cuts).toBeGreaterThan(5);
		expect(now()).toEqual(restored);
	});

	test('a server that dies while it is dumped leaves no backup', async () => {
		server.sql('create database dying');
		bigMysql(server.tool, 'dying', 60_000_000);
		const folder = join(home, 'dying');
		const settings = { ...specOf().settings, database: 'dying' };
		const { newest: _none, ...spec } = specOf({ settings, folder, tables: [], checks: [] });
		const runs = datasetRuns(here, spec);
		const begun = await runs.plan({ action: 'backup' });
		const going = runs.go(begun);
		await expect
			.poll(() => readdirSync(home).includes('dying') && readdirSync(folder).length > 1, {
				timeout: 20_000,
				interval: 10,
			})
			.toBe(true);
		process.kill(server.daemon.pid, 'SIGKILL');
		expect(await going, orders(begun.entries)).toMatchObject({ outcome: 'FAILED, UNDONE' });
		expect(readdirSync(folder)).toEqual(['.watchdeck']);
	});
});
