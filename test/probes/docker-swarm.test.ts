import { expect, test } from 'vitest';
import type { EngineFacts } from '../../src/core/engine/facts.ts';
import type { Millis, Result } from '../../src/core/model.ts';
import type { Reading } from '../../src/core/probe.ts';
import { engineAfter } from '../../src/core/reduce/engine.ts';
import { docker } from '../../src/probes/docker.ts';
import { nodeJson, serviceJson, taskJson } from '../core/engine/swarm.ts';
import { day0, hour } from '../core/engine/world.ts';
import { probeOf, readingOf, replied } from './reach.ts';
import { allOf, engineReach, recordedAnswer, refusedWith } from './recorded-engine.ts';

const probe = probeOf('docker', 'host/vps1', { host: 'vps1' });
const factsOf = (result: Result<Reading>): EngineFacts => {
	const { engine } = readingOf(result);
	if (engine === undefined) throw new Error('it says nothing of the engine');
	return engine;
};
const info = (Swarm: object) => replied(200, JSON.stringify({ ID: 'E', Swarm }));
const manager = info({ NodeID: 'node1', LocalNodeState: 'active', ControlAvailable: true, Cluster: { ID: 'c1' } });
const worker = info({ NodeID: 'node2', LocalNodeState: 'active', ControlAvailable: false });
const lists: Readonly<Record<string, readonly object[]>> = {
	'/services?status=true': [serviceJson('api')],
	'/tasks': [taskJson('api', 1, 'running', 2)],
	'/nodes': [nodeJson('node1', 'vm-1')],
};
type Engine = Parameters<typeof engineReach>[0];
const swarmAnswer =
	(about = manager, more: Engine = recordedAnswer): Engine =>
	(call) => {
		if (call.path === '/info') return about;
		const list = lists[call.path];
		return list === undefined || about !== manager ? more(call) : replied(200, JSON.stringify(list));
	};
const ofSwarm = (paths: readonly string[]) => paths.filter((path) => /^\/(services|tasks|nodes)/.test(path));

test('a manager is asked for its services, tasks and nodes, once each, with the containers', async () => {
	const { reach, paths } = engineReach(swarmAnswer());
	const first = readingOf(await docker.read(probe, reach));
	expect(first.engine).toMatchObject({ node: 'node1', swarm: { ok: true, value: { cluster: 'c1' } } });
	expect(ofSwarm(paths)).toEqual(['/services?status=true', '/tasks', '/nodes']);
	await docker.read(probe, reach, first.carry);
	expect([ofSwarm(paths).length, paths.filter((path) => path === '/info').length]).toEqual([6, 1]);
});

test.each([
	['in no Swarm', info({ NodeID: '', LocalNodeState: 'inactive' }), undefined],
	['a worker', worker, 'node2'],
])('an engine that is %s is asked nothing of it', async (_what, about, node) => {
	const { reach, paths } = engineReach(swarmAnswer(about));
	const facts = factsOf(await docker.read(probe, reach));
	expect([ofSwarm(paths), facts.node, facts.swarm]).toEqual([[], node, undefined]);
});

test('what an engine is of a Swarm is asked anew while it runs tasks of one that it did not name, and when it refuses', async () => {
	const outside = engineReach(swarmAnswer(info({ NodeID: '', LocalNodeState: 'inactive' })));
	const refusing = engineReach((call) =>
		/^\/(services|tasks)/.test(call.path) ? refusedWith(503, 'no leader') : swarmAnswer()(call),
	);
	for (const { reach, paths } of [outside, refusing]) {
		const { carry } = readingOf(await docker.read(probe, reach));
		await docker.read(probe, reach, carry);
		expect(paths.filter((path) => path === '/info').length).toBe(2);
	}
	const { swarm, containers } = factsOf(await docker.read(probe, refusing.reach));
	expect([swarm, containers.length]).toEqual([{ ok: false, failure: { kind: 'refused', message: 'no leader' } }, 14]);
});

test('an engine may have joined a Swarm: it is asked again after ten minutes', async () => {
	const plain: Engine = (call) =>
		call.path.startsWith('/containers/json') ? replied(200, '[]') : swarmAnswer(info({}))(call);
	const { reach, paths } = engineReach(plain);
	let carry: unknown;
	for (let read = 0; read < 21; read += 1) ({ carry } = readingOf(await docker.read(probe, reach, carry)));
	expect(paths.filter((path) => path === '/info').length).toBe(2);
});

test('an event of a service has the Swarm read anew', async () => {
	const line = JSON.stringify({
		Type: 'service',
		Action: 'update',
		Actor: { ID: 'svcapi', Attributes: { name: 'api' } },
		time: 1,
	});
	const { reach, followed } = engineReach(swarmAnswer(), [line]);
	const [news] = await allOf(docker.watch?.(probe, reach));
	expect(news && factsOf(news)).toMatchObject({ whole: false, containers: [], swarm: { ok: true } });
	expect(decodeURIComponent(followed[0] ?? '')).toContain('"service","node"');
});

test('times of a Swarm are told by our clock', async () => {
	const now = Date.parse('2026-11-21T04:25:07Z');
	const ahead = 3_600_000;
	const date = { date: new Date(now + ahead).toUTCString() };
	const { reach } = engineReach(
		(call) => {
			const answer = swarmAnswer()(call);
			return 'then' in answer || !answer.ok ? answer : { ...answer, value: { ...answer.value, headers: date } };
		},
		[],
		() => now,
	);
	const { swarm } = factsOf(await docker.read(probe, reach));
	expect(swarm?.ok === true && swarm.value.tasks[0]?.at).toBe(day0 + 2 * hour - ahead);
});

test('what a manager said last holds: late answers and failures leave it, an engine that is none any more takes it away', () => {
	const said = { cluster: 'c1', services: [], tasks: [], nodes: [] };
	const facts = (asked: Millis, more: Partial<EngineFacts>): EngineFacts => ({
		host: 'vps1',
		whole: true,
		containers: [],
		asked,
		...more,
	});
	const read = { ok: true, value: said } as const;
	const first = engineAfter(undefined, facts(10, { node: 'n', swarm: read }), 11);
	const failure = { kind: 'refused', message: 'no leader' } as const;
	const missed = engineAfter(first?.value, facts(20, { node: 'n', swarm: { ok: false, failure } }), 21);
	expect(missed?.value).toMatchObject({ node: 'n', swarm: { value: said, at: 10, misses: 1, failure } });
	const partly = engineAfter(
		first?.value,
		facts(5, { whole: false, swarm: { ok: true, value: { ...said, cluster: 'old' } } }),
		30,
	);
	expect(partly?.value.swarm).toMatchObject({ value: said, at: 10 });
	expect(engineAfter(first?.value, facts(15, { whole: false }), 16)?.value).toMatchObject({
		node: 'n',
		swarm: { value: said },
	});
	const left = engineAfter(missed?.value, facts(30, {}), 31);
	expect([left?.value.swarm, left?.value.node, left?.changed]).toEqual([undefined, undefined, true]);
	expect(
		engineAfter(first?.value, facts(20, { node: 'n', swarm: { ok: true, value: { ...said } } }), 21)?.changed,
	).toBe(false);
});
