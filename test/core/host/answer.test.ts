import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHost } from '../../../src/core/host/answer.ts';
import { usageOf } from '../../../src/core/host/usage.ts';

/** As dash on Debian 12 prints it, with what a login may print before. */
const debian = `Welcome to web1 = the best host
name=web1
kernel=6.1.0-28-amd64
load=0.68 0.56 0.37 1/109 24066
uptime=4557.47 8387.67
cpu=cpu  1000 0 500 8000 500 0 0 0 250 0
cpu=cpu0 500 0 250 4000 250 0 0 0 0 0
cpu=cpu1 500 0 250 4000 250 0 0 0 0 0
mem=MemTotal:        1000 kB
mem=MemFree:          100 kB
mem=MemAvailable:     400 kB
mem=SwapTotal:        200 kB
mem=SwapFree:         150 kB
clock=1795237094
net=  eth0: 5000   14765    0    0    0     0          0         0  700    9432    0    0    0     0       0          0
net=eth0.5:600 1 0 0 0 0 0 0 80 1 0 0 0 0 0 0
disk=Filesystem              1024-blocks     Used Available Capacity Mounted on
disk=devtmpfs                   12334492        0  12334492       0% /dev
disk=/dev/vda1                 1000      700       100      88% /
disk=/dev/vda1                 1000      700       100      88% /var/lib/docker
disk=/dev/loop3                  50       50         0     100% /snap/core/1
disk=/dev/vdb                  2000      200      1800      10% /mnt/with a space
disk=tmpfs                      100        0       100       0% /run
inode=Filesystem                Inodes  IUsed    IFree IUse% Mounted on
inode=/dev/vda1                 100    25       75    25% /
inode=/dev/vdb                  0       0        0       - /mnt/with a space
`;

describe('parseHost', () => {
	const answer = parseHost(debian);

	test('reads what /proc and df say', () => {
		expect(answer).toMatchObject({
			name: 'web1',
			kernel: '6.1.0-28-amd64',
			load: [0.68, 0.56, 0.37],
			uptime: 4557.47,
			clock: 1795237094,
			cpus: 2,
			cpu: { total: 10_000, idle: 8500 },
			memory: { total: 1000 * 1024, available: 400 * 1024 },
			swap: { total: 200 * 1024, free: 150 * 1024 },
		});
		expect([...answer.net]).toEqual([
			['eth0', { in: 5000, out: 700 }],
			['eth0.5', { in: 600, out: 80 }],
		]);
	});

	test('keeps the file systems that can fill up, each device once', () => {
		expect(answer.disks).toEqual([
			{ mount: '/', used: 700 / 800, free: 100 * 1024, inodes: 0.25 },
			{ mount: '/mnt/with a space', used: 0.1, free: 1800 * 1024 },
		]);
	});

	test('says what an old kernel has available from what is free and cached', () => {
		const old = 'mem=MemTotal: 1000 kB\nmem=MemFree: 100 kB\nmem=Buffers: 50 kB\nmem=Cached: 250 kB';
		expect(parseHost(old).memory).toEqual({ total: 1000 * 1024, available: 400 * 1024 });
	});

	test('takes nothing from what it does not know, and never throws', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.nat(debian.length), (noise, at) => {
				const found = parseHost(`${debian.slice(0, at)}${noise}`);
				for (const { used } of found.disks) expect(used >= 0 && used <= 1).toBe(true);
				expect(found.memory === undefined || found.memory.available <= found.memory.total).toBe(true);
			}),
		);
		expect(parseHost('')).toMatchObject({ cpu: undefined, memory: undefined, disks: [], cpus: 0 });
	});

	test('reads a hostile answer in time', () => {
		const line = `disk=x${' '.repeat(505)}\n`;
		const started = performance.now();
		parseHost(line.repeat(512));
		expect(performance.now() - started).toBeLessThan(1000);
	});
});

describe('usageOf', () => {
	const before = parseHost('uptime=100.00 1\ncpu=cpu 100 0 0 800 100 0 0 0\nnet=eth0: 1000 0 0 0 0 0 0 0 100 0');

	test('is the difference of two polls by the clock of the host', () => {
		const now = parseHost('uptime=110.00 1\ncpu=cpu 150 0 0 840 110 0 0 0\nnet=eth0: 6000 0 0 0 0 0 0 0 300 0');
		expect(usageOf(before, now)).toEqual({ cpu: 0.5, netIn: 500, netOut: 20 });
	});

	test('knows nothing after a restart of the host, nor at the first poll', () => {
		const now = parseHost('uptime=5.00 1\ncpu=cpu 10 0 0 10 0 0 0 0\nnet=eth0: 10 0 0 0 0 0 0 0 10 0');
		expect(usageOf(before, now)).toEqual({});
		expect(usageOf(undefined, now)).toEqual({});
	});

	test('leaves out an interface that was made anew', () => {
		const now = parseHost('uptime=110.00 1\nnet=eth0: 10 0 0 0 0 0 0 0 10 0\nnet=eth1: 5 0 0 0 0 0 0 0 5 0');
		expect(usageOf(before, now)).toEqual({});
	});
});
