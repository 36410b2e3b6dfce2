import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, statfs, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockScript } from '../../src/actions/lock-script.ts';
import { parseHost } from '../../src/core/host/answer.ts';
import { locksIn } from '../../src/core/host/locks.ts';
import { hostScript, hostScriptOf } from '../../src/core/host/script.ts';
import type { Probe } from '../../src/core/probe.ts';
import { host } from '../../src/probes/host.ts';
import { reachOf, replied } from './reach.ts';

const run = promisify(execFile);
/** Shells, their first words, and whose tools they find: a small host has none but those of busybox. */
const shells = [
	['/usr/bin/dash', [], 'the system'],
	['/bin/busybox', ['sh'], 'the system'],
	['/usr/bin/busybox', ['sh'], 'the system'],
	['/usr/bin/busybox', ['sh'], 'busybox'],
	['/bin/sh', [], 'the system'],
] as const;
/** A folder in which every tool is busybox. */
const busyboxTools = mkdtempSync(join(tmpdir(), 'watchdeck-busybox-'));
beforeAll(async () => {
	if (!existsSync('/usr/bin/busybox')) return;
	const { stdout } = await run('/usr/bin/busybox', ['--list']);
	const tools = stdout.trim().split('\n');
	await Promise.all(tools.map((tool) => symlink('/usr/bin/busybox', join(busyboxTools, tool))));
});
afterAll(() => rmSync(busyboxTools, { recursive: true }));
const envWith = (tools: (typeof shells)[number][2]) => ({
	env: tools === 'busybox' ? { PATH: busyboxTools } : process.env,
});

const probe: Probe = { kind: 'host', of: 'host/web1', every: 5000, timeout: 5000, spec: { host: 'web1' } };
const now = 1_795_237_094_500;
const text = (uptime: number, busy: number, clock = 1_795_237_094) =>
	[
		...['name=web1', 'kernel=6.1', 'load=1.5 1 0.5 1/2 3', `uptime=${uptime} 1`, `clock=${clock}`],
		...[`cpu=cpu ${busy} 0 0 ${1000 - busy} 0 0 0 0`, 'cpu=cpu0 1 0 0 1'],
		...['mem=MemTotal: 1000 kB', 'mem=MemAvailable: 250 kB', `net=eth0: ${uptime * 50} 0 0 0 0 0 0 0 ${uptime} 0`],
		...['disk=/dev/a 100 10 90 10% /', 'disk=/dev/b 100 80 20 80% /data', 'inode=/dev/a 100 60 40 60% /'],
	].join('\n');
const values = (samples: readonly { readonly series: string; readonly value: number }[] = []) =>
	Object.fromEntries(samples.map(({ series, value }) => [series, value]));

describe('the script', () => {
	test.each(shells.filter(([path]) => existsSync(path)))(
		'runs in %s %s with the tools of %s',
		async (path, first, tools) => {
			const { stdout, stderr } = await run(path, [...first, '-c', hostScript, 'watchdeck-host'], envWith(tools));
			const answer = parseHost(stdout);
			expect(stderr).toBe('');
			expect(answer.cpus).toBeGreaterThan(0);
			expect(answer.memory?.available).toBeGreaterThan(0);
			const root = answer.disks.find(({ mount }) => mount === '/');
			const { bsize, bavail, blocks, bfree } = await statfs('/');
			expect(Math.abs((root?.free ?? 0) - bsize * bavail)).toBeLessThan(1024 ** 3);
			expect(root?.used).toBeCloseTo((blocks - bfree) / (blocks - bfree + bavail), 1);
			expect(root?.inodes).toBeDefined();
			for (const key of ['name', 'kernel', 'load', 'uptime', 'clock', 'cpu'] as const)
				expect(answer[key]).toBeDefined();
		},
	);
});

describe.each(shells.filter(([path]) => existsSync(path)))(
	'the locks that %s %s with the tools of %s finds',
	(path, first, tools) => {
		const folder = mkdtempSync(join(tmpdir(), 'watchdeck-locks-'));
		afterAll(() => rmSync(folder, { recursive: true }));
		const sh = async (script: string, name: string, ...words: readonly string[]) =>
			(await run(path, [...first, '-c', script, name, ...words], envWith(tools))).stdout;
		const found = async (base: string) => {
			const answer = parseHost(await sh(hostScriptOf(base), 'watchdeck-host'));
			return { answer, locks: locksIn(answer.locks, { host: answer.clock ?? 0, here: now }) };
		};

		test('are those that were taken', async () => {
			const base = join(folder, 'taken');
			expect((await found(base)).locks).toEqual([]);
			await sh(
				lockScript(base),
				'watchdeck-lock',
				'take',
				'container-api',
				'22d4de49',
				'bob',
				'restart it',
				"it's = late",
			);
			const { locks } = await found(base);
			expect(locks).toMatchObject([
				{ key: 'container-api', plan: '22d4de49', who: 'bob', what: 'restart it', why: "it's = late" },
			]);
			expect(now - (locks[0]?.since ?? 0)).toBeLessThan(5000);
		});

		test('cost nothing else, whatever others wrote there', async () => {
			const base = join(folder, 'hostile');
			const lock = async (name: string, info: string, beat = '1\n') => {
				await mkdir(join(base, name), { recursive: true });
				await writeFile(join(base, name, 'info'), info);
				await writeFile(join(base, name, 'beat'), beat);
			};
			await lock('a\nload=9 9 9 9', 'plan=1\n');
			await lock('-n', 'plan=1\nsince=1\n', '1\nload=9 9 9\n');
			await lock('big', `who=${'x'.repeat(2_000_000)}`);
			await lock(
				'tricks',
				'load=9 9 9 9/9\nname=evil\nplan=\u001b[2Jp\nsince=1\nwho=$(touch x)`id`\\n%s\nlock=x=plan=2\n',
			);
			await run('mkfifo', [join(base, 'tricks', 'pipe')]);
			const { answer, locks } = await found(base);
			expect(answer.name).not.toBe('evil');
			expect(answer.load?.[0]).not.toBe(9);
			expect(answer.disks.length).toBeGreaterThan(0);
			expect(locks.map(({ key, who }) => [key, who])).toEqual([['tricks', '$(touch x)`id`\\n%s']]);
		});

		test('are not so many that the answer is too long', async () => {
			const base = join(folder, 'many');
			const names = Array.from({ length: 9 }, (_, index) => `${index}${'x'.repeat(200)}`);
			for (const name of names) {
				await mkdir(join(base, name), { recursive: true });
				await writeFile(join(base, name, 'info'), '\n'.repeat(1500));
				await writeFile(join(base, name, 'beat'), '1\n');
			}
			const said = await sh(hostScriptOf(base), 'watchdeck-host');
			expect(said.length).toBeLessThan(200_000);
			expect(parseHost(said).load).toBeDefined();
		});
	},
);

describe('host', () => {
	test('asks with one script and gives what it found', async () => {
		const { reach, calls } = reachOf(replied(0, text(100, 100)), now);
		const read = await host.read(probe, reach);
		expect(calls).toMatchObject([
			{ effect: 'read', via: 'exec', host: 'web1', argv: ['sh', '-c', hostScript, 'watchdeck-host'], timeout: 5000 },
		]);
		const reading = read.ok ? read.value : {};
		expect(reading.layers).toEqual({ control: { is: 'ok', because: 'the host answers', since: now } });
		expect(reading.facts).toMatchObject({
			...{ name: 'web1', cpus: 1, memory: 0.75, disk: 0.8, disk_mount: '/data', inodes: 0.6, inodes_mount: '/' },
			...{ uptime: 100_000, skew: 0, load: 1.5 },
		});
		expect(values(reading.samples)).toEqual({
			'host/web1/memory': 0.75,
			'host/web1/disk': 0.8,
			'host/web1/load': 1.5,
		});
	});

	test('says what was used since the reading before', async () => {
		const before = await host.read(probe, reachOf(replied(0, text(100, 100)), now).reach);
		const carry = before.ok ? before.value.carry : undefined;
		const after = text(110, 100).replace('cpu=cpu 100 0 0 900', 'cpu=cpu 400 0 0 1000');
		const read = await host.read(probe, reachOf(replied(0, after), now).reach, carry);
		expect(values(read.ok ? read.value.samples : [])).toMatchObject({
			'host/web1/cpu': 0.75,
			'host/web1/net_in': 50,
			'host/web1/net_out': 1,
		});
	});

	test('says by how much the clock of the host is wrong', async () => {
		const read = await host.read(probe, reachOf(replied(0, text(100, 100, 1_795_237_154)), now).reach);
		expect(read.ok && read.value.facts?.['skew']).toBe(59_500);
	});

	test('what is no Linux is a failure that says so', async () => {
		const read = await host.read(probe, reachOf(replied(0, 'name=mac\nclock=1795237094\n'), now).reach);
		expect(read).toMatchObject({ ok: false, failure: { kind: 'garbled', message: expect.stringContaining('/proc') } });
	});

	test('a failure of the way there is given on', async () => {
		const failure = { kind: 'unreachable', message: 'web1 cannot be reached.' } as const;
		const read = await host.read(probe, reachOf({ ok: false, took: 1, failure }).reach);
		expect(read).toMatchObject({ ok: false, failure });
	});
});
