import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { confirm } from '../../src/actions/confirm.ts';
import type { Course } from '../../src/actions/course.ts';
import { perform } from '../../src/actions/perform.ts';
import { makePlan } from '../../src/actions/plan.ts';
import type { Performed } from '../../src/actions/running.ts';
import type { Order } from '../../src/core/call.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import type { Instance, Release, Service } from '../../src/core/model.ts';
import type { Probe } from '../../src/core/probe.ts';
import type { ServiceAction, Want } from '../../src/core/want.ts';
import { sha256 } from '../../src/io/hash.ts';
import { docker } from '../../src/platforms/docker.ts';
import { kinds } from '../../src/probes/index.ts';
import { outsideOf, type Tried } from '../io/support/outside.ts';
import { describeLab } from '../lab/describe.ts';
import { derive } from '../lab/images.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { journalOf } from '../support/journal-of.ts';

const id = '7f3a0c11';

describeLab('a roll back on a real engine', () => {
	let lab: Lab;
	let outside: Tried;
	let good: string;
	beforeAll(async () => {
		lab = await startLab({ images: ['quiet'] });
		await derive(lab.engine, 'quiet:v2', ['ENV RELEASE=v2', 'ENV ONLY_IN_V2=1'], 'quiet:v1');
		good = await lab.imageId('quiet:v1');
		outside = outsideOf({ name: 'vps1', reach: 'local', engine: lab.socket });
	});
	afterAll(async () => {
		await outside?.close();
		await lab?.stop();
	});
	afterEach(() => lab.clear());

	/** A service whose newest release is bad, as the facts of the engine have it. */
	async function service(): Promise<Service> {
		const name = 'api';
		const { Id, Image, State } = await lab.inspect(name);
		const started = Date.parse(State.StartedAt);
		const own = { host: 'vps1', id: Id, name, started, restarts: 0, labels: {} } as const;
		const instance: Instance = { ...own, image: { id: Image, ref: 'quiet:v2' }, state: 'running', health: 'none' };
		const runs: Release = { id: Image, label: 'v2', image: instance.image, proof: 'ledger', can: 'runs' };
		const before: Release = {
			id: good,
			label: 'v1',
			image: { id: good, ref: 'quiet:v1' },
			proof: 'ledger',
			can: 'ready',
		};
		return {
			id: 'production/api',
			environment: 'production',
			name,
			platform: 'docker',
			hosts: ['vps1'],
			instances: [instance],
			former: [],
			releases: [runs, before],
		};
	}

	async function planned<A extends ServiceAction>(want: Want<A>) {
		const now = Date.now();
		const made = await makePlan({
			want,
			service: await service(),
			platform: docker,
			watch: 0,
			id,
			by: 'op-1',
			now,
			oldest: now,
			digest: sha256,
			ask: outside.ask,
			signal: new AbortController().signal,
		});
		if (!made.ok) throw new Error(made.failure.message);
		return { plan: made.value, entries: [] as JournalEntry[] };
	}

	async function begin() {
		await lab.engine.ask('POST', '/networks/create', { body: { Name: 'shop' } });
		const old = await lab.run('api', 'quiet:v2', {
			restart: 'unless-stopped',
			ports: { 8080: 18081 },
			env: { TOKEN: 'tok-secret-1' },
			volumes: ['/data'],
		});
		await lab.engine.ask('POST', '/networks/shop/connect', {
			body: { Container: old.id, EndpointConfig: { Aliases: ['api'] } },
		});
		return { ...(await planned({ action: 'rollback', to: '' })), old: old.id };
	}
	type Begun = Awaited<ReturnType<typeof planned>>;

	/** Carries the plan out; after `killAt` orders to the engine nothing comes back any more, as for a killed program. */
	async function go(
		{ plan, entries }: Begun,
		course: Course,
		killAt = Number.POSITIVE_INFINITY,
	): Promise<Performed | 'killed'> {
		const how = entries.length > 0 ? 'resume' : 'enter';
		const word = {
			plan,
			tier: 2,
			protection: 'open',
			how,
			by: 'op-1',
			now: Date.now(),
			facts: plan.facts,
			digest: sha256,
		} as const;
		const confirmed = confirm(word);
		if (!confirmed.ok) throw new Error(confirmed.failure.message);
		let die = () => {};
		const killed = new Promise<'killed'>((resolve) => {
			die = () => resolve('killed');
		});
		const signal = new AbortController().signal;
		let orders = -1;
		const order: Order = async (call, until) => {
			if (call.via === 'engine') orders += 1;
			if (orders > killAt) return new Promise<never>(() => {});
			const answer = await outside.order(call, until);
			if (orders !== killAt) return answer;
			die();
			return new Promise<never>(() => {});
		};
		const reach = { ask: outside.ask, follow: outside.follow, now: Date.now, signal };
		const read = async (probe: Probe) => {
			const kind = kinds.find((one) => one.kind === probe.kind);
			if (kind === undefined) throw new Error(`no probe kind ${probe.kind}`);
			return kind.read(probe, reach);
		};
		const performing = perform({
			confirmed: confirmed.value,
			before: [...entries],
			course,
			order,
			read,
			digest: sha256,
			signal,
			stop: signal,
			ask: outside.ask,
			journal: journalOf(entries),
			now: Date.now,
			emit: () => {},
			choose: async () => 'leave',
			wait: (ms, until) =>
				new Promise((resolve) => {
					const timer = setTimeout(resolve, ms / 20);
					until.addEventListener('abort', () => {
						clearTimeout(timer);
						resolve();
					});
				}),
		});
		return Promise.race([performing, killed]);
	}

	test('puts the earlier image in place and keeps the old container; undone, all is as it was, also twice', async () => {
		const run = await begin();
		const before = await lab.inspect('api');
		expect(await go(run, 'forward')).toMatchObject({ outcome: 'VERIFIED' });
		expect(await lab.names()).toEqual(['api', `api-rb-${id}`]);
		const next = await lab.inspect('api');
		expect(next).toMatchObject({ Image: good, State: { Running: true } });
		expect(next.Config.Env).toContain('TOKEN=tok-secret-1');
		expect(next.Config.Env.join()).not.toContain('V2');
		expect(next.Mounts.map(({ Name }) => Name)).toEqual(before.Mounts.map(({ Name }) => Name));
		expect(Object.keys(next.NetworkSettings.Networks).sort()).toEqual(['bridge', 'shop']);
		expect(next.HostConfig.RestartPolicy.Name).toBe('unless-stopped');
		expect(JSON.stringify([run.plan, run.entries])).not.toContain('tok-secret-1');
		const kept = await lab.inspect(`api-rb-${id}`);
		expect(kept).toMatchObject({
			Id: run.old,
			State: { Running: false },
			HostConfig: { RestartPolicy: { Name: 'no' } },
		});
		for (const _ of ['once', 'twice']) {
			expect(await go(run, 'back')).toMatchObject({ outcome: 'UNDONE' });
			expect(await lab.names()).toEqual(['api']);
			const now = await lab.inspect('api');
			expect(now).toMatchObject({ Id: run.old, Image: before.Image, State: { Running: true } });
			expect(now.HostConfig.RestartPolicy.Name).toBe('unless-stopped');
		}
	});

	test.each([0, 1, 2, 3, 4, 5, 6, 7])(
		'killed after order %i: undo and finish both lead to one service',
		async (killAt) => {
			const run = await begin();
			expect(run.plan.steps).toHaveLength(8);
			expect(await go(run, 'forward', killAt)).toBe('killed');
			expect(await go(run, 'back')).toMatchObject({ outcome: 'UNDONE' });
			expect(await lab.names()).toEqual(['api']);
			expect(await lab.inspect('api')).toMatchObject({ Id: run.old, State: { Running: true } });
			expect(await go(run, 'forward')).toMatchObject({ outcome: 'VERIFIED' });
			expect(await lab.names()).toEqual(['api', `api-rb-${id}`]);
			expect(await lab.inspect('api')).toMatchObject({ Image: good, State: { Running: true } });
		},
	);

	test('a restart starts the same container anew, and is found out when its answer was lost', async () => {
		await begin();
		const before = await lab.inspect('api');
		const run = await planned({ action: 'restart' });
		expect(await go(run, 'forward', 0)).toBe('killed');
		expect(await go(run, 'forward')).toMatchObject({ outcome: 'VERIFIED' });
		const now = await lab.inspect('api');
		expect(now.Id).toBe(before.Id);
		expect(Date.parse(now.State.StartedAt)).toBeGreaterThan(Date.parse(before.State.StartedAt));
		expect(run.entries.filter(({ what }) => what === 'begins')).toHaveLength(1);
	});

	test('an interrupted restart that did not take effect is left to a person, with the command', async () => {
		await begin();
		const run = await planned({ action: 'restart' });
		await go(run, 'forward', 0);
		await lab.halt('api');
		expect(await go(run, 'back')).toMatchObject({
			outcome: 'FAILED, HELD FOR YOU',
			left: [`docker start ${(await lab.inspect('api')).Id}  # on vps1`],
		});
	});
});
