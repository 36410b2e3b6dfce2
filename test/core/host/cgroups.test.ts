import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cgroupScriptOf, roundEnd } from '../../../src/core/host/cgroup-script.ts';
import { parseCgroups, usedOf } from '../../../src/core/host/cgroups.ts';
import { shells } from '../../probes/shells.ts';

const id = (digit: string) => digit.repeat(64);
const MiB = 1024 * 1024;

let root = '';
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'watchdeck-cgroups-'));
});
afterEach(() => rmSync(root, { recursive: true }));
const put = (files: Readonly<Record<string, string>>) => {
	for (const [file, text] of Object.entries(files)) {
		mkdirSync(dirname(join(root, file)), { recursive: true });
		writeFileSync(join(root, file), text);
	}
};
const printedBy = (path: string, first: readonly string[]) =>
	execFileSync(path, [...first, '-c', cgroupScriptOf(root), 'watchdeck-cgroups'], {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
	});
const parsed = (text: string) => parseCgroups(text.split('\n'));
const groupsBy = (path: string, first: readonly string[]) => parsed(printedBy(path, first))?.groups;

/** A container of version 2, in the form of the kernel's documentation (admin-guide/cgroup-v2.rst), as far as it is read. */
const second = (folder: string, max: string, pid = '') => ({
	[`${folder}/cpu.stat`]: 'usage_usec 2500000\nuser_usec 2000000\nsystem_usec 500000\nnr_periods 0\nnr_throttled 0\n',
	[`${folder}/memory.current`]: `${100 * MiB}\n`,
	[`${folder}/memory.max`]: `${max}\n`,
	[`${folder}/memory.stat`]: `anon ${60 * MiB}\nfile ${40 * MiB}\ninactive_anon 0\ninactive_file ${30 * MiB}\nactive_file 4096\n`,
	[`${folder}/cgroup.procs`]: pid,
});
/** One of version 1 (admin-guide/cgroup-v1/cpuacct.rst and memory.rst). */
const first = (folder: string, limit: string) => ({
	[`cpuacct/${folder}/cpuacct.usage`]: '2500000000\n',
	[`memory/${folder}/memory.usage_in_bytes`]: `${100 * MiB}\n`,
	[`memory/${folder}/memory.stat`]: `cache 1\ninactive_file 1\nhierarchical_memory_limit ${limit}\ntotal_inactive_file ${30 * MiB}\n`,
	[`memory/${folder}/cgroup.procs`]: '',
});

describe.each(shells)('the script, by %s %s', (path, words) => {
	test("finds the containers of version 2, by documented files, in the folders of both of Docker's drivers", () => {
		put({
			'cgroup.controllers': 'cpu memory pids\n',
			...second(`docker/${id('a')}`, String(200 * MiB)),
			...second(`system.slice/docker-${id('b')}.scope`, 'max'),
			...second(`user.slice/user-1000.slice/user@1000.service/app.slice/libpod-${id('c')}.scope`, 'max'),
			...second(`machine.slice/libpod-conmon-${id('d')}.scope`, 'max'),
			...second('system.slice/nginx.service', 'max'),
		});
		const groups = groupsBy(path, words);
		expect([...(groups?.keys() ?? [])].toSorted()).toEqual([id('a'), id('b'), id('c')]);
		expect(groups?.get(id('a'))).toEqual({ cpu: 2.5, memory: 70 * MiB, limit: 200 * MiB });
		// Without a limit of its own, the memory of the host.
		expect(groups?.get(id('b'))?.limit).toBeGreaterThan(200 * MiB);
	});

	test('finds those of version 1', () => {
		put({
			...first(`docker/${id('a')}`, String(200 * MiB)),
			...first(`shop/${id('b')}`, '9223372036854771712'),
			// Another engine's, in a container: not of this host.
			...first(`docker/${id('a')}/docker/${id('c')}`, '1'),
		});
		const groups = groupsBy(path, words);
		expect([...(groups?.keys() ?? [])].toSorted()).toEqual([id('a'), id('b')]);
		expect(groups?.get(id('a'))).toEqual({ cpu: 2.5, memory: 70 * MiB, limit: 200 * MiB });
		expect(groups?.get(id('b'))?.limit).toBeGreaterThan(200 * MiB);
	});

	test('reads what a process in it received and sent, but not what went through the interfaces of the host', () => {
		put({ 'cgroup.controllers': '', ...second(`docker/${id('a')}`, 'max', `${process.pid}\n`) });
		expect(groupsBy(path, words)?.get(id('a'))).not.toHaveProperty('received');
	});

	test('takes a folder with any name as one word, and runs nothing of it', () => {
		const names = ['a b', "it's", '$(touch ran)', '`touch ran`', 'a\nb', '*', '-rf', 'x:y', '%s\\0', 'a=b', '"'];
		put(
			Object.assign(
				{ 'cgroup.controllers': '' },
				...names.map((name, at) => second(`${name}/${id(String(at % 10))}`, 'max')),
			),
		);
		const groups = groupsBy(path, words);
		expect(groups?.get(id('0'))).toMatchObject({ cpu: 2.5 });
		for (const digit of ['1', '2', '3', '5', '6', '7', '8', '9'])
			expect(groups?.get(id(digit))?.cpu, names[Number(digit)]).toBe(2.5);
		expect(execFileSync('find', [root, '-name', 'ran'], { encoding: 'utf8' })).toBe('');
	});

	test('goes on by itself until nobody reads it any more', async () => {
		put({ 'cgroup.controllers': '', ...second(`docker/${id('a')}`, 'max') });
		const child = spawn(path, [...words, '-c', cgroupScriptOf(root), 'watchdeck-cgroups', '0.1'], {
			stdio: ['ignore', 'pipe', 'ignore'],
		});
		const ended = once(child, 'close');
		let text = '';
		for await (const piece of child.stdout) {
			text += String(piece);
			if (text.split(`\n${roundEnd}\n`).length > 2) break;
		}
		child.stdout.destroy();
		await ended;
		const [one = '', two = ''] = text.split(`\n${roundEnd}\n`);
		for (const round of [one, two]) expect(parsed(round)?.groups.get(id('a'))).toMatchObject({ cpu: 2.5 });
	});

	test('says nothing where there are no control groups', () => {
		rmSync(root, { recursive: true });
		expect(printedBy(path, words)).toBe('');
		mkdirSync(root);
		expect(groupsBy(path, words)?.size).toBe(0);
	});
});

const answer = (uptime: number, cpu: number, net = '') =>
	[
		...[`pid=7 memory/docker/${id('a')}`, `/proc/uptime:${uptime} 12.3`, '/proc/meminfo:MemTotal:    4096 kB'],
		`/proc/net/dev:  eth0: ${uptime * 7} 1 0 0 0 0 0 0 ${uptime} 1 0 0 0 0 0 0`,
		...[`cpuacct/docker/${id('a')}/cpuacct.usage:${cpu}`, `memory/docker/${id('a')}/memory.usage_in_bytes:2097152`],
		...(net === '' ? [] : [`/proc/7/net/dev:${net}`]),
	].join('\n');
const eth1 = (received: number, sent: number) => `  eth1:${received} 1 0 0 0 0 0 0 ${sent} 1 0 0 0 0 0 0`;
const used = (before: string | undefined, after: string) => {
	const [earlier, now] = [before === undefined ? undefined : parsed(before), parsed(after)];
	return now && usedOf(earlier, now).get(id('a'));
};

test('the first answer tells the memory, the next also the processor and the traffic', () => {
	expect(used(undefined, answer(100, 0, eth1(10, 20)))).toEqual({ memory: 0.5 });
	const next = used(answer(100, 1e9, eth1(10, 20)), answer(104, 7e9, eth1(410, 60)));
	expect(next).toEqual({ cpu: 1.5, memory: 0.5, netIn: 100, netOut: 10 });
});

test('a container or a host that was started again has no rates', () => {
	expect(used(answer(100, 9e9, eth1(10, 20)), answer(104, 1e9, eth1(5, 20)))).toEqual({ memory: 0.5, netOut: 0 });
	expect(used(answer(100, 1e9), answer(4, 2e9))).toEqual({ memory: 0.5 });
});

test('a container in the network of its host has no traffic of its own', () => {
	const hosts = (at: number) => answer(at, 1e9, `  eth0: ${at * 7} 1 0 0 0 0 0 0 ${at} 1 0 0 0 0 0 0`);
	expect(used(hosts(100), hosts(104))).toEqual({ cpu: 0, memory: 0.5 });
});

test('an answer without the time of the host is none', () => {
	expect(parsed('Welcome to vps1!\n')).toBeUndefined();
	expect(parsed('/proc/uptime:soon')).toBeUndefined();
});

test('whatever a host prints, what is understood of it are numbers', () => {
	const lines = fc.constantFrom(...answer(100, 5, eth1(1, 2)).split('\n'));
	fc.assert(
		fc.property(fc.array(fc.oneof(lines, fc.string(), fc.constant(`memory/${id('a')}/memory.stat:`))), (all) => {
			const found = parseCgroups(all);
			if (found === undefined) return;
			for (const one of usedOf(found, { ...found, uptime: found.uptime + 1 }).values()) {
				for (const value of Object.values(one)) expect(Number.isFinite(value)).toBe(true);
			}
		}),
	);
});
