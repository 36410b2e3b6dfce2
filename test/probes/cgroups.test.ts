import { expect, test } from 'vitest';
import type { Chunk } from '../../src/core/call.ts';
import { cgroupScript } from '../../src/core/host/cgroup-script.ts';
import type { Failure } from '../../src/core/model.ts';
import type { Reading } from '../../src/core/probe.ts';
import { cgroups } from '../../src/probes/cgroups.ts';
import { probeOf, reachOf, readingOf, replied } from './reach.ts';
import { reachBy, shells } from './shells.ts';

const id = 'a'.repeat(64);
const probe = probeOf('cgroups', 'host/vps1', { host: 'vps1' });
const round = (uptime: number, seconds: number) => [
	...[`pid= memory/docker/${id}`, `/proc/uptime:${uptime} 1`],
	`cpuacct/docker/${id}/cpuacct.usage:${seconds * 1e9}`,
];

test('the first reading asks to be read again soon; the next knows the processor', async () => {
	const { reach, calls } = reachOf(replied(0, round(100, 5).join('\n')));
	const first = readingOf(await cgroups.read(probe, reach));
	expect(calls).toMatchObject([{ host: 'vps1', argv: ['sh', '-c', cgroupScript, 'watchdeck-cgroups'] }]);
	expect([first.again, first.used?.get(id)]).toEqual([500, {}]);
	const next = reachOf(replied(0, round(102, 6).join('\n')));
	const second = readingOf(await cgroups.read(probe, next.reach, first.carry));
	expect([second.again, second.used?.get(id)]).toEqual([undefined, { cpu: 0.5 }]);
});

test.each([
	['no control groups', ''],
	['another system', 'sh: find: not found'],
	['no containers', '/proc/uptime:100 1'],
])('a host with %s tells of none, which is no failure', async (_what, text) => {
	const reading = readingOf(await cgroups.read(probe, reachOf(replied(0, text)).reach));
	expect([reading.used?.size, reading.again]).toEqual([0, undefined]);
});

test('a host that cannot be asked is a failure', async () => {
	const answer = { ok: false, took: 1, failure: { kind: 'unreachable', message: 'gone' } } as const;
	expect(await cgroups.read(probe, reachOf(answer).reach)).toMatchObject({ ok: false, failure: { message: 'gone' } });
});

const watched = async (lines: readonly (string | Failure)[]) => {
	const { reach } = reachOf(replied(0, ''));
	const follow = async function* (): AsyncGenerator<Chunk | { readonly failure: Failure }> {
		for (const line of lines) yield typeof line === 'string' ? { from: 'out', text: line } : { failure: line };
	};
	const all: (Reading['used'] | string)[] = [];
	for await (const one of cgroups.watch?.(probe, { ...reach, follow }) ?? [])
		all.push(one.ok ? one.value.used : one.failure.message);
	return all;
};

test('watched, each round is a reading, held against the one before', async () => {
	const all = await watched([...round(100, 5), 'end', ...round(105, 10), 'end', 'end', ...round(115, 11), 'end']);
	expect(all.slice(0, 4)).toEqual([
		...[new Map([[id, {}]]), new Map([[id, { cpu: 1 }]])],
		// What says nothing of the time is no round, and nothing is held against it.
		...[new Map(), new Map([[id, {}]])],
	]);
	expect(all[4]).toBe('vps1 has stopped telling what its containers use.');
});

test('a stream that breaks is told', async () => {
	expect(await watched([...round(100, 5), { kind: 'unreachable', message: 'gone' }])).toEqual(['gone']);
});

test.each(shells)('%s %s reads this machine, whatever runs on it', async (path, first) => {
	const reading = readingOf(await cgroups.read(probe, reachBy(path, first)));
	for (const [one, used] of reading.used ?? []) {
		expect(one).toMatch(/^[0-9a-f]{64}$/);
		expect(used.memory ?? 0).toBeGreaterThanOrEqual(0);
	}
	expect(reading.used).toBeDefined();
});
