import { expect, test } from 'vitest';
import { foreignHeld, heedsOf } from '../../src/actions/foreign.ts';
import { makePlan } from '../../src/actions/plan.ts';
import type { Ask } from '../../src/core/call.ts';
import { restartSteps } from '../../src/platforms/restart-steps.ts';
import { instance, service } from './service.ts';
import { digest, id, makeWorld } from './world.ts';

const never = new AbortController().signal;
const details = btoa('Locked by: Jane at 2026-11-21T13:50:31Z\nVersion: 1\nMessage: Automatic deploy lock');
const held = `now=1000\nlock=shop\nowner=root\nsince=280\ndetails=${details}\n`;
const inspected = JSON.stringify({
	...{ Id: 'old1', Name: '/api', Image: 'sha256:bad', Config: { StopTimeout: 20 } },
	HostConfig: { RestartPolicy: { Name: 'no', MaximumRetryCount: 0 } },
	State: { Running: true, Restarting: false, StartedAt: '2025-01-02T03:04:05.678901234Z' },
});

/** A host where the lock of another program lies as long as `text` says so. */
const asking =
	(text: () => string, asked: string[] = []): Ask =>
	async (call) => {
		const isForeign = call.via === 'exec' && call.argv[3] === 'watchdeck-foreign';
		if (isForeign) asked.push(call.argv.slice(4).join(' '));
		const own = call.via === 'exec' ? 'state=free\nnow=100\n' : inspected;
		return { ok: true, took: 1, value: { code: 200, text: isForeign ? text() : own, err: '' } };
	};

const planOf = (labels: Readonly<Record<string, string>>, ask: Ask, manager?: string) =>
	makePlan({
		want: { action: 'restart' },
		service: service({ instances: [instance({ labels })], ...(manager === undefined ? {} : { manager }) }),
		platform: { id: 'docker', title: 'test', can: { restart: restartSteps } },
		...{ id, by: 'op-1', now: 100_000, oldest: 99_000, digest, ask, signal: never },
	});

test('what stands beside an app of Kamal is not changed while Kamal is at work: who, since when, why', async () => {
	const asked: string[] = [];
	expect(
		await planOf(
			{ service: 'shop-db' },
			asking(() => held, asked),
		),
	).toEqual({
		ok: false,
		failure: {
			kind: 'refused',
			locked: true,
			message: "Kamal's lock shop on vps1 is held by Jane, since 12m ago: Automatic deploy lock.",
			fix: 'Wait for it, or talk to its holder. One that was left behind is removed by: kamal lock release',
		},
	});
	expect(asked).toEqual(['Kamal shop-db']);
});

test('where nobody holds it, the plan looks at it again; without such labels nobody asks', async () => {
	const asked: string[] = [];
	const made = await planOf(
		{ service: 'shop-db' },
		asking(() => 'now=1000\n', asked),
	);
	expect(made.ok && made.value.heeds?.map(({ by, name, host }) => [by, name, host])).toEqual([
		['Kamal', 'shop-db', 'vps1'],
	]);
	const plain = await planOf(
		{},
		asking(() => held, asked),
	);
	expect(plain.ok && plain.value.heeds).toBeUndefined();
	expect(asked).toHaveLength(1);
});

test('what Kamal manages is refused as before, with who is at work there', async () => {
	const made = await planOf(
		{ service: 'shop', role: 'web' },
		asking(() => held),
		'Kamal',
	);
	expect(!made.ok && made.failure.message).toBe(
		"production/api: Kamal manages its containers and would undo this; use: kamal app boot. Kamal's lock shop on vps1 is held by Jane, since 12m ago: Automatic deploy lock.",
	);
});

test('a host without a shell has nothing to look at, and one that does not answer is not taken for free', async () => {
	const all = service({ instances: [instance({ labels: { service: 'shop-db' } })] });
	expect(heedsOf(all, ['vps1'])).toEqual([]);
	const failure = { kind: 'unreachable', message: 'No route.' } as const;
	const came = await foreignHeld(heedsOf(all), async () => ({ ok: false, took: 1, failure }), never);
	expect(came).toEqual(failure);
});

test('whoever begins between the plan and its first step is heeded: nothing is ordered, and our lock is given back', async () => {
	const all = service({ instances: [instance({ labels: { service: 'shop-db' } })] });
	const world = makeWorld({ running: true, policy: 'no', networks: 1, heeds: heedsOf(all), foreign: held });
	const came = await world.go();
	expect(came).toMatchObject({ outcome: 'REFUSED', because: expect.stringContaining('is held by Jane') });
	expect(world.given).toEqual([]);
	expect(world.engine.locks.size).toBe(0);
});
