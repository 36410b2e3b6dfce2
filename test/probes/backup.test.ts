import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { Answer, Read } from '../../src/core/call.ts';
import type { Probe } from '../../src/core/probe.ts';
import { backup } from '../../src/probes/backup.ts';
import { probeOf, reachOf, readingOf, replied } from './reach.ts';
import { reachBy, shells } from './shells.ts';

const probe = (spec: object): Probe => ({
	...probeOf('backup', 'host/vps1', { from: 'vps1', ...spec }),
	name: 'db',
});
const now = 1_795_237_094_000;
const folder = (...lines: readonly string[]) => replied(0, [`clock=${now / 1000}`, ...lines].join('\n'));

describe('backup', () => {
	test('passes folder and pattern as words, and says what it found', async () => {
		const lines = [
			'folder=there',
			'count=14',
			'file=1795204694 1000 ./db-2.gz',
			'file=1795118294 900 ./db-1.gz',
			'head=1f8b',
		];
		const { reach, calls } = reachOf(folder(...lines), now);
		const reading = readingOf(await backup.read(probe({ folder: "/b/'; rm -rf $HOME", pattern: '`id`' }), reach));
		expect(calls[0]).toMatchObject({ via: 'exec', host: 'vps1', effect: 'read' });
		expect(calls[0]?.via === 'exec' && calls[0].argv.slice(3)).toEqual([
			'watchdeck-backup',
			"/b/'; rm -rf $HOME",
			'`id`',
		]);
		expect(reading).toMatchObject({
			layers: { backup: { is: 'ok', because: '9h old, 1000B', since: now } },
			findings: [
				{
					is: 'backup',
					name: 'db',
					newest: now - 9 * 3_600_000,
					size: 1000,
					median: 900,
					count: 14,
					format: 'gzip',
					faults: {},
				},
			],
			samples: [
				{ series: 'host/vps1/db/count', value: 14 },
				{ series: 'host/vps1/db/bytes', value: 1000 },
				{ series: 'host/vps1/db/age', value: 9 * 3_600_000 },
			],
		});
	});
	test('tells each that it listed, and in a folder of watchdeck what was written down of them', async () => {
		const lines = [
			`record=db-2.gz\tbegan=1795204600\ttook=94\tbytes=1000\tsha256=${'a1'.repeat(32)}\ttables=41`,
			'proof=1795208000\t2500\tok\tdb-2.gz\t\torders\tok\t42',
			...['folder=there', 'count=2', 'file=1795204694 1000 ./db-2.gz', 'file=1795118294 900 ./db-1.gz'],
		];
		const reading = readingOf(await backup.read(probe({ folder: '/b' }), reachOf(folder(...lines), now).reach));
		expect(reading.findings).toMatchObject([
			{
				copies: [
					{ file: 'db-2.gz', own: { tables: 41 }, proof: { is: 'ok' } },
					{ file: 'db-1.gz', at: now - 33 * 3_600_000, bytes: 900 },
				],
				proofs: [{ file: 'db-2.gz', took: 2500, checks: [{ name: 'orders', says: '42' }] }],
			},
		]);
	});
	test('counts the age by the clock of the host', async () => {
		const text = `clock=5000\nfolder=there\ncount=1\nfile=1400 9 ./a\n`;
		const reading = readingOf(await backup.read(probe({ folder: '/b' }), reachOf(replied(0, text), now).reach));
		expect(reading.findings).toMatchObject([{ newest: now - 3_600_000 }]);
	});
	test('carries what is wrong with each side, by the limits of the line', async () => {
		const lines = ['folder=there', 'count=2', 'file=1795117094 600 ./b', 'file=1795017094 1000 ./a', 'inner=damaged'];
		const line = { folder: '/b', shrink: '20%', within: '26h' };
		const reading = readingOf(await backup.read(probe(line), reachOf(folder(...lines), now).reach));
		expect(reading.findings).toMatchObject([
			{
				faults: {
					age: 'the newest is 33h old: 7h over the promised 26h',
					content: 'the newest cannot be unpacked: it is damaged or cut off',
					size: 'the newest has 600B, those before it 1000B',
				},
			},
		]);
	});
	test('a folder without backups is down, and has no size', async () => {
		const reading = readingOf(
			await backup.read(probe({ folder: '/b' }), reachOf(folder('folder=there', 'count=0'), now).reach),
		);
		expect(reading.layers?.backup).toMatchObject({ is: 'down', because: 'there is no backup' });
		expect(reading.findings).toEqual([{ is: 'backup', name: 'db', place: 'vps1:/b', within: 93_600_000, count: 0 }]);
	});
	test.each([
		['missing', 'missing'],
		['denied', 'forbidden'],
	])('a folder that is %s is a failure with a remedy, not an old backup', async (state, kind) => {
		const read = await backup.read(probe({ folder: '/b' }), reachOf(folder(`folder=${state}`), now).reach);
		expect(read).toMatchObject({ ok: false, failure: { kind, fix: expect.any(String) } });
	});
	test.each([{}, { folder: '/b', remote: 'R2:b' }])('with %j, which no config gives, it asks nothing', async (spec) => {
		const { reach, calls } = reachOf(replied(0, ''), now);
		expect(await backup.read(probe(spec), reach)).toMatchObject({
			ok: false,
			failure: { message: expect.stringContaining('either a folder or a remote') },
		});
		expect(calls).toEqual([]);
	});
});

describe('a remote', () => {
	const listed = replied(0, JSON.stringify([{ Path: 'db.gz', Size: 5, ModTime: '2026-11-21T00:00:00Z' }]));
	const reach = (calls: Read[]) => ({
		...reachOf(listed, now).reach,
		ask: async (call: Read): Promise<Answer> => {
			calls.push(call);
			return call.via === 'exec' && call.argv[0] === 'rclone' ? listed : replied(0, 'head=5047444d50\n');
		},
	});
	test('is listed by rclone, and its newest looked into once', async () => {
		const calls: Read[] = [];
		const first = readingOf(await backup.read(probe({ remote: 'R2:b', pattern: '*.gz' }), reach(calls)));
		expect(first.findings).toMatchObject([{ place: 'R2:b', format: 'pg_dump archive', file: 'db.gz' }]);
		const again = readingOf(await backup.read(probe({ remote: 'R2:b', pattern: '*.gz' }), reach(calls), first.carry));
		expect(again.findings).toEqual(first.findings);
		expect(calls.map((call) => call.via === 'exec' && call.argv.at(-1))).toEqual(['R2:b', 'R2:b/db.gz', 'R2:b']);
	});
	test('a list that is too long is not half read', async () => {
		const cut: Answer = { ok: true, took: 1, value: { code: 0, text: '[', err: '', cut: true } };
		expect(await backup.read(probe({ remote: 'R2:b' }), reachOf(cut).reach)).toMatchObject({
			ok: false,
			failure: { kind: 'full' },
		});
	});
	test.each(['--config=/x:y', ':local:/etc', 'R2'])('%s is no remote', async (remote) => {
		expect(await backup.read(probe({ remote }), reachOf(listed).reach)).toMatchObject({
			ok: false,
			failure: { kind: 'bug' },
		});
	});
});

describe.each(shells)('the script in %s %s', (path, first) => {
	const base = mkdtempSync(join(tmpdir(), 'watchdeck-backup-'));
	afterAll(() => rmSync(base, { recursive: true }));
	const write = (name: string, content: string | Uint8Array, hoursAgo: number) => {
		writeFileSync(join(base, name), content);
		const at = Date.now() / 1000 - hoursAgo * 3600;
		utimesSync(join(base, name), at, at);
	};
	const read = async (spec: object) => readingOf(await backup.read(probe(spec), reachBy(path, first)));

	test('finds the newest that is one, and what it holds', async () => {
		mkdirSync(join(base, 'a b'), { recursive: true });
		write('a b/db-1.sql.gz', gzipSync('PGDMP older'), 50);
		write("a b/db-2 it's $(x).sql.gz", gzipSync(Buffer.from('PGDMP\x01\x0e')), 2);
		write('a b/db-3.sql.gz.part', 'x', 1);
		write('a b/db-4.sql.gz.sha256', 'x', 1);
		write('a b/.db-5.sql.gz', 'x', 1);
		write('a b/db-6\nfile=99 5 .gz', 'x', 1);
		write('a b/other.txt', 'x', 1);
		symlinkSync('db-1.sql.gz', join(base, 'a b/db-7.sql.gz'));
		const reading = await read({ folder: join(base, 'a b'), pattern: 'db-*' });
		expect(reading.findings).toMatchObject([
			{ file: "db-2 it's $(x).sql.gz", count: 2, format: 'gzip of pg_dump archive' },
		]);
		expect(reading.layers?.backup).toMatchObject({ is: 'ok' });
		expect((await read({ folder: base, pattern: '*/db-1*' })).findings).toMatchObject([
			{ file: 'a b/db-1.sql.gz', count: 1 },
		]);
	});
	test('knows compressed emptiness and damage', async () => {
		mkdirSync(join(base, 'bad'));
		write('bad/empty.gz', gzipSync(''), 1);
		expect((await read({ folder: join(base, 'bad') })).layers?.backup).toMatchObject({
			is: 'down',
			because: expect.stringContaining('holds nothing'),
		});
		write('bad/cut.gz', Buffer.concat([gzipSync('').subarray(0, 10), Buffer.alloc(9, 0xff)]), 0.5);
		expect((await read({ folder: join(base, 'bad') })).layers?.backup).toMatchObject({
			because: expect.stringContaining('cannot be unpacked'),
		});
	});
	test('finds a folder of the home', async () => {
		mkdirSync(join(base, 'own'));
		write('own/a', 'x', 1);
		const reading = readingOf(await backup.read(probe({ folder: '~/own' }), reachBy(path, first, { HOME: base })));
		expect(reading.findings).toMatchObject([{ file: 'a', place: 'vps1:~/own' }]);
	});
	test('says what is not there', async () => {
		const gone = await backup.read(probe({ folder: join(base, 'none') }), reachBy(path, first));
		expect(gone).toMatchObject({ ok: false, failure: { kind: 'missing' } });
	});
	test('thousands of files cost no more than a glance', async () => {
		mkdirSync(join(base, 'many'));
		execFileSync('sh', ['-c', 'cd "$1" && seq 5000 | xargs touch -d 2020-01-01', 'x', join(base, 'many')]);
		write('many/0', 'REDIS0011', 1);
		expect((await read({ folder: join(base, 'many') })).findings).toMatchObject([
			{ count: 5001, format: 'Redis RDB', median: 0 },
		]);
	});
});
