// A dataset in a container, as its host's docker has it: nothing of an order goes on in there once its line is cut.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { DatasetSpec } from '../../src/core/dataset/spec.ts';
import { outsideOf } from '../io/support/outside.ts';
import { type DatabaseContainer, runPostgres } from '../lab/databases/containers.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { fillPostgres, postgresContents } from '../lab/rows/postgres.ts';
import { datasetRuns, orders } from '../support/dataset-runs.ts';

describeLab('a dataset of PostgreSQL in a container', () => {
	let lab: Lab;
	let db: DatabaseContainer;
	beforeAll(async () => {
		lab = await startLab({ images: ['databases'] });
		db = await runPostgres(lab, 'shop-db-1');
		db.sql('create database shop');
		fillPostgres(db.tool, 'shop');
	});
	afterAll(() => lab?.stop());

	const runsOf = (more: Partial<DatasetSpec> = {}, folder = mkdtempSync(join(lab.folder, 'backups-'))) => {
		const outside = outsideOf({ name: 'box', reach: 'local', engine: lab.socket });
		onTestFinished(() => outside.close());
		return datasetRuns(outside, {
			...{ environment: 'production', name: 'shop', kind: 'postgres', host: 'box', container: 'shop-db-1' },
			...{ folder, pattern: '*', shrink: 0.5, keep: 7, settings: { database: 'shop', user: 'postgres' } },
			...{ tables: ['orders'], writers: [], verify: { in: 'apart' }, every: 300_000, timeout: 60_000, checks: [] },
			...more,
		});
	};
	const inside = () => execFileSync('docker', ['top', 'shop-db-1', '-eo', 'pid,args'], { encoding: 'utf8' });
	const containers = () => execFileSync('docker', ['ps', '-a', '--format', '{{.Names}}'], { encoding: 'utf8' }).trim();

	test('a backup is made, verified in a container apart, restored, and taken back', async () => {
		const runs = runsOf();
		const first = postgresContents(db.tool, 'shop');
		const well = async (want: Parameters<typeof runs.run>[0]) => {
			const { came, entries, plan } = await runs.run(want);
			expect(came, orders(entries)).toMatchObject({ outcome: 'VERIFIED' });
			return plan.id;
		};
		await well({ action: 'backup' });
		await well({ action: 'verify', file: '' });
		expect(containers()).toBe('shop-db-1');
		db.sql('delete from orders where id = 7', 'shop');
		const changed = postgresContents(db.tool, 'shop');
		const id = await well({ action: 'restore', file: '' });
		expect(postgresContents(db.tool, 'shop')).toEqual(first);
		await well({ action: 'restore', back: id });
		expect(postgresContents(db.tool, 'shop')).toEqual(changed);
	});

	test('what is broken off leaves no program in it, and no container beside', async () => {
		const folder = mkdtempSync(join(lab.folder, 'backups-'));
		const runs = runsOf({}, folder);
		expect((await runs.run({ action: 'backup' })).came).toMatchObject({ outcome: 'VERIFIED' });
		const before = readdirSync(folder).toSorted();
		const slow = runsOf({ checks: [{ name: 'slow', ask: 'select pg_sleep(300)' }] }, folder);
		for (const [want, busy] of [
			[{ action: 'verify', file: '' }, () => containers().includes('watchdeck-apart')],
			[{ action: 'restore', file: '' }, () => inside().includes('watchdeck_new_')],
		] as const) {
			const begun = await slow.plan(want);
			const going = slow.go(begun);
			await expect.poll(busy, { timeout: 20_000 }).toBe(true);
			const { pid } = execFileSync('pgrep', ['-f', `watchdeck-dataset (verify|beside).*id=${begun.plan.id}`], {
				encoding: 'utf8',
			})
				.split('\n')
				.map((line) => ({ pid: Number(line) }))[0] ?? { pid: 0 };
			// As the end of a session does: its whole group.
			process.kill(-pid, 'SIGTERM');
			await going;
			await expect.poll(containers, { timeout: 15_000 }).toBe('shop-db-1');
			await expect.poll(() => inside().includes(begun.plan.id), { timeout: 15_000 }).toBe(false);
		}
		expect(readdirSync(folder).filter((name) => !name.endsWith('.zst') && name !== '.watchdeck')).toEqual([]);
		expect(readdirSync(folder)).toEqual(expect.arrayContaining(before));
	});
});
