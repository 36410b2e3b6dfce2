// A gigabyte of each database, beside something of everything, through backup, restore test, restore and the way back: row by row.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { DatasetSpec } from '../../src/core/dataset/spec.ts';
import type { DatasetAction, Want } from '../../src/core/want.ts';
import { outsideOf, type Tried } from '../io/support/outside.ts';
import { startMariadb } from '../lab/mariadb.ts';
import { startPostgres } from '../lab/postgres.ts';
import { startRedis } from '../lab/redis.ts';
import type { Contents } from '../lab/rows/contents.ts';
import { bigMysql, fillMysql, mysqlContents } from '../lab/rows/mysql.ts';
import { bigPostgres, fillPostgres, postgresContents } from '../lab/rows/postgres.ts';
import { bigRedis, fillRedis, redisContents } from '../lab/rows/redis.ts';
import { describeTools } from '../lab/tools.ts';
import { aDataset } from '../support/a-dataset.ts';
import { datasetRuns, orders } from '../support/dataset-runs.ts';

const gigabyte = 1024 ** 3;
const figures: string[] = [];

describeTools('a gigabyte', ['pg_createcluster', 'setpriv', 'mariadbd', 'redis-server'], () => {
	let here: Tried;
	beforeAll(() => {
		here = outsideOf({ name: 'box', reach: 'local' });
		process.env['WATCHDECK_TEST_PW'] = 'pw-secret-1';
	});
	afterAll(async () => {
		await here?.close();
		for (const line of figures) console.info(line);
	});

	/** Goes the whole way; `changes`: what is lost and comes, so that a restore has something to bring back. */
	const goesRound = async (spec: Partial<DatasetSpec>, contents: () => Contents, changes: () => void) => {
		const folder = mkdtempSync(join(tmpdir(), 'watchdeck-gigabyte-'));
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		const password = { secret: 'env:WATCHDECK_TEST_PW' };
		const runs = datasetRuns(here, aDataset({ host: 'box', folder, password, timeout: 600_000, ...spec }));
		const took: string[] = [];
		const well = async (name: string, want: Want<DatasetAction>): Promise<string> => {
			const began = Date.now();
			const { came, entries, plan } = await runs.run(want);
			expect(came, orders(entries)).toMatchObject({ outcome: 'VERIFIED' });
			took.push(`${name} ${Math.round((Date.now() - began) / 1000)} s`);
			return plan.id;
		};
		const first = contents();
		await well('backup', { action: 'backup' });
		await well('restore test', { action: 'verify', file: '' });
		changes();
		const changed = contents();
		expect(changed).not.toEqual(first);
		const id = await well('restore', { action: 'restore', file: '' });
		expect(contents()).toEqual(first);
		await well('back', { action: 'restore', back: id });
		expect(contents()).toEqual(changed);
		figures.push(`a gigabyte of ${spec.kind}: ${took.join(', ')}`);
	};
	const settingsOf = (port: number) => ({ host: '127.0.0.1', port: String(port) });

	test('of PostgreSQL', async () => {
		const server = await startPostgres({ max_wal_size: '4GB' });
		onTestFinished(() => server.stop());
		server.sql("alter role postgres password 'pw-secret-1'; ");
		server.sql('create database shop');
		fillPostgres(server.tool, 'shop');
		bigPostgres(server.tool, 'shop', gigabyte);
		const settings = { ...settingsOf(server.port), database: 'shop', user: 'postgres' };
		await goesRound(
			{ kind: 'postgres', settings, tables: ['orders', 'big'] },
			() => postgresContents(server.tool, 'shop'),
			() => void server.sql('delete from big where id % 1000 = 7; drop table orders cascade', 'shop'),
		);
	});

	test('of MariaDB', async () => {
		const server = await startMariadb({ 'innodb-buffer-pool-size': '512M' });
		onTestFinished(() => server.stop());
		server.sql("grant all on *.* to ops@'%' identified by 'pw-secret-1' with grant option");
		server.sql('create database shop character set utf8mb4');
		fillMysql(server.tool, 'shop');
		bigMysql(server.tool, 'shop', gigabyte);
		await goesRound(
			{
				kind: 'mysql',
				settings: { ...settingsOf(server.port), database: 'shop', user: 'ops' },
				tables: ['orders', 'big'],
			},
			() => mysqlContents(server.tool, 'shop'),
			() => void server.sql('delete from big where id % 1000 = 7; delete from orders where id = 14', 'shop'),
		);
	});

	test('of Redis', async () => {
		const settings = { 'repl-diskless-sync-delay': '0', save: '3600 1' };
		const server = await startRedis({ password: 'pw-secret-1', settings });
		onTestFinished(() => server.stop());
		fillRedis(server.tool);
		bigRedis(server.tool, gigabyte);
		await goesRound(
			{ kind: 'redis', settings: settingsOf(server.port) },
			() => redisContents(server.tool),
			() => void server.run('DEL', 'stream', 'big:7', 'text'),
		);
	});
});
