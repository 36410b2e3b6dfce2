import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { datasetProbe } from '../../src/core/dataset/probe.ts';
import type { DatasetSpec } from '../../src/core/dataset/spec.ts';
import type { Probe, Reading } from '../../src/core/probe.ts';
import { backup } from '../../src/probes/backup.ts';
import { dataset } from '../../src/probes/dataset.ts';
import { describeTools } from '../lab/tools.ts';
import { type Places, placesOf } from './places.ts';

const probe = (spec: object): Probe => {
	return { kind: 'backup', name: 'db', of: 'host/box', every: 60_000, timeout: 10_000, spec: { from: 'box', ...spec } };
};

describeTools('backups in a folder and at a remote of rclone', ['rclone', 'sshd'], () => {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-backups-'));
	let places: Places;
	beforeAll(async () => {
		places = await placesOf();
		for (const home of places.homes) {
			const config = join(home, '.config/rclone/rclone.conf');
			mkdirSync(dirname(config), { recursive: true });
			writeFileSync(config, `[store]\ntype = alias\nremote = ${folder}\n`);
		}
		const at = Date.now() / 1000 - 40 * 3600;
		writeFileSync(join(folder, 'db-1.sql.gz'), gzipSync('-- PostgreSQL database dump'));
		writeFileSync(join(folder, 'db-2.dump'), `PGDMP${'x'.repeat(100)}`);
		utimesSync(join(folder, 'db-1.sql.gz'), at, at);
	});
	afterAll(async () => {
		await places?.close();
		rmSync(folder, { recursive: true });
	});

	test.each(['here', 'over ssh'] as const)('%s', async (where) => {
		const read = async (spec: object): Promise<Reading> => {
			const result = await backup.read(probe(spec), places.reach(where));
			if (!result.ok) throw new Error(result.failure.message);
			return result.value;
		};
		const newest = { file: 'db-2.dump', size: 105, count: 2, format: 'pg_dump archive' };
		expect((await read({ folder })).findings).toMatchObject([newest]);
		expect((await read({ remote: 'store:' })).findings).toMatchObject([newest]);
		const old = await read({ remote: 'store:', pattern: '*.sql.gz' });
		expect(old.layers?.backup).toMatchObject({
			is: 'degraded',
			because: expect.stringMatching(/^the newest is 40h old/),
		});
		expect(await backup.read(probe({ remote: 'store:none' }), places.reach(where))).toMatchObject({
			ok: false,
			failure: { message: expect.stringContaining('directory not found') },
		});
	});

	test('of a dataset are compared with their copies off-site by the hashes that rclone tells', async () => {
		const own = mkdtempSync(join(tmpdir(), 'watchdeck-compared-'));
		onTestFinished(() => rmSync(own, { recursive: true }));
		const [here, there] = [join(own, 'here'), join(own, 'there')];
		mkdirSync(join(here, '.watchdeck'), { recursive: true });
		mkdirSync(there);
		const sha256 = createHash('sha256').update('as it was made').digest('hex');
		writeFileSync(join(here, '.watchdeck/db-1.tar'), `began=1\ntook=1\nbytes=14\nsha256=${sha256}\n`);
		writeFileSync(join(here, 'db-1.tar'), 'as it was made');
		const spec: DatasetSpec = {
			...{ environment: 'production', name: 'db', kind: 'files', host: 'box', folder: here, pattern: '*' },
			...{ shrink: 0.5, keep: 7, tables: [], checks: [], writers: [], verify: { in: 'apart' }, settings: {} },
			...{ every: 60_000, timeout: 20_000, offSite: { remote: there, keep: 30, env: {} } },
		};
		const hash = async () => {
			const reading = await dataset.read(datasetProbe(spec), places.reach('here'));
			const found = reading.ok ? reading.value.findings?.find((one) => one.is === 'backup') : undefined;
			return found?.copies?.[0]?.remote?.hash;
		};
		writeFileSync(join(there, 'db-1.tar'), 'as it was made');
		expect(await hash()).toBe('same');
		writeFileSync(join(there, 'db-1.tar'), 'as it WAS made');
		expect(await hash()).toBe('other');
	});
});
