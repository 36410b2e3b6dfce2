import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DatasetSpec } from '../../src/core/dataset/spec.ts';
import type { DatasetAction, Want } from '../../src/core/plan.ts';
import { outsideOf, type Tried } from '../io/support/outside.ts';
import { type Postgres, startPostgres } from '../lab/postgres.ts';
import { fillPostgres, postgresContents } from '../lab/rows/postgres.ts';
import { describeTools } from '../lab/tools.ts';
import { datasetRuns, orders } from '../support/dataset-runs.ts';

const odd = 'sh\'op; %s "1" ö';

describeTools('datasets of PostgreSQL', ['pg_createcluster', 'setpriv', 'rclone', 'sshd'], () => {
	const home = mkdtempSync(join(tmpdir(), 'watchdeck-datasets-'));
	let server: Postgres;
	let here: Tried;
	beforeAll(async () => {
		server = await startPostgres();
		server.sql("alter role postgres password 'pw-secret-1'");
		process.env['WATCHDECK_TEST_PW'] = 'pw-secret-1';
		here = outsideOf({ name: 'box', reach: 'local' });
	});
	afterAll(async () => {
		await here?.close();
		await server?.stop();
		rmSync(home, { recursive: true, force: true });
	});

	const specOf = (more: Partial<DatasetSpec> = {}): DatasetSpec => ({
		...{ environment: 'production', name: 'shop', kind: 'postgres', host: 'box' },
		...{ folder: join(home, '-b \'it\' "s" ö'), pattern: '*', shrink: 0.5, keep: 7 },
		settings: { database: odd, user: 'postgres', host: '127.0.0.1', port: String(server.port) },
		password: { secret: 'env:WATCHDECK_TEST_PW' },
		...{ tables: ['orders', 'every_type'], writers: [], verify: { in: 'apart' }, every: 300_000, timeout: 60_000 },
		checks: [{ name: 'orders', ask: 'select count(*) from orders', least: 1000 }],
		...more,
	});

	test('a backup is made, verified and restored, and the restore taken back: all is as it was, row by row', async () => {
		server.sql(`create database "${odd.replaceAll('"', '""')}"`);
		fillPostgres(server.tool, odd);
		const first = postgresContents(server.tool, odd);
		const runs = datasetRuns(here, specOf());
		const well = async (want: Want<DatasetAction>) => {
			const { came, entries, plan } = await runs.run(want);
			expect(came, orders(entries)).toMatchObject({ outcome: 'VERIFIED' });
			return plan.id;
		};
		await well({ action: 'backup' });
		await well({ action: 'verify', file: '' });
		server.sql('DELETE FROM orders WHERE id = 7; DROP TABLE "*"; SELECT lo_unlink(424242)', odd);
		const changed = postgresContents(server.tool, odd);
		const id = await well({ action: 'restore', file: '' });
		expect(postgresContents(server.tool, odd)).toEqual(first);
		await well({ action: 'restore', back: id });
		expect(postgresContents(server.tool, odd)).toEqual(changed);
	});
});
