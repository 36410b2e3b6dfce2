import { describe, expect, test } from 'vitest';
import { blockedReason, makePlan } from '../../src/actions/plan.ts';
import type { Performed } from '../../src/actions/running.ts';
import type { Answer, Call } from '../../src/core/call.ts';
import { callText } from '../../src/core/call-text.ts';
import type { Instance, Service } from '../../src/core/model.ts';
import type { Plan } from '../../src/core/plan.ts';
import { compose } from '../../src/platforms/compose.ts';
import { docker } from '../../src/platforms/docker.ts';
import type { Box } from './engine.ts';
import { instance, service } from './service.ts';
import { digest, type Fault, id, makeWorld, type Start, usualStart, type World } from './world.ts';

const answer = (text: string): Answer => ({ ok: true, took: 1, value: { code: 200, text, err: '' } });
const inspectOf = ({ id: box, name, image, state, policy = 'no' }: Instance) => ({
	...{ Id: box, Name: `/${name}`, Image: image.id, Config: {} },
	HostConfig: { RestartPolicy: { Name: policy } },
	State: { Running: state === 'running', Restarting: state === 'restarting', StartedAt: '2026-11-21T14:00:00Z' },
});

/** A plan as it is made of a service, whose containers its engine tells as they are. */
async function planOf(action: 'stop' | 'start', of: Service): Promise<Plan> {
	const made = await makePlan({
		want: { action },
		service: of,
		platform: of.platform === 'compose' ? compose : docker,
		...{ id, by: 'op-1', now: 100_000, oldest: 99_000, digest },
		ask: async (call: Call) => {
			if (call.via !== 'engine') return answer('state=free\nnow=100\n');
			const found = of.instances.find(({ id: box }) => call.path === `/containers/${box}/json`);
			return answer(found === undefined ? '{}' : JSON.stringify(inspectOf(found)));
		},
		signal: new AbortController().signal,
	});
	if (!made.ok) throw new Error(made.failure.message);
	return made.value;
}

const outcome = (performed: Performed | 'killed') => (performed === 'killed' ? performed : performed.outcome);
const exited = (change: Partial<Instance> = {}) => instance({ state: 'exited', ...change });
const stopPlan = await planOf('stop', service());
const startPlan = await planOf('start', service({ instances: [exited()] }));

const cases = [
	{ action: 'stop', plan: stopPlan, before: { ...usualStart }, runsAfter: false },
	{ action: 'start', plan: startPlan, before: { ...usualStart, running: false }, runsAfter: true },
] as const;

function worldOf({ plan, before }: { readonly plan: Plan; readonly before: Start }, boxes: readonly Box[] = []): World {
	return makeWorld({ ...before, other: { plan, boxes } });
}
const api = ({ engine }: World) => engine.boxes.get('old1');

describe.each(cases)('a $action', (one) => {
	const runsBefore = !one.runsAfter;

	test('is one order by id, proven', async () => {
		const world = worldOf(one);
		expect(outcome(await world.go())).toBe('VERIFIED');
		expect(world.given.map(({ call }) => callText(call))).toEqual([`docker ${one.action} old1`]);
		expect(api(world)).toMatchObject({ running: one.runsAfter, name: 'api', policy: 'unless-stopped' });
		expect(world.engine.locks.size).toBe(0);
	});

	const faults: readonly Fault[] = ['lost after effect', 'lost before effect', 'lost, effect comes late', 'refused'];
	test.each(faults)('whose order is %s is proven or undone', async (is) => {
		const world = worldOf(one);
		const came = outcome(await world.go({ order: { at: 0, is } }));
		expect(came).toMatch(/VERIFIED|FAILED, UNDONE/);
		expect(api(world)?.running).toBe(came === 'VERIFIED' ? one.runsAfter : runsBefore);
	});

	const lines = 3 + 2 * one.plan.steps.length;
	const kills = [
		...Array.from({ length: lines }, (_, at) => ({ journal: { at, is: 'killed after' as const } })),
		{ order: { at: 0, is: 'killed before effect' as const } },
		{ order: { at: 0, is: 'killed after effect' as const } },
	];
	test.each(kills)('that is killed (%j) is finished', async (fault) => {
		const world = worldOf(one);
		expect(await world.go(fault)).toBe('killed');
		expect(outcome(await world.go({}, { course: 'forward' }))).toBe('VERIFIED');
		expect(api(world)?.running).toBe(one.runsAfter);
	});

	test.each(kills)('that is killed (%j) is undone, and twice is once', async (fault) => {
		const world = worldOf(one);
		const before = world.snapshot();
		expect(await world.go(fault)).toBe('killed');
		expect(outcome(await world.go({}, { course: 'back' }))).toBe('UNDONE');
		expect(world.snapshot()).toEqual(before);
		const orders = world.given.length;
		await world.go({}, { course: 'back' });
		expect([world.snapshot(), world.given.length]).toEqual([before, orders]);
	});
});

test('a start whose release is never well is held, and stops again when it is undone', async () => {
	const world = worldOf({ plan: startPlan, before: { ...usualStart, running: false } });
	world.engine.sick.add('sha256:bad');
	const before = world.snapshot();
	expect(outcome(await world.go({}, { choices: ['undo'] }))).toBe('FAILED, UNDONE');
	expect(world.snapshot()).toEqual(before);
});

test('a service that somebody started since it was found stopped is stopped all the same', async () => {
	const of = service({ instances: [instance(), exited({ id: 'old2', name: 'api-2' })] });
	const plan = await planOf('stop', of);
	expect(plan.steps.map(({ say }) => say)).toEqual(['stop api', 'see to it that api-2 is stopped']);
	const second: Box = {
		id: 'old2',
		name: 'api-2',
		image: 'sha256:bad',
		running: true,
		policy: 'no',
		labels: {},
		networks: [],
		started: 1,
		restarts: 0,
	};
	const world = worldOf({ plan, before: usualStart }, [second]);
	expect(outcome(await world.go())).toBe('VERIFIED');
	expect([...world.engine.boxes.values()].map(({ running }) => running)).toEqual([false, false]);
});

describe('a plan says', () => {
	test.each([
		['always', /starts again by itself when its engine does/],
		['on-failure', /may start again by itself/],
		['unless-stopped', /stays stopped when its engine starts anew/],
		['no', /stays stopped/],
	] as const)('what the restart policy %s makes of a stopped container', async (policy, words) => {
		const { impact } = await planOf('stop', service({ instances: [instance({ policy })] }));
		expect(impact[0]).toBe('Nobody serves api after this, until it is started again.');
		expect(impact[1]).toMatch(words);
		expect(impact[1]).toContain(`"${policy}"`);
	});

	test('that Compose would start it again', async () => {
		const { impact } = await planOf('stop', service({ platform: 'compose' }));
		expect(impact.join('\n')).toContain('A later "up" of its Compose project starts it again.');
	});

	test('what is started of what is stopped', async () => {
		expect(startPlan.impact[0]).toBe('No gap is expected: it is stopped now.');
		const of = service({ instances: [instance(), exited({ id: 'old2', name: 'api-2' })] });
		const plan = await planOf('start', of);
		expect(plan.impact[0]).toBe('No gap is expected: 1 of 2 containers is stopped now.');
		expect(plan.steps.map(({ does }) => callText(does))).toEqual(['docker start old2']);
		expect(plan.proof).toHaveLength(2);
	});
});

describe('it is refused', () => {
	test.each<['stop' | 'start', string, Partial<Service>, RegExp]>([
		['stop', 'without a container', { instances: [] }, /no container/],
		['stop', 'where it is stopped already', { instances: [exited()] }, /stopped already/],
		['stop', 'where it is paused', { instances: [instance({ state: 'paused' })] }, /docker unpause api/],
		['stop', 'where it would vanish', { instances: [instance({ autoRemove: true })] }, /--rm/],
		['stop', 'for a Swarm task', { manager: 'Swarm' }, /docker service scale SERVICE=0/],
		['stop', 'for an app of Dokku', { manager: 'Dokku' }, /dokku ps:stop APP/],
		['start', 'without a container', { instances: [] }, /no container/],
		['start', 'where it runs', {}, /runs already/],
		['start', 'where it is paused', { instances: [instance({ state: 'paused' })] }, /docker unpause api/],
		['start', 'for an app of Kamal', { manager: 'Kamal', instances: [exited()] }, /kamal app start/],
		['start', 'for a pod', { manager: 'Kubernetes', instances: [exited()] }, /kubectl scale/],
	])('%s: %s', (action, _, change, words) => {
		expect(blockedReason(action, service(change), docker, { now: 0 })).toMatch(words);
	});
});
