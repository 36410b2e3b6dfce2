import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ofProcesses } from '../../../src/core/condition/process.ts';
import { serviceCandidate } from '../../../src/core/condition/service.ts';
import { group } from '../../../src/core/engine/group.ts';
import { neededHosts, otherHosts, withoutHosts } from '../../../src/core/engine/swarm/lost.ts';
import { readAbout } from '../../../src/core/engine/swarm/member.ts';
import { readServices } from '../../../src/core/engine/swarm/services.ts';
import { readTasks } from '../../../src/core/engine/swarm/tasks.ts';
import { initialState } from '../../../src/core/initial.ts';
import { lockKeyOf } from '../../../src/core/lock.ts';
import type { Instance, Service } from '../../../src/core/model.ts';
import { swarmStanding } from '../../../src/core/platform-facts.ts';
import type { Feeds, State } from '../../../src/core/state.ts';
import { got, nodeJson, saidOf, serviceJson, taskJson } from './swarm.ts';
import { containerOf, day0, enginesOf, fleetOf, hour, imageId, specOf, stoppedOf } from './world.ts';

const now = day0 + 10 * hour;
const noFeeds: Feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };
const labels = (service: string, slot: number, id: string) => ({
	labels: {
		'com.docker.swarm.service.name': service,
		'com.docker.swarm.task.id': id,
		'com.docker.swarm.task.name': `${service}.${slot}.${id}`,
	},
});
const running = (slot: number, more: Partial<Instance> = {}) =>
	containerOf(`api.${slot}.now`, 2, { ...labels('api', slot, `now${slot}`), created: now, ...more });

type Said = ReturnType<typeof saidOf>;
const read = (said: Said, containers: readonly Instance[] = [], hosts: readonly string[] = ['vps1']) => {
	const engines = enginesOf(containers);
	const first = { containers: {}, images: [], ...engines['vps1'], node: 'node1' };
	return {
		fleet: fleetOf([], hosts),
		engines: { ...engines, vps1: { ...first, swarm: { value: said, at: now, misses: 0 } } },
	};
};
const services = (said: Said, containers: readonly Instance[] = []): Readonly<Record<string, Service>> => {
	const { fleet, engines } = read(said, containers);
	return Object.fromEntries(group(fleet, engines, []).map((service) => [service.id, service]));
};
const one = (said: Said, containers: readonly Instance[] = []): Service => {
	const found = Object.values(services(said, containers));
	if (found[0] === undefined || found.length > 1) throw new Error(`${found.length} services`);
	return found[0];
};
const condition = (said: Said, containers: readonly Instance[] = []) => ofProcesses(one(said, containers), {}, now);

test('a service without any container is seen, scaled to nothing', () => {
	const said = saidOf([
		serviceJson(
			'shop_web',
			{},
			{ Labels: { 'com.docker.stack.namespace': 'shop' }, Mode: { Replicated: { Replicas: 0 } } },
		),
	]);
	const service = services(said)['shop/web'];
	expect(service).toMatchObject({ platform: 'swarm', manager: 'Swarm', hosts: ['vps1'], instances: [], want: 0 });
	expect(service && ofProcesses(service, {}, now)).toEqual({
		is: 'down',
		because: 'nobody serves it: it is scaled to 0 replicas',
	});
});

test('of a service that was scaled to nothing the stopped containers are of before', () => {
	const said = saidOf([serviceJson('api', {}, { Mode: { Replicated: { Replicas: 0 } } })]);
	const service = one(said, [stoppedOf('api.1.now', 2, 3, labels('api', 1, 'now1'))]);
	expect([service.instances.length, service.former.length]).toEqual([0, 1]);
});

test('tasks on nodes that are not read count as their manager says', () => {
	const tasks = [taskJson('api', 1, 'running', 2), taskJson('api', 2, 'running', 2, { NodeID: 'node2' })];
	const said = saidOf([serviceJson('api')], tasks);
	expect(one(said, [running(1)]).swarm).toMatchObject({ running: 2, elsewhere: 1, want: 2 });
	expect(condition(said, [running(1)])).toEqual({ is: 'ok', because: '2 of 2 replicas run; running; no health check' });
	// What is being ended, or was left behind, is no replica.
	const ending = saidOf(
		[serviceJson('api')],
		[taskJson('api', 1, 'running', 2, { ID: 'now1', DesiredState: 'shutdown' })],
	);
	expect(condition(ending, [running(1)]).because).toMatch(/^0 of 2 replicas run/);
	// The engine of a host that is read knows of an end before the manager is asked again.
	expect(condition(said)).toMatchObject({ is: 'degraded', because: '1 of 2 replicas run' });
});

test('a task that was rejected is told with Swarm’s own words, cleaned', () => {
	const Err = 'No such image: shop/api:\u001b[31mv9\u001b]0;owned\u0007\nnext\u202e';
	const Status = { Timestamp: new Date(now - 7000).toISOString(), State: 'rejected', Err };
	const said = saidOf([serviceJson('api')], [taskJson('api', 2, 'rejected', 9, { Status })]);
	expect(condition(said, [running(1)])).toEqual({
		is: 'degraded',
		because: '1 of 2 replicas run: api.2 on vm-1 rejected: No such image: shop/api:v9 next',
		since: now - 7000,
	});
	expect(condition(said)).toMatchObject({ is: 'down', because: expect.stringContaining('0 of 2 replicas run: ') });
});

test('a task for which there is no node says so', () => {
	const Status = {
		Timestamp: new Date(now - 7000).toISOString(),
		State: 'pending',
		Err: 'no suitable node (insufficient resources on 1 node)',
	};
	const { NodeID: _, ...pending } = taskJson('api', 2, 'pending', 9, { Status, DesiredState: 'running' }) as {
		NodeID: string;
	};
	const said = saidOf([serviceJson('api')], [pending]);
	expect(condition(said, [running(1)]).because).toBe(
		'1 of 2 replicas run: api.2 is pending: no suitable node (insufficient resources on 1 node)',
	);
});

test('a slot whose tasks fail again and again is no service, though one of them runs just now', () => {
	const failing = (ago: number) =>
		taskJson('api', 1, 'failed', 10 - ago / 3600, {
			Status: {
				Timestamp: new Date(now - ago * 1000).toISOString(),
				State: 'failed',
				Err: 'task: non-zero exit (3)',
				ContainerStatus: { ContainerID: 'c', ExitCode: 3 },
			},
		});
	const only = { Mode: { Replicated: { Replicas: 1 } } };
	const looping = saidOf([serviceJson('api', {}, only)], [failing(5), failing(20), failing(40)]);
	expect(condition(looping, [running(1)])).toMatchObject({
		is: 'down',
		because: 'api.1 on vm-1 fails again and again: 3 times, the last 5s ago, failed: task: non-zero exit (3)',
	});
	expect(condition(saidOf([serviceJson('api', {}, only)], [failing(5)]), [running(1)]).is).toBe('degraded');
	expect(condition(saidOf([serviceJson('api', {}, only)], [failing(61), failing(70)]), [running(1)]).is).toBe('ok');
	const two = saidOf([serviceJson('api')], [failing(5), failing(20), failing(40), taskJson('api', 2, 'running', 2)]);
	expect(condition(two, [running(1), running(2, { id: 'b'.repeat(64) })]).is).toBe('degraded');
});

test.each([
	['paused', 'degraded', 'its update is paused: update paused due to failure'],
	['rollback_paused', 'degraded', 'Swarm could not roll its update back: update paused due to failure'],
	['updating', 'ok', '1 of 1 replica run; running; no health check; it is being updated'],
	['rollback_completed', 'ok', '1 of 1 replica run; running; no health check; Swarm rolled its newest update back'],
	['completed', 'ok', '1 of 1 replica run; running; no health check'],
])('an update that is %s', (State, is, because) => {
	const UpdateStatus = { State, Message: 'update paused due to failure', StartedAt: '2026-11-21T01:00:00Z' };
	const said = saidOf([serviceJson('api', { UpdateStatus }, { Mode: { Replicated: { Replicas: 1 } } })]);
	expect(condition(said, [running(1)])).toMatchObject({ is, because });
});

test('a job is judged by what it has done', () => {
	const Mode = { ReplicatedJob: { TotalCompletions: 2, MaxConcurrent: 1 } };
	const done = taskJson('api', 1, 'complete', 2);
	const failed = taskJson('api', 2, 'failed', 3);
	expect(condition(saidOf([serviceJson('api', {}, { Mode })], [done])).because).toBe('a job, 1 of 2 done, 0 running');
	expect(condition(saidOf([serviceJson('api', {}, { Mode })], [done, failed])).is).toBe('degraded');
	expect(condition(saidOf([serviceJson('api', {}, { Mode })], [done, taskJson('api', 2, 'complete', 3)])).is).toBe(
		'ok',
	);
});

test('a manager that does not answer twice leaves what is known, and nothing is claimed of it', () => {
	const { fleet, engines } = read(saidOf([serviceJson('api')]));
	const failure = { kind: 'refused', message: 'The swarm does not have a leader.' } as const;
	const after = (misses: number) => {
		const swarm = { ...engines.vps1.swarm, misses, failure };
		const found = group(fleet, { ...engines, vps1: { ...engines.vps1, swarm } }, []);
		return found.map((service) => ofProcesses(service, {}, now).is);
	};
	expect([after(1), after(2)]).toEqual([['down'], ['unknown']]);
});

test('one Swarm with two managers that are read is one, and a service of the config is found on all its hosts', () => {
	const tasks = [taskJson('api', 1, 'running', 2), taskJson('api', 2, 'running', 2, { NodeID: 'node2' })];
	const said = saidOf([serviceJson('api')], tasks);
	const other = running(2, { host: 'vps2', id: 'c'.repeat(64) });
	const { engines } = read(said, [running(1), other]);
	const second = {
		containers: {},
		images: [],
		...enginesOf([other])['vps2'],
		node: 'node2',
		swarm: engines.vps1.swarm,
	};
	const spec = specOf('api', { platform: 'swarm', host: 'vps2' });
	for (const specs of [[], [spec]]) {
		const found = group(fleetOf(specs, ['vps1', 'vps2']), { ...engines, vps2: second }, []);
		expect(found.map(({ id, hosts, swarm }) => [id, hosts, swarm?.running])).toEqual([
			[specs.length === 0 ? 'local/api' : 'production/api', ['vps1', 'vps2'], 2],
		]);
	}
});

test('the releases that its tasks ran are known from Swarm, by digest where no host of ours has them', () => {
	const digest = `sha256:${'d'.repeat(64)}`;
	const ran = (at: number, image: string, container: string) =>
		taskJson('api', 1, 'shutdown', at, {
			Spec: { ContainerSpec: { Image: image } },
			Status: {
				Timestamp: new Date(day0 + at * hour).toISOString(),
				State: 'shutdown',
				ContainerStatus: { ContainerID: container, ExitCode: 0 },
			},
		});
	const moved = ran(3, 'shop/api:latest', 'gone');
	const rejected = taskJson('api', 1, 'rejected', 4, { Spec: { ContainerSpec: { Image: `shop/api:v9@${digest}` } } });
	const said = saidOf([serviceJson('api')], [ran(1, `shop/api:v1@${digest}`, 'else'), moved, rejected]);
	const { releases } = one(said, [running(1)]);
	expect(releases.map(({ label, proof, can, id, until }) => [label, proof, can, id, until])).toEqual([
		['v2', 'container', 'runs', imageId(2), undefined],
		['v1', 'platform', 'unknown', digest, day0 + hour],
	]);
});

test('its lock and what a plan stands on are the service’s, not those of its tasks', () => {
	const said = saidOf([serviceJson('api')], [taskJson('api', 1, 'running', 2)]);
	const before = one(said, [running(1)]);
	const after = one(said, [running(1, { id: 'e'.repeat(64), name: 'api.1.other' })]);
	expect([lockKeyOf(before), lockKeyOf(after), lockKeyOf({ ...after, instances: [] })]).toEqual([
		'swarm-api',
		'swarm-api',
		'swarm-api',
	]);
	const { swarm: _, ...unmanaged } = before;
	expect(lockKeyOf(unmanaged)).toBe('swarm-api');
	expect(swarmStanding(before)).toBe(swarmStanding(after));
	const scaled = one(saidOf([serviceJson('api', {}, { Mode: { Replicated: { Replicas: 3 } } })]), [running(1)]);
	expect(swarmStanding(scaled)).not.toBe(swarmStanding(before));
});

test('nothing of what a spec holds of secrets is kept', () => {
	expect(JSON.stringify(one(saidOf([serviceJson('api')])))).not.toContain('planted');
});

test('what an engine is of a Swarm', () => {
	const info = (Swarm: object) => readAbout(JSON.stringify({ ID: 'E', Swarm }));
	const active = { NodeID: 'n', LocalNodeState: 'active' };
	expect(info({ ...active, ControlAvailable: true, Cluster: { ID: 'c' } })).toEqual({
		id: 'E',
		swarm: { node: 'n', cluster: 'c' },
	});
	expect(info({ ...active, ControlAvailable: false, Cluster: { ID: 'c' } })).toEqual({ id: 'E', swarm: { node: 'n' } });
	expect(info({ NodeID: '', LocalNodeState: 'inactive' })).toEqual({ id: 'E' });
	expect(info({ NodeID: 'n', LocalNodeState: 'pending' })).toEqual({ id: 'E' });
});

test('answers that make no sense are refused, not believed', () => {
	for (const text of ['<html>', '{}', '[{"ID":"../x"}]', '[{"ID":"a"}]'])
		expect(readServices('vps1', text).ok).toBe(false);
	for (const text of ['<html>', '{}', '[{"ID":"../x"}]']) expect(readTasks('vps1', text).ok).toBe(false);
	expect(got(readTasks('vps1', '[{"ID":"a"}]'))).toEqual([
		{ id: 'a', service: '', image: '', state: 'new', desired: 'running', force: 0 },
	]);
});

test('the order of answers never matters', () => {
	const list = ['api', 'web', 'job'].map((name) => serviceJson(name));
	const tasks = ['api', 'web'].flatMap((name) =>
		[1, 2].flatMap((slot) => [taskJson(name, slot, 'failed', 1), taskJson(name, slot, 'running', 2)]),
	);
	const nodes = [nodeJson('node1', 'vm-1'), nodeJson('node2', 'vm-2')];
	const containers = [running(1), running(2, { id: 'b'.repeat(64) })];
	const expected = services(saidOf(list, tasks, nodes), containers);
	fc.assert(
		fc.property(
			fc.shuffledSubarray(list, { minLength: list.length }),
			fc.shuffledSubarray(tasks, { minLength: tasks.length }),
			fc.shuffledSubarray(nodes, { minLength: 2 }),
			fc.shuffledSubarray(containers, { minLength: 2 }),
			(...[l, t, n, c]) => {
				expect(services(saidOf(l, t, n), c)).toEqual(expected);
			},
		),
	);
});

test('a Swarm goes on without a host that is not reached: its manager tells of what ran there', () => {
	const node = (id: string, slot: number) => ({ NodeID: id, ID: `now${slot}` });
	const said = saidOf(
		[serviceJson('api', {}, { Mode: { Replicated: { Replicas: 2 } } })],
		[taskJson('api', 1, 'running', 2, node('node1', 1)), taskJson('api', 2, 'running', 2, node('node2', 2))],
	);
	const here = enginesOf([running(1)]);
	const there = enginesOf([running(2, { host: 'vps2' })]);
	const engines = {
		vps1: { containers: {}, images: [], ...here['vps1'], node: 'node1', swarm: { value: said, at: now, misses: 0 } },
		vps2: { containers: {}, images: [], ...there['vps2'], node: 'node2' },
	};
	const [service] = group(fleetOf([], ['vps1', 'vps2']), engines, []);
	if (service === undefined) throw new Error('no service');
	expect([service.hosts, neededHosts(service), otherHosts(service)]).toEqual([['vps1', 'vps2'], ['vps1'], ['vps2']]);
	const without = withoutHosts(service, ['vps2', 'vps1']);
	expect(without).toMatchObject({
		hosts: ['vps1'],
		instances: [{ name: 'api.1.now' }],
		swarm: { running: 2, elsewhere: 1, reached: ['vps1'], unreached: ['vps2'] },
	});
	expect(withoutHosts(service, ['vps1'])).toBe(service);
	// What its manager wants there no more runs no more, whatever was seen last.
	if (service.swarm === undefined) throw new Error('no manager');
	const moved = { ...service, swarm: { ...service.swarm, history: [] } };
	expect(withoutHosts(moved, ['vps2']).swarm?.running).toBe(1);

	const size = { columns: 80, rows: 24 };
	const first = { at: now, fleet: fleetOf([], ['vps1', 'vps2']), operator: 'op-1', demo: false, readOnly: false, size };
	const observed = (host: 'vps1' | 'vps2') => ({ value: engines[host], at: now, misses: 0 });
	const lost = {
		is: 'down',
		since: now,
		retry: 'never',
		failure: { kind: 'unreachable', message: 'no route' },
	} as const;
	const state = (links: State['links']): State => ({
		...initialState(first),
		engines: { vps1: observed('vps1'), vps2: observed('vps2') },
		links,
	});
	const conditionOf = (links: State['links']) =>
		serviceCandidate({ state: state(links), feeds: noFeeds, now }, service, undefined);
	expect(conditionOf({}).is).toBe('ok');
	expect(conditionOf({ vps2: lost })).toMatchObject({
		is: 'degraded',
		because:
			'2 of 2 replicas run; running; no health check; vps2 is not reached: no route: of what runs there only Swarm tells',
	});
	expect(conditionOf({ vps1: lost })).toMatchObject({ is: 'unknown', because: 'vps1 is not reached: no route' });
});

test('a container that a restart behind Swarm’s back left running is named, with what removes it', () => {
	const ended = { ID: 'now1', DesiredState: 'shutdown' };
	const tasks = [taskJson('api', 1, 'failed', 2, ended), taskJson('api', 1, 'running', 2, { ID: 'next1' })];
	const only = serviceJson('api', {}, { Mode: { Replicated: { Replicas: 1 } } });
	const next = { id: 'e'.repeat(64), ...labels('api', 1, 'next1'), name: 'api.1.next' };
	const containers = [running(1), running(1, next)];
	expect(condition(saidOf([only], tasks), containers)).toEqual({
		is: 'degraded',
		because:
			'api.1.now on vps1 runs beside its tasks: Swarm gave it up, as after a docker restart; remove it there: docker rm -f api.1.now',
	});
	// While Swarm still ends it, it is none.
	const ending = [taskJson('api', 1, 'running', 2, ended), taskJson('api', 1, 'running', 2, { ID: 'next1' })];
	expect(condition(saidOf([only], ending), containers).is).toBe('ok');
});
