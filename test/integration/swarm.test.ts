import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { confirm } from '../../src/actions/confirm.ts';
import type { Course } from '../../src/actions/course.ts';
import { perform } from '../../src/actions/perform.ts';
import { makePlan } from '../../src/actions/plan.ts';
import type { Performed } from '../../src/actions/running.ts';
import { ofProcesses } from '../../src/core/condition/process.ts';
import { group } from '../../src/core/engine/group.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import type { Result, Service } from '../../src/core/model.ts';
import type { Plan } from '../../src/core/plan.ts';
import type { Probe } from '../../src/core/probe.ts';
import { engineAfter } from '../../src/core/reduce/engine.ts';
import type { ServiceAction, Want } from '../../src/core/want.ts';
import { sha256 } from '../../src/io/hash.ts';
import { swarm } from '../../src/platforms/swarm.ts';
import { docker } from '../../src/probes/docker.ts';
import { kinds } from '../../src/probes/index.ts';
import { fleetOf } from '../core/engine/world.ts';
import { outsideOf, type Tried } from '../io/support/outside.ts';
import { describeLab } from '../lab/describe.ts';
import { derive } from '../lab/images.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { journalOf } from '../support/journal-of.ts';

const signal = new AbortController().signal;
const isRunning = ({ DesiredState, Status }: { DesiredState: string; Status: { State: string } }) =>
	DesiredState === 'running' && Status.State === 'running';

describeLab('services of a real Swarm', () => {
	let lab: Lab;
	let outside: Tried;
	let plans = 0x7f3a0c11;
	beforeAll(async () => {
		lab = await startLab({ images: ['quiet'], swarm: true });
		await derive(lab.engine, 'quiet:v2', ['ENV RELEASE=v2'], 'quiet:v1');
		await derive(lab.engine, 'quiet:bad', ['ENV RELEASE=bad', 'CMD ["/bin/sh", "-c", "exit 3"]'], 'quiet:v1');
		outside = outsideOf({ name: 'vps1', reach: 'local', engine: lab.socket });
	});
	afterAll(async () => {
		await outside?.close();
		await lab?.stop();
	});
	afterEach(() => lab.clear());

	const reach = () => ({ ask: outside.ask, follow: outside.follow, now: Date.now, signal });

	/** The services as watchdeck reads them now. */
	async function services(): Promise<readonly Service[]> {
		const probe: Probe = { kind: 'docker', of: 'host/vps1', every: 30_000, timeout: 10_000, spec: { host: 'vps1' } };
		const read = await docker.read(probe, reach());
		if (!read.ok || read.value.engine === undefined) throw new Error('the engine was not read');
		const engine = engineAfter(undefined, read.value.engine, Date.now());
		return engine === undefined ? [] : group(fleetOf(), { vps1: engine.value }, []);
	}
	async function service(): Promise<Service> {
		const found = (await services()).find(({ name }) => name === 'api');
		if (found === undefined) throw new Error('there is no service api');
		return found;
	}
	async function planned<A extends ServiceAction>(want: Want<A>): Promise<Result<Plan>> {
		const now = Date.now();
		plans += 1;
		const id = plans.toString(16);
		const known = { service: await service(), platform: swarm, id, by: 'op-1', now, oldest: now, watch: 0 };
		return makePlan({ want, ...known, digest: sha256, ask: outside.ask, signal });
	}
	const planOf = async <A extends ServiceAction>(want: Want<A>): Promise<Plan> => {
		const plan = await planned(want);
		if (!plan.ok) throw new Error(plan.failure.message);
		return plan.value;
	};
	async function go(plan: Plan, entries: JournalEntry[] = [], course: Course = 'forward'): Promise<Performed> {
		const how = entries.length > 0 ? 'resume' : 'enter';
		const word = { plan, tier: 2, protection: 'open', how, by: 'op-1', now: Date.now(), facts: plan.facts } as const;
		const confirmed = confirm({ ...word, digest: sha256 });
		if (!confirmed.ok) throw new Error(confirmed.failure.message);
		return perform({
			...{ confirmed: confirmed.value, entries, course, before: [...entries] },
			...{ journal: journalOf(entries), digest: sha256, now: Date.now, emit: () => {}, signal, stop: signal },
			...{ ask: outside.ask, order: outside.order },
			wait: (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 500))),
			choose: async () => 'leave' as const,
			read: async (probe: Probe) => {
				const kind = kinds.find((one) => one.kind === probe.kind);
				if (kind === undefined) throw new Error(`no kind ${probe.kind}`);
				return kind.read(probe, reach(), undefined);
			},
		} as Parameters<typeof perform>[0]);
	}
	const images = async () => {
		const tasks = (await lab.tasks('api')).filter(isRunning);
		return Promise.all(
			tasks.map(async ({ Status }) => (await lab.inspect(Status.ContainerStatus?.ContainerID ?? '')).Image),
		);
	};
	async function begin(image: string, options: object = {}): Promise<void> {
		await lab.service('api', { image, replicas: 2, env: { TOKEN: 'tok-secret-1' }, ...options });
		await lab.settles('api', (_, tasks) => tasks.filter(isRunning).length === 2);
	}

	test('are read: also without any replica, and why a task was rejected', async () => {
		await begin('quiet:v1');
		expect(await service()).toMatchObject({ platform: 'swarm', want: 2, swarm: { running: 2, unreached: [] } });
		await lab.respec('api', (spec) => ({ ...spec, Mode: { Replicated: { Replicas: 0 } } }));
		await lab.settles('api', (_, tasks) => tasks.filter(isRunning).length === 0);
		const empty = await service();
		expect([empty.want, ofProcesses(empty, {}, Date.now()).is]).toEqual([0, 'down']);
		await lab.respec('api', (spec) => ({
			...spec,
			Mode: { Replicated: { Replicas: 1 } },
			TaskTemplate: {
				...spec.TaskTemplate,
				ContainerSpec: { ...spec.TaskTemplate.ContainerSpec, Image: 'nothing:v1' },
			},
		}));
		await lab.settles('api', (_, tasks) => tasks.some(({ Status }) => Status.State === 'rejected'));
		expect(ofProcesses(await service(), {}, Date.now())).toMatchObject({
			is: 'down',
			because: expect.stringContaining('nothing:v1'),
		});
	});

	test('restart: all tasks are new, none is left behind', async () => {
		await begin('quiet:v1');
		const before = (await lab.tasks('api')).filter(isRunning).map(({ ID }) => ID);
		const plan = await planOf({ action: 'restart' });
		expect(JSON.stringify(plan)).not.toContain('tok-secret-1');
		const done = await go(plan);
		expect(done).toMatchObject({ outcome: 'VERIFIED' });
		const after = await lab.tasks('api');
		expect(after.filter(isRunning).length).toBe(2);
		expect(after.filter(isRunning).some(({ ID }) => before.includes(ID))).toBe(false);
		expect((await lab.inspectService('api')).Spec.TaskTemplate.ForceUpdate).toBe(1);
		expect(JSON.stringify(await lab.inspectService('api'))).toContain('TOKEN=tok-secret-1');
	});

	test('scale up, down, stop and start', async () => {
		await begin('quiet:v1');
		for (const [want, count] of [
			[{ action: 'scale', to: 3 }, 3],
			[{ action: 'scale', to: 1 }, 1],
			[{ action: 'stop' }, 0],
			[{ action: 'start' }, 1],
		] as const) {
			expect(await go(await planOf(want))).toMatchObject({ outcome: 'VERIFIED' });
			expect((await lab.tasks('api')).filter(isRunning).length).toBe(count);
		}
	});

	test('roll back: to the image that ran before, also after a scale, which Swarm itself would go back to', async () => {
		await begin('quiet:v1');
		const good = await lab.imageId('quiet:v1');
		await lab.respec('api', (spec) => ({
			...spec,
			TaskTemplate: { ...spec.TaskTemplate, ContainerSpec: { ...spec.TaskTemplate.ContainerSpec, Image: 'quiet:v2' } },
		}));
		await lab.settles('api', ({ UpdateStatus }) => UpdateStatus?.State === 'completed');
		await lab.respec('api', (spec) => ({ ...spec, Mode: { Replicated: { Replicas: 3 } } }));
		await lab.settles('api', (_, tasks) => tasks.filter(isRunning).length === 3);
		const plan = await planOf({ action: 'rollback', to: '' });
		expect(plan.want).toEqual({ action: 'rollback', to: good });
		expect(await go(plan)).toMatchObject({ outcome: 'VERIFIED' });
		expect(await images()).toEqual([good, good, good]);
		expect((await lab.inspectService('api')).Spec.TaskTemplate.ContainerSpec.Image).toBe(`quiet:rb-${plan.id}`);
	});

	test.each(['pause', 'rollback'])(
		'a roll back to an image that does not start is undone; Swarm would %s',
		async (FailureAction) => {
			await begin('quiet:bad', { cmd: ['/bin/sleep', '1000000'], update: { FailureAction } });
			await lab.respec('api', (spec) => ({
				...spec,
				TaskTemplate: {
					...spec.TaskTemplate,
					ContainerSpec: { ...spec.TaskTemplate.ContainerSpec, Image: 'quiet:v2' },
				},
			}));
			await lab.settles('api', ({ UpdateStatus }) => UpdateStatus?.State === 'completed');
			await lab.respec('api', (spec) => ({
				...spec,
				TaskTemplate: {
					...spec.TaskTemplate,
					ContainerSpec: {
						...spec.TaskTemplate.ContainerSpec,
						Args: ['/bin/sh', '-c', '[ "$RELEASE" != bad ] && sleep 1000000'],
					},
				},
			}));
			await lab.settles('api', ({ UpdateStatus }) => UpdateStatus?.State === 'completed');
			const bad = await lab.imageId('quiet:bad');
			const good = await lab.imageId('quiet:v2');
			const done = await go(await planOf({ action: 'rollback', to: bad }));
			expect(done).toMatchObject({ outcome: 'FAILED, UNDONE' });
			expect(await images()).toEqual([good, good]);
		},
	);

	test('deploy: the new image on all tasks; one that does not start is undone', async () => {
		await begin('quiet:v1', { cmd: ['/bin/sh', '-c', '[ "$RELEASE" != bad ] && sleep 1000000'] });
		const good = await lab.imageId('quiet:v2');
		expect(await go(await planOf({ action: 'deploy', image: 'quiet:v2' }))).toMatchObject({ outcome: 'VERIFIED' });
		expect(await images()).toEqual([good, good]);
		expect(await planned({ action: 'deploy', image: 'quiet:v2' })).toMatchObject({ ok: false });
		const done = await go(await planOf({ action: 'deploy', image: 'quiet:bad' }));
		expect(done).toMatchObject({
			outcome: 'FAILED, UNDONE',
			because: expect.stringContaining('Swarm paused the update'),
		});
		expect(await images()).toEqual([good, good]);
	}, 120_000);

	test('somebody else’s change between the plan and the order is not overwritten', async () => {
		await begin('quiet:v1');
		const plan = await planOf({ action: 'scale', to: 3 });
		await lab.respec('api', (spec) => ({ ...spec, Labels: { theirs: 'yes' } }));
		const done = await go(plan);
		expect(done.because).toContain('changed since this plan was made');
		expect((await lab.inspectService('api')).Spec).toMatchObject({
			Labels: { theirs: 'yes' },
			Mode: { Replicated: { Replicas: 2 } },
		});
	});
});
