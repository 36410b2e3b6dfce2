import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makePlan } from '../../src/actions/plan.ts';
import { readConfig } from '../../src/app/config.ts';
import type { Ask, Write } from '../../src/core/call.ts';
import { callText } from '../../src/core/call-text.ts';
import { group } from '../../src/core/engine/group.ts';
import { readService } from '../../src/core/engine/swarm/services.ts';
import { unshared } from '../../src/core/engine/swarm/settled.ts';
import { readTasks } from '../../src/core/engine/swarm/tasks.ts';
import type { Plan } from '../../src/core/plan.ts';
import { countsOf } from '../../src/platforms/swarm/canary.ts';
import { swarm } from '../../src/platforms/swarm.ts';
import { digest } from '../actions/world.ts';
import { got, saidOf, serviceJson } from '../core/engine/swarm.ts';
import { fleetOf } from '../core/engine/world.ts';
import { simulatedSwarm } from '../simulated/swarm.ts';

const shares = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 5 });

test('shares come to whole tasks: rising, at least one, never all, and never less than was asked for', () => {
	fc.assert(
		fc.property(fc.integer({ min: 2, max: 200 }), shares, (want, all) => {
			const rising = all.toSorted((a, b) => a - b);
			const counts = countsOf(want, rising);
			expect(counts).toEqual([...new Set(counts)].toSorted((a, b) => a - b));
			for (const count of counts) expect(count >= 1 && count < want).toBe(true);
			for (const share of rising) {
				const least = Math.max(1, Math.ceil((share * want) / 100));
				expect(counts.includes(least) || least >= want).toBe(true);
			}
		}),
	);
	expect([countsOf(10, [10, 50]), countsOf(2, [10, 50]), countsOf(3, [10, 50])]).toEqual([[1, 5], [1], [1, 2]]);
});

const digestOf = `sha256:${'d'.repeat(64)}`;
const ref = `shop/api@${digestOf}`;
const policy = { Parallelism: 2, Delay: 5e8, FailureAction: 'rollback', Order: 'start-first', Monitor: 1e9 };
const specOf = (replicas: number, own: object | undefined) => ({
	Name: 'api',
	Labels: {},
	Mode: { Replicated: { Replicas: replicas } },
	TaskTemplate: { ContainerSpec: { Image: 'shop/api:v2', Env: ['TOKEN=planted'] }, ForceUpdate: 0 },
	...(own === undefined ? {} : { UpdateConfig: own }),
});

/** A simulated Swarm with one service at rest, and its orders as io would give them: what is kept is put in. */
function stage(replicas: number, own: object | undefined = policy) {
	const sim = simulatedSwarm();
	sim.tags.set('shop/api:v2', 'sha256:old').set(ref, 'sha256:new');
	sim.handle('POST', '/services/create', specOf(replicas, own));
	const rest = () => {
		for (let left = 10_000; sim.tick(); left -= 1) if (left === 0) throw new Error('it never comes to rest');
	};
	rest();
	const service = () => sim.handle('GET', '/services/api').json;
	const tasks = () => sim.handle('GET', '/tasks').json;
	const filled = (value: unknown): unknown => {
		if (Array.isArray(value)) return value.map(filled);
		if (typeof value !== 'object' || value === null) return value;
		const word: unknown = Reflect.get(value, '$word');
		if (typeof word === 'object' && word !== null) return kept(Reflect.get(word, 'kept'));
		return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each)]));
	};
	const kept = (of: { readonly at: readonly string[] }) =>
		of.at.reduce<unknown>((value, key) => Reflect.get(Object(value), key), service());
	const order = (call: Write): number => {
		if (call.via !== 'engine') throw new Error(call.via);
		const query = Object.entries(call.query ?? {}).map(([key, word]) => {
			const { kept: of } = word as unknown as { kept: { at: readonly string[] } }; // Only what is kept stands there.
			return `${key}=${String(kept(of))}`;
		});
		const path = query.length === 0 ? call.path : `${call.path}?${query.join('&')}`;
		return sim.handle(call.method, path.replace('/svcapi/', '/api/'), filled(call.body)).code;
	};
	const news = () => {
		const all = got(readTasks('vps1', JSON.stringify(tasks()))).filter(({ desired }) => desired === 'running');
		return { new: all.filter(({ image }) => image === ref).length, all: all.length };
	};
	const spec = () => Reflect.get(Object(service()), 'Spec') as Readonly<Record<string, unknown>>; // As it was given.
	return { sim, rest, order, news, spec, service, tasks };
}

async function planOf(
	replicas: number,
	all: readonly number[],
	own: object | undefined = policy,
	canary: { readonly canary?: true } = { canary: true },
): Promise<Plan> {
	const spec = { Mode: { Replicated: { Replicas: replicas } }, ...(own === undefined ? {} : { UpdateConfig: own }) };
	const json = serviceJson('api', { Version: { Index: 1 }, ServiceStatus: { RunningTasks: replicas } }, spec);
	const observed = { value: saidOf([json]), at: 1, misses: 0 };
	const [service] = group(fleetOf(), { vps1: { containers: {}, images: [], node: 'node1', swarm: observed } }, []);
	if (service === undefined) throw new Error('no service');
	const ask: Ask = async (call) => {
		const path = call.via === 'engine' ? call.path : '';
		const image = { Id: 'sha256:new', RepoDigests: [ref], Descriptor: { digest: digestOf } };
		const answer = path.startsWith('/services/') ? json : path.startsWith('/tasks') ? [] : image;
		const text = call.via === 'exec' ? 'state=free\nnow=1\n' : JSON.stringify(answer);
		return { ok: true, took: 1, value: { code: 200, text, err: '' } };
	};
	const read = readConfig(
		`environments:\n  local:\n    services:\n      api: { platform: swarm, canary: { shares: [${all.join(', ')}], each: 30s } }\n`,
	);
	const config = read.ok ? read.value.services[0] : undefined;
	if (config === undefined) throw new Error('no config');
	const signal = new AbortController().signal;
	return got(
		await makePlan({
			want: { action: 'deploy', image: 'shop/api:v3', ...canary },
			...{ service, platform: swarm, spec: config, id: '7f3a0c11', by: 'op-1', now: 1, oldest: 1, digest, ask, signal },
		}),
	);
}

const changesOf = (plan: Plan) =>
	plan.steps.filter(({ does }) => does.via === 'engine' && /^\/services/.test(does.path));

describe('a canary on the simulated Swarm', () => {
	test('goes to just its shares and on to all, and from wherever it is cut it goes back to what was', async () => {
		const size = fc.integer({ min: 2, max: 12 });
		const policies = fc.constantFrom(policy, undefined, { Parallelism: 0 });
		await fc.assert(
			fc.asyncProperty(size, shares, fc.nat(6), policies, async (replicas, all, cut, own) => {
				const rising = all.toSorted((a, b) => a - b);
				const plan = await planOf(replicas, rising, own);
				const steps = changesOf(plan);
				const counts = [...countsOf(replicas, rising), replicas];
				expect(steps).toHaveLength(counts.length);

				const { rest, order, news, spec } = stage(replicas, own);
				const before = spec();
				const done = Math.min(cut, steps.length);
				for (const [index, step] of steps.slice(0, done).entries()) {
					expect(order(step.does)).toBe(200);
					rest();
					expect(news()).toEqual({ new: counts[index], all: replicas });
				}
				const undo = steps[Math.max(0, done - 1)]?.undo;
				if (undo === undefined || 'none' in undo) throw new Error('no undo');
				expect(order(undo)).toBe(200);
				rest();
				expect(news()).toEqual({ new: 0, all: replicas });
				const { UpdateConfig: after, ...others } = spec();
				const { UpdateConfig: policyBefore, ...same } = before;
				expect(others).toEqual(same);
				expect(after ?? undefined).toEqual(policyBefore);
			}),
			{ numRuns: 60 },
		);
	});

	test('a step is told from the others by its pause, and the last one has the policy of before', async () => {
		const plan = await planOf(10, [10, 50]);
		const tooks = changesOf(plan).map(({ took }) => ('probe' in took ? took.probe.spec : undefined));
		const pauses = tooks.map((spec) => Reflect.get(Object(spec), 'pause'));
		expect(pauses).toEqual([7_776_000_000, 7_776_001_000, 500]);
		const [first, , last] = changesOf(plan);
		expect([first?.window?.length, last?.window]).toEqual([1, undefined]);
		expect(first?.window?.[0]).toMatchObject({ holds: 'throughout', lasts: 30_000 });
		expect(first && callText(first.does)).toContain('--update-parallelism 1 --update-delay 7776000000000000ns');
		expect(plan.impact[0]).toBe(
			`A canary: 1, then 5 of 10 tasks run ${ref}, each share is watched for 30s; then all of them.`,
		);
	});
});

test('more or fewer of the new release than the share, and one that failed, are not as it must be', async () => {
	const { sim, rest, order, service, tasks } = stage(4);
	const [first] = changesOf(await planOf(4, [50]));
	if (first === undefined) throw new Error('no step');
	const wrong = (of: number) => {
		const now = got(readService('vps1', { ...Object(service()), ID: 'svcapi' }));
		return unshared({ of, after: 0 }, now, got(readTasks('vps1', JSON.stringify(tasks()))));
	};
	order(first.does);
	expect(wrong(2)).toMatchObject({ because: '0 of 2 tasks of the new release run' });
	rest();
	expect([wrong(2), wrong(3)?.certain]).toEqual([undefined, undefined]);
	expect(wrong(1)).toMatchObject({ certain: true, because: expect.stringMatching(/^2 tasks .* and not 1/) });
	sim.sick.add('sha256:new');
	order(first.undo as Write); // It has one.
	rest();
	order(first.does);
	rest();
	expect(wrong(2)).toMatchObject({ certain: true });
});

test.each<[number, string]>([[1, 'has 1 replica: a canary needs 2 or more']])(
	'with %i replicas there is none',
	async (replicas, why) => {
		await expect(planOf(replicas, [10])).rejects.toThrow(why);
	},
);

test('one that was left is told, another is refused, and the next deploy goes on without its pause', async () => {
	const left = { Parallelism: 1, Delay: 90 * 86_400e9, Order: 'start-first' };
	await expect(planOf(4, [10], left)).rejects.toThrow('was left half-way');
	const plan = await planOf(4, [10], left, {});
	expect(plan.impact.join(' ')).toContain('it becomes one task at a time, without a pause');
	const [only, ...others] = changesOf(plan);
	if (only === undefined) throw new Error('no step');
	expect(others).toEqual([]);
	const { order, rest, news, spec } = stage(4, left);
	expect(order(only.does)).toBe(200);
	rest();
	expect(news()).toEqual({ new: 4, all: 4 });
	expect(spec()['UpdateConfig']).toEqual({ Parallelism: 1, Order: 'start-first' });
});
