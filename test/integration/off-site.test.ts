// Copies off-site by the rclone that is here: at a folder, and at a WebDAV server of rclone with a fake before it that lies.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { lightsOf } from '../../src/core/backup/lights.ts';
import { bytesTold } from '../../src/core/backup/progress.ts';
import type { DatasetSpec, OffSite } from '../../src/core/dataset/spec.ts';
import { makeAuthority } from '../io/support/certificates.ts';
import { outsideOf, type Tried } from '../io/support/outside.ts';
import { describeTools } from '../lab/tools.ts';
import { type DatasetRuns, datasetRuns, orders } from '../support/dataset-runs.ts';
import { type FakeRemote, type Lie, startFakeRemote } from '../support/fake-remote.ts';

const secret = 'geheim-7f3a';

describeTools('copies off-site', ['rclone', 'openssl'], () => {
	const root = mkdtempSync(join(tmpdir(), 'watchdeck-off-site-'));
	const served = join(root, 'served');
	let here: Tried;
	let fake: FakeRemote;
	let obscured: string;
	beforeAll(async () => {
		const authority = makeAuthority(root);
		mkdirSync(served);
		obscured = execFileSync('rclone', ['obscure', '-'], { input: secret, encoding: 'utf8' }).trim();
		process.env['WATCHDECK_TEST_DAV'] = obscured;
		here = outsideOf({ name: 'box', reach: 'local' });
		fake = await startFakeRemote(served, { user: 'u', pass: secret }, authority.sign('old', { days: -1 }));
	});
	afterEach(() => {
		fake.lie = 'none';
	});
	afterAll(async () => {
		await here?.close();
		await fake?.stop();
		rmSync(root, { recursive: true, force: true });
	});

	const runsOf = (name: string, offSite: OffSite): DatasetRuns => {
		const home = join(root, name);
		mkdirSync(join(home, 'data'), { recursive: true });
		// What no packer makes small.
		writeFileSync(join(home, 'data', 'a'), randomBytes(700_000));
		const spec: DatasetSpec = {
			...{ environment: 'production', name: 'up', kind: 'files', host: 'box', pattern: '*', shrink: 0.5, keep: 7 },
			...{ folder: join(home, 'backups'), settings: { path: join(home, 'data') }, offSite },
			...{ tables: [], checks: [], writers: [], verify: { in: 'apart' }, every: 300_000, timeout: 20_000 },
		};
		return datasetRuns(here, spec);
	};
	const lightOf = async (runs: DatasetRuns) => {
		const now = Date.now();
		return lightsOf(await runs.found(), { at: now }, now).offSite;
	};
	const copied = async (runs: DatasetRuns): Promise<string> => {
		const { came, entries, plan } = await runs.run({ action: 'backup' });
		expect(came, orders(entries)).toMatchObject({ outcome: 'VERIFIED' });
		return plan.to ?? '';
	};
	const dav = (name: string, more: OffSite['env'] = {}): OffSite => ({
		...{ remote: `dav:${name}`, keep: 30 },
		env: {
			...{ RCLONE_CONFIG_DAV_TYPE: 'webdav', RCLONE_CONFIG_DAV_VENDOR: 'other', RCLONE_CONFIG_DAV_USER: 'u' },
			...{ RCLONE_CONFIG_DAV_URL: fake.url, RCLONE_CONFIG_DAV_PASS: { secret: 'env:WATCHDECK_TEST_DAV' } },
			...{ RCLONE_TIMEOUT: '2s', RCLONE_RETRIES: '1', RCLONE_LOW_LEVEL_RETRIES: '1' },
			...more,
		},
	});

	test('at a folder: the same by its hash; rotten there, gone there and not reached are no green', async () => {
		const away = join(root, 'away');
		const runs = runsOf('near', { remote: `${away}/`, keep: 30, env: {} });
		const name = await copied(runs);
		const copy = join(away, name);
		expect(await lightOf(runs)).toMatchObject({ is: 'ok', text: expect.stringMatching(/^same as here, /) });
		expect((await runs.found()).copies?.[0]?.remote?.hash).toBe('same');
		const bytes = readFileSync(copy);
		const { atime, mtime } = statSync(copy);
		bytes.writeUInt8(bytes.readUInt8(99) ^ 1, 99);
		writeFileSync(copy, bytes);
		utimesSync(copy, atime, mtime);
		expect(await lightOf(runs)).toMatchObject({ is: 'bad', short: 'other hash' });
		rmSync(copy);
		expect(await lightOf(runs)).toMatchObject({ is: 'bad', text: `${name} is not at ${away}/ any more` });
	});

	test('at a remote without hashes: read back, and well as long as it is as it was then', async () => {
		const runs = runsOf('well', dav('well'));
		const name = await copied(runs);
		expect(await lightOf(runs)).toMatchObject({
			is: 'ok',
			text: expect.stringMatching(/^same as here when it was compared 0m ago/),
		});
		const copy = join(served, 'well', name);
		// An hour back, as where its clock is: it is another than the one that was compared.
		const at = statSync(copy).mtimeMs / 1000 - 3600;
		utimesSync(copy, at, at);
		expect(await lightOf(runs)).toMatchObject({ is: 'unknown', short: 'size ok' });
		fake.lie = 'hangs';
		expect(await lightOf(runs)).toMatchObject({
			...{ is: 'unknown', short: 'unread' },
			text: expect.stringMatching(/^dav:well could not be read: .*timeout.*; look whether it runs/),
		});
		const argv = [...fake.seen];
		expect(argv.some((line) => /^rclone .*\bcopyto\b/.test(line))).toBe(true);
		for (const word of [secret, obscured]) expect(argv.filter((line) => line.includes(word))).toEqual([]);
	});

	test('slowly: no time-out cuts what goes on, and how far it is is told', async () => {
		const runs = runsOf('slow', dav('slow', { RCLONE_BWLIMIT: '200k' }));
		const begun = await runs.plan({ action: 'backup' });
		const told = new Set<number>();
		const order: typeof here.order = (call, signal, heard) =>
			here.order(call, signal, (chunk) => {
				const bytes = bytesTold(chunk.text);
				if (call.via === 'exec' && call.argv.includes('copy') && bytes !== undefined) told.add(bytes);
				heard?.(chunk);
			});
		const came = await runs.go(begun, { order });
		expect(came, orders(begun.entries)).toMatchObject({ outcome: 'VERIFIED' });
		const whole = (await runs.found()).size ?? 0;
		expect([...told].some((bytes) => bytes > 0 && bytes < whole)).toBe(true);
		expect(Math.max(...told)).toBeLessThanOrEqual(whole);
	});

	const lying = (lie: Lie) => () => {
		fake.lie = lie;
		return dav('shop', lie === 'hangs' ? { RCLONE_TIMEOUT: '500ms' } : {});
	};
	const faults: readonly (readonly [string, () => OffSite, RegExp])[] = [
		[
			'the wrong password',
			() => dav('shop', { RCLONE_CONFIG_DAV_PASS: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }),
			/could not be read, so that nothing was sent: .*401.*; check its account and secret in env/,
		],
		[
			'nobody there',
			() => dav('shop', { RCLONE_CONFIG_DAV_URL: 'http://127.0.0.1:9' }),
			/could not be read, so that nothing was sent: .*connection refused; look whether it runs and this host reaches it/,
		],
		[
			'a certificate whose time is over',
			() => dav('shop', { RCLONE_CONFIG_DAV_URL: fake.secure, RCLONE_CA_CERT: join(root, 'ca.pem') }),
			/could not be read, so that nothing was sent: .*certificate has expired.*; look at its certificate/,
		],
		[
			'no such remote',
			() => ({ ...dav('shop'), remote: 'none:shop' }),
			/could not be read, so that nothing was sent: .*; set it up in env/,
		],
		[
			'one that hangs',
			lying('hangs'),
			/could not be read, so that nothing was sent: .*timeout.*; look whether it runs/,
		],
		['a full one', lying('full'), /did not take the copy: .*507.*; make room there/],
		['one that lies about the size', lying('size'), /did not take the copy: .*sizes differ.*; it does not keep what/],
		['one that gives back other bytes', lying('bytes'), /no such copy: .* not what was sent; it does not keep what/],
	];
	/** What lies there is of the nights before: files are told apart by whole seconds, and a run can take less. */
	const agoADay = (folder: string) => {
		for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())) {
			const at = statSync(join(folder, name)).mtimeMs / 1000 - 86_400;
			utimesSync(join(folder, name), at, at);
		}
	};
	// One after another in one folder: nights without their remote are in nobody's way.
	let first: string;
	beforeAll(async () => {
		first = await copied(runsOf('shop', dav('shop')));
	});
	test.each(faults)(
		'%s: said with its remedy; the backup here stays, what is there is as it was',
		async (_name, make, says) => {
			const older = statSync(join(served, 'shop', first));
			const runs = runsOf('shop', make());
			agoADay(join(root, 'shop', 'backups'));
			const { came, entries, plan } = await runs.run({ action: 'backup' });
			expect(came, orders(entries)).toMatchObject({
				...{ outcome: 'FAILED, UNDONE', because: expect.stringMatching(says) },
			});
			expect(came.because).toMatch(
				/: (?:dav|none):shop .*The backup here is whole and stays\. The live data are as they were\. up-.* stays: it is whole\.$/,
			);
			const found = await runs.found();
			const newest = found.copies?.[0];
			expect(newest).toMatchObject({ file: expect.stringContaining(plan.id), own: { bytes: newest?.bytes } });
			expect(newest?.own).not.toHaveProperty('compared');
			expect(lightsOf(found, { at: Date.now() }, Date.now()).offSite.is).not.toBe('ok');
			expect(readdirSync(join(served, 'shop'))).toEqual([first]);
			const { size, mtimeMs } = statSync(join(served, 'shop', first));
			expect({ size, mtimeMs }).toEqual({ size: older.size, mtimeMs: older.mtimeMs });
			if (/nothing was sent/.test(came.because)) expect(orders(entries)).not.toMatch(/what is left/);
			for (const word of [secret, obscured]) expect(JSON.stringify(entries)).not.toContain(word);
		},
	);
});
