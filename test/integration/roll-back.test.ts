import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { confirm } from '../../src/actions/confirm.ts';
import { lockOn } from '../../src/actions/lock.ts';
import { type Course, perform } from '../../src/actions/perform.ts';
import type { Performed } from '../../src/actions/running.ts';
import type { Order } from '../../src/core/call.ts';
import { type ContainerExpect, containerIs, type ImageExpect } from '../../src/core/expect.ts';
import type { Journal, JournalEntry } from '../../src/core/journal.ts';
import type { Result } from '../../src/core/model.ts';
import type { Plan } from '../../src/core/plan.ts';
import type { Probe, Reading } from '../../src/core/probe.ts';
import { rollbackSteps } from '../../src/platforms/rollback-steps.ts';
import { outsideOf, type Tried } from '../io/support/outside.ts';
import { describeLab } from '../lab/describe.ts';
import { derive } from '../lab/images.ts';
import { type Lab, startLab } from '../lab/lab.ts';

const id = '7f3a0c11';
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** Looks at the engine by the lab's own client, so that what is proven is proven independently. */
async function look(lab: Lab, { kind, spec }: Probe): Promise<boolean> {
	if (kind === 'image') {
		const { ref, id: wanted } = spec as ImageExpect; // made by core/expect.ts
		return (await lab.imageId(ref).catch(() => '')) === wanted;
	}
	const expected = spec as ContainerExpect; // as above
	const is = await lab.inspect(expected.container).catch(() => undefined);
	if (is === undefined) return false;
	const running = is.State.Running || is.State.Status === 'restarting';
	return [
		expected.name === undefined || is.Name === `/${expected.name}`,
		expected.image === undefined || is.Image === expected.image,
		expected.running === undefined || running === expected.running,
		expected.healthy === undefined || is.State.Status === 'running',
		expected.policy === undefined || is.HostConfig.RestartPolicy.Name === expected.policy,
		expected.network === undefined || is.NetworkSettings.Networks[expected.network] !== undefined,
		Object.entries(expected.labels ?? {}).every(([key, value]) => is.Config.Labels[key] === value),
	].every(Boolean);
}

describeLab('a roll back on a real engine', () => {
	let lab: Lab;
	let outside: Tried;
	let good: string;
	beforeAll(async () => {
		lab = await startLab({ images: ['quiet'] });
		await derive(lab.engine, 'quiet:v2', ['LABEL release=v2'], 'quiet:v1');
		good = await lab.imageId('quiet:v1');
		outside = outsideOf({ name: 'vps1', reach: 'local', engine: lab.socket });
	});
	afterAll(async () => {
		await outside?.close();
		await lab?.stop();
	});
	afterEach(() => lab.clear());

	async function begin() {
		await lab.engine.ask('POST', '/networks/create', { body: { Name: 'shop' } });
		const old = await lab.run('api', 'quiet:v2', { restart: 'unless-stopped', ports: { 8080: 18081 } });
		const portBindings = { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '18081' }] };
		const steps = rollbackSteps({
			host: 'vps1',
			service: 'production/api',
			id,
			old: {
				id: old.id,
				name: 'api',
				running: true,
				grace: 10_000,
				policy: { name: 'unless-stopped', tries: 0 },
				json: {},
			},
			image: good,
			repository: 'quiet',
			body: {
				Image: `quiet:rb-${id}`,
				Cmd: ['/bin/sleep', '1000000'],
				Labels: { 'watchdeck.plan': id },
				HostConfig: { Init: true, PortBindings: portBindings, RestartPolicy: { Name: 'unless-stopped' } },
			},
			networks: [{ network: 'shop', endpoint: { Aliases: ['api'] } }],
		});
		const proof = {
			host: 'vps1',
			container: 'api',
			image: good,
			labels: { 'watchdeck.plan': id },
			healthy: true,
		} as const;
		const plan: Plan = {
			id,
			action: 'rollback',
			want: { action: 'rollback', to: good },
			service: 'production/api',
			title: 'ROLL BACK production/api',
			impact: [],
			made: Date.now(),
			expires: Date.now() + 300_000,
			oldest: Date.now(),
			facts: 'f',
			locks: [lockOn('vps1', 'container-api', { plan: id, who: 'op-1', what: 'roll back' })],
			steps,
			proof: [containerIs('api runs', 'production/api', proof)],
			watch: [],
			unproven: 'hold',
			tidy: [],
		};
		return { plan, old: old.id, entries: [] as JournalEntry[] };
	}
	type Begun = Awaited<ReturnType<typeof begin>>;

	const journalOf = (entries: JournalEntry[]): Journal => ({
		open: async () => ({ ok: true, value: entries }),
		read: async () => ({ ok: true, value: entries }),
		append: async (note) => {
			const entry = { ...note, seq: entries.length + 1, prev: '', hash: '' };
			entries.push(entry);
			return { ok: true, value: entry };
		},
	});

	/** Carries the plan out; after `killAt` orders to the engine nothing comes back any more, as for a killed program. */
	async function go({ plan, entries }: Begun, course: Course, killAt = Number.POSITIVE_INFINITY): Promise<Performed | 'killed'> {
		const how = entries.length > 0 ? 'resume' : 'enter';
		const word = { plan, tier: 2, protection: 'open', how, by: 'op-1', now: Date.now(), facts: 'f', digest } as const;
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
		const read = async (probe: Probe): Promise<Result<Reading>> => {
			const is = (await look(lab, probe)) ? 'ok' : 'down';
			return { ok: true, value: { layers: { process: { is, because: probe.kind, since: 0 } } } };
		};
		const performing = perform({
			confirmed: confirmed.value,
			before: [...entries],
			course,
			order,
			read,
			digest,
			signal,
			stop: signal,
			ask: outside.ask,
			journal: journalOf(entries),
			now: Date.now,
			emit: () => {},
			choose: async () => 'leave',
			wait: (_ms, until) => new Promise((resolve) => until.addEventListener('abort', () => resolve())),
		});
		return Promise.race([performing, killed]);
	}

	test('puts the earlier image in place and keeps the old container; undone, all is as it was, also twice', async () => {
		const run = await begin();
		const before = await lab.inspect('api');
		expect(await go(run, 'forward')).toMatchObject({ outcome: 'VERIFIED' });
		expect(await lab.names()).toEqual(['api', `api-rb-${id}`]);
		expect(await lab.inspect('api')).toMatchObject({ Image: good, State: { Running: true } });
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
});
