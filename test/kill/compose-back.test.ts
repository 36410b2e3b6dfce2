// The real plan for a Compose service, carried out by the real Compose, which is killed before its n-th order: finish and undo
// lead to one container with its proper name, from wherever it was cut (docs/decisions/021).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { confirm } from '../../src/actions/confirm.ts';
import type { Course } from '../../src/actions/course.ts';
import { perform } from '../../src/actions/perform.ts';
import { makePlan } from '../../src/actions/plan.ts';
import type { Performed } from '../../src/actions/running.ts';
import type { Order } from '../../src/core/call.ts';
import { readInspect } from '../../src/core/engine/inspect.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import type { Release, Service } from '../../src/core/model.ts';
import type { Plan } from '../../src/core/plan.ts';
import type { Probe } from '../../src/core/probe.ts';
import { sha256 } from '../../src/io/hash.ts';
import { compose } from '../../src/platforms/compose.ts';
import { kinds } from '../../src/probes/index.ts';
import { outsideOf, type Tried } from '../io/support/outside.ts';
import type { ComposeTool, Project } from '../lab/compose.ts';
import { type Cutter, startCutter } from '../lab/cutter.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { journalOf } from '../support/journal-of.ts';

const id = '7f3a0c11';
const LOCKS = '/run/lock/watchdeck';
const never = new AbortController().signal;

/** It does not end when asked to: what Compose does at the same time is over before it has. */
const SHOP = `
services:
  api:
    image: live:latest
    command: ["/bin/sh", "-c", "trap '' TERM; while :; do sleep 1; done"]
    healthcheck: { disable: true }
    stop_grace_period: 1s
    volumes: ["/kept"]
`;
const NAMES: Readonly<Record<ComposeTool, string>> = { v2: 'shop-api-1', '1.29': 'shop_api_1' };
/** How many orders the tool gives for a recreate; the name that the script gives the image first comes before them. */
const ORDERS: Readonly<Record<ComposeTool, number>> = { v2: 5, '1.29': 7 };
const counted = (tool: ComposeTool) => Array.from({ length: ORDERS[tool] }, (_, index) => index + 1);

/** Kills each session in which a Compose was started, with all its processes. */
function killCompose(): void {
	for (const file of readdirSync(LOCKS).filter((name) => name.endsWith('.sid'))) {
		const session = Number(readFileSync(join(LOCKS, file), 'utf8'));
		for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
			try {
				const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
				if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]) === session)
					process.kill(Number(pid), 'SIGKILL');
			} catch {
				// It ended while it was looked at.
			}
		}
	}
}

describe.each(['v2', '1.29'] as const)('Compose', (tool) => {
	describeLab(`${tool} is cut, and the change is finished or undone`, () => {
		let lab: Lab;
		let cutter: Cutter;
		let outside: Tried;
		let shop: Project;
		let old: string;
		let good: string;
		beforeAll(async () => {
			lab = await startLab({ compose: tool, images: ['app'] });
			cutter = await startCutter(lab.socket, join(lab.folder, 'cut.sock'));
			const env = { ...lab.env(), DOCKER_HOST: `unix://${cutter.socket}` };
			outside = outsideOf({ name: 'vps1', reach: 'local', engine: lab.socket }, { env });
			[old, good] = await Promise.all([lab.imageId('app:v3'), lab.imageId('app:v1')]);
		});
		afterAll(async () => {
			await outside?.close();
			await cutter?.close();
			await lab?.stop();
		});
		beforeEach(async () => {
			cutter.let();
			await lab.clear();
			await lab.engine.ask('POST', '/images/app:v3/tag', { query: { repo: 'live', tag: 'latest' } });
			shop = await lab.compose('shop', SHOP);
		});

		async function service(): Promise<Service> {
			const json = JSON.stringify(await lab.inspect(NAMES[tool]));
			const instance = readInspect('vps1', json);
			if (!instance.ok) throw new Error(instance.failure.message);
			const runs: Release = { id: old, label: 'v3', image: { id: old }, proof: 'ledger', can: 'runs' };
			const before: Release = {
				id: good,
				label: 'v1',
				image: { id: good, ref: 'app:v1' },
				proof: 'ledger',
				can: 'ready',
			};
			return {
				...{ id: 'production/api', environment: 'production', name: 'api', platform: 'compose', hosts: ['vps1'] },
				...{ instances: [instance.value], former: [], releases: [runs, before] },
			};
		}

		async function planned(): Promise<Plan> {
			const now = Date.now();
			const made = await makePlan({
				...{ want: { action: 'rollback', to: '' }, service: await service(), platform: compose, watch: 0, id },
				...{ by: 'op-1', now, oldest: now, digest: sha256, ask: outside.ask, signal: never },
			});
			if (!made.ok) throw new Error(made.failure.message);
			return made.value;
		}

		/** Carries the plan out; Compose is killed before it gives that order, and nothing comes back any more, as for a killed program. */
		async function go(
			plan: Plan,
			entries: JournalEntry[],
			course: Course,
			cutBefore?: number,
		): Promise<Performed | 'killed'> {
			const how = entries.length > 0 ? 'resume' : 'enter';
			const facts = { facts: plan.facts, digest: sha256 };
			const confirmed = confirm({ plan, tier: 2, protection: 'open', how, by: 'op-1', now: Date.now(), ...facts });
			if (!confirmed.ok) throw new Error(confirmed.failure.message);
			let dead = false;
			const killed = new Promise<'killed'>((resolve) => {
				// The first order is the script's own: the name of the image.
				cutter.let(cutBefore, () => {
					dead = true;
					killCompose();
					resolve('killed');
				});
			});
			const order: Order = async (call, until) => {
				const answer = await outside.order(call, until);
				return dead ? new Promise<never>(() => {}) : answer;
			};
			const reach = { ask: outside.ask, follow: outside.follow, now: Date.now, signal: never };
			const read = async (probe: Probe) => {
				const kind = kinds.find((one) => one.kind === probe.kind);
				if (kind === undefined) throw new Error(`no probe kind ${probe.kind}`);
				return kind.read(probe, reach);
			};
			const performing = perform({
				...{ confirmed: confirmed.value, before: [...entries], course, order, read, digest: sha256 },
				...{ signal: never, stop: never, ask: outside.ask, journal: journalOf(entries), now: Date.now },
				emit: () => {},
				choose: async () => 'leave',
				wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms / 20)),
			});
			return Promise.race([performing, killed]);
		}

		const volume = async () => (await lab.inspect(NAMES[tool])).Mounts.map(({ Name }) => Name);
		/** Exactly one container, with its proper name, of that image, which the file's name means, that runs. */
		const isAlone = async (image: string) => {
			expect(await lab.names()).toEqual([NAMES[tool]]);
			expect(await lab.inspect(NAMES[tool])).toMatchObject({ Image: image, State: { Running: true } });
			expect(await lab.imageId('live:latest')).toBe(image);
		};

		test.each(counted(tool))('on the way there, before its order %i', { timeout: 90_000 }, async (at) => {
			const [plan, entries, kept] = [await planned(), [] as JournalEntry[], await volume()];
			expect(await go(plan, entries, 'forward', at)).toBe('killed');
			expect(await go(plan, entries, 'back')).toMatchObject({ outcome: 'UNDONE' });
			await isAlone(old);
			expect(await go(plan, entries, 'forward', at)).toBe('killed');
			expect(await go(plan, entries, 'forward')).toMatchObject({ outcome: 'VERIFIED' });
			await isAlone(good);
			expect(await volume()).toEqual(kept);
			const { Id } = await lab.inspect(NAMES[tool]);
			await shop.run('up', '-d');
			expect((await lab.inspect(NAMES[tool])).Id).toBe(Id);
			await isAlone(good);
		});

		test.each(counted(tool))('on the way back, before its order %i', { timeout: 90_000 }, async (at) => {
			const [plan, entries, kept] = [await planned(), [] as JournalEntry[], await volume()];
			expect(await go(plan, entries, 'forward')).toMatchObject({ outcome: 'VERIFIED' });
			expect(await go(plan, entries, 'back', at)).toBe('killed');
			expect(await go(plan, entries, 'back')).toMatchObject({ outcome: 'UNDONE' });
			await isAlone(old);
			expect(await go(plan, entries, 'back')).toMatchObject({ outcome: 'UNDONE' });
			await isAlone(old);
			expect(await go(plan, entries, 'forward')).toMatchObject({ outcome: 'VERIFIED' });
			expect(await go(plan, entries, 'back', at)).toBe('killed');
			expect(await go(plan, entries, 'forward')).toMatchObject({ outcome: 'VERIFIED' });
			await isAlone(good);
			expect(await volume()).toEqual(kept);
		});

		test('whoever waited for it ended: Compose goes on to its end by itself', { timeout: 60_000 }, async () => {
			const plan = await planned();
			const gone = new AbortController();
			const [call, take] = [plan.steps.at(-1)?.does, plan.locks[0]?.take];
			if (call === undefined || take === undefined) throw new Error('no step');
			await outside.order(take, never);
			// The carrier ends the whole process group of the script.
			const given = outside.order(call, gone.signal);
			await expect.poll(() => cutter.orders().length, { timeout: 20_000 }).toBeGreaterThan(1);
			gone.abort();
			expect((await given).ok).toBe(false);
			// For a moment nobody has the name: v2 removes the old one before it renames the new one.
			const isThere = () =>
				lab.inspect(NAMES[tool]).then(
					({ Image, State }) => Image === good && State.Running,
					() => false,
				);
			await expect.poll(isThere, { timeout: 30_000 }).toBe(true);
			const { Id } = await lab.inspect(NAMES[tool]);
			const again = await outside.order(call, never);
			// With a health check that the file switches off, v2 waits for one that never comes, and says so (decision 028).
			if (tool === '1.29') expect(again.ok).toBe(true);
			else
				expect(again).toMatchObject({
					ok: false,
					reply: { err: expect.stringContaining('no healthcheck configured') },
				});
			await isAlone(good);
			expect((await lab.inspect(NAMES[tool])).Id).toBe(Id);
		});
	}, [tool]);
});
