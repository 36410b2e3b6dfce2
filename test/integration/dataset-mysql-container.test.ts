import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DatasetSpec } from '../../src/core/dataset/spec.ts';
import { outsideOf, type Tried } from '../io/support/outside.ts';
import { runMariadb } from '../lab/databases/containers.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { fillMysql, mysqlContents } from '../lab/rows/mysql.ts';
import { datasetRuns, orders } from '../support/dataset-runs.ts';

describeLab('datasets of MariaDB in a container', () => {
	let lab: Lab;
	let here: Tried;
	beforeAll(async () => {
		lab = await startLab({ images: ['databases'] });
		here = outsideOf({ name: 'box', reach: 'local' });
	}, 240_000);
	afterAll(async () => {
		await here?.close();
		await lab?.stop();
	});
	test('by the password that only the container knows', async () => {
		const { sql, tool } = await runMariadb(lab, 'db', { env: { MARIADB_ROOT_PASSWORD: 'only \'in" there$' } });
		sql('create database shop');
		fillMysql(tool, 'shop');
		const first = mysqlContents(tool, 'shop');
		const spec: DatasetSpec = {
			...{ environment: 'production', name: 'shop', kind: 'mysql', host: 'box', container: 'db' },
			...{ folder: `${lab.folder}/backups`, pattern: '*', shrink: 0.5, keep: 7, settings: { database: 'shop' } },
			...{ tables: ['orders'], writers: [], verify: { in: 'apart' }, every: 300_000, timeout: 60_000, checks: [] },
		};
		const runs = datasetRuns(here, spec);
		for (const want of [{ action: 'backup' }, { action: 'verify', file: '' }] as const) {
			const { came, entries } = await runs.run(want);
			expect(came, orders(entries)).toMatchObject({ outcome: 'VERIFIED' });
		}
		sql('drop table plain; delete from orders where id = 14', 'shop');
		const { came, entries } = await runs.run({ action: 'restore', file: '' });
		expect(came, orders(entries)).toMatchObject({ outcome: 'VERIFIED' });
		expect(mysqlContents(tool, 'shop')).toEqual(first);
	});
});
