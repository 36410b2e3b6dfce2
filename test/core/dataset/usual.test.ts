// Which of the files in a folder are a dataset's backups: not what a restore dumped first, not another dataset's, no scrap.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lightsOf } from '../../../src/core/backup/lights.ts';
import { nightsOf } from '../../../src/core/backup/nights.ts';
import { datasetProbe } from '../../../src/core/dataset/probe.ts';
import type { DatasetSpec } from '../../../src/core/dataset/spec.ts';
import { dataset } from '../../../src/probes/dataset.ts';
import { describeTools } from '../../lab/tools.ts';
import { reachBy, shells } from '../../probes/shells.ts';
import { ordersOf } from '../../support/dataset-order.ts';

const hour = 3_600_000;
const spec = (folder: string): DatasetSpec => ({
	...{ environment: 'production', name: 'shop', kind: 'files', host: 'local', folder, pattern: '*', shrink: 0.5 },
	...{ keep: 7, settings: { path: '/srv' }, tables: [], checks: [], writers: [], verify: { in: 'apart' } },
	...{ within: 26 * hour, every: hour, timeout: 60_000 },
});

describe.each(shells)('in %s', (path, first) => {
	test('a folder that is not there is not one without backups', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'watchdeck-usual-'));
		onTestFinished(() => rmSync(folder, { recursive: true }));
		writeFileSync(join(folder, 'file'), 'no folder');
		mkdirSync(join(folder, 'empty'));
		const now = Date.now();
		const stands = async (where: string) => {
			const reading = await dataset.read(datasetProbe(spec(where)), { ...reachBy(path, first), now: () => now });
			const [found] = reading.ok ? (reading.value.findings ?? []) : [];
			if (!reading.ok || found?.is !== 'backup') throw new Error('nothing found');
			const { text, short } = lightsOf(found, { at: now }, now).ran;
			expect(reading.value.layers?.backup).toMatchObject({ is: 'down', because: text });
			return { text, short, fix: reading.value.layers?.backup?.fix };
		};
		expect(await stands(join(folder, 'empty'))).toMatchObject({ text: 'there is no backup', short: 'none' });
		for (const where of ['nowhere', 'file'].map((name) => join(folder, name)))
			expect(await stands(where)).toEqual({
				text: `there is no backup: the folder ${where} is not there, or may not be seen`,
				...{ short: 'no folder', fix: expect.stringContaining('Check `folder`') },
			});
	});
	test('what a restore dumped first, or another dataset made, is not the newest backup', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'watchdeck-usual-'));
		onTestFinished(() => rmSync(folder, { recursive: true }));
		mkdirSync(join(folder, '.watchdeck'));
		const now = Date.now();
		const put = (file: string, text: string, hours: number, purpose?: string, of = 'production/shop') => {
			writeFileSync(join(folder, file), text);
			utimesSync(join(folder, file), now / 1000 - hours * 3600, now / 1000 - hours * 3600);
			const began = Math.round(now / 1000 - hours * 3600 - 5);
			const lines = [`began=${began}`, 'took=1', `bytes=${text.length}`, `sha256=${'a'.repeat(64)}`, `dataset=${of}`];
			const record = [...lines, ...(purpose === undefined ? [] : [`purpose=${purpose}`])].join('\n');
			writeFileSync(join(folder, '.watchdeck', file), `${record}\n`);
		};
		put('shop 1.tar.gz', 'this is no gzip, and so not empty', 72, 'backup');
		put('shop-2.tar.gz', '\u001f\u008b', 1, 'safety');
		put('other-1.tar.gz', 'x'.repeat(500), 2, 'backup', 'production/other');
		const reach = { ...reachBy(path, first), now: () => now };
		const reading = await dataset.read(datasetProbe(spec(folder)), reach);
		if (!reading.ok) throw new Error(reading.failure.message);
		const [found] = reading.value.findings ?? [];
		if (found?.is !== 'backup') throw new Error('nothing found');
		expect(found).toMatchObject({ file: 'shop 1.tar.gz', size: 33, count: 3, faults: { age: expect.anything() } });
		expect(found.format).toBeUndefined();
		expect(lightsOf(found, { at: now }, now).ran).toMatchObject({ is: 'bad', short: '3d LATE' });
		const ours = (found.copies ?? []).filter(({ file }) => !file.startsWith('other'));
		expect(nightsOf({ ...found, copies: ours }, now).filter(({ is }) => is === 'there')).toHaveLength(1);
		expect(reading.value.layers?.backup?.is).not.toBe('ok');
	});
});

describeTools('a dump that is not kept yet', ['tar', 'setsid'], () => {
	test('leaves nothing in the folder but its half-written file', () => {
		const orders = ordersOf('files', '/usr/bin/dash', (folder) => ({
			path: join(folder, 'live'),
			name: 'up-1.tar.gz',
		}));
		onTestFinished(orders.remove);
		mkdirSync(join(orders.folder, 'live'));
		expect(orders.give('dump')).toMatchObject({ code: 0 });
		expect(readdirSync(orders.backups)).toEqual(['.watchdeck', 'up-1.tar.gz.part']);
		expect(orders.give('discard')).toMatchObject({ code: 0 });
		expect(readdirSync(join(orders.backups, '.watchdeck'))).toEqual([]);
	});
});
