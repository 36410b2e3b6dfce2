import { expect, test } from 'vitest';
import { makePlan } from '../../src/actions/plan.ts';
import { running } from '../../src/actions/running.ts';
import { overtaken, takenOver } from '../../src/actions/stands.ts';
import type { Answer, Call } from '../../src/core/call.ts';
import { group } from '../../src/core/engine/group.ts';
import type { JournalEntry } from '../../src/core/journal.ts';
import type { Plan } from '../../src/core/plan.ts';
import type { ServiceAction, Want } from '../../src/core/want.ts';
import { swarm } from '../../src/platforms/swarm.ts';
import { swarm as probe } from '../../src/probes/swarm.ts';
import { saidOf, serviceJson, taskJson } from '../core/engine/swarm.ts';
import { fleetOf } from '../core/engine/world.ts';
import { journalOf } from '../support/journal-of.ts';
import { agreed, digest } from './world.ts';

const signal = new AbortController().signal;
const tasks = [taskJson('api', 1, 'running', 5), taskJson('api', 2, 'running', 5)];
type Spec = { readonly image?: string; readonly force?: number; readonly replicas?: number };

/** The service as its manager has it, with another spec than at first. */
const serviceOf = ({ image = 'shop/api:v2', force = 0, replicas = 2 }: Spec): object =>
	serviceJson(
		'api',
		{},
		{
			TaskTemplate: { ContainerSpec: { Image: image }, ForceUpdate: force },
			Mode: { Replicated: { Replicas: replicas } },
		},
	);

function answerOf(path: string, spec: Spec): unknown {
	if (path.startsWith('/services/')) return serviceOf(spec);
	return path.startsWith('/tasks') ? tasks : [];
}

/** What a manager answers while its service has this spec. */
const asking =
	(spec: () => Spec) =>
	async (call: Call): Promise<Answer> => {
		const text = call.via === 'engine' ? JSON.stringify(answerOf(call.path, spec())) : 'state=free\nnow=1000000\n';
		return { took: 1, ok: true, value: { code: 200, text, err: '' } };
	};

async function planOf(want: Want<ServiceAction>, lost: readonly string[] = []): Promise<Plan> {
	const said = saidOf([serviceOf({})], tasks);
	// Its tasks run on a node that is none of our hosts.
	const engine = { containers: {}, images: [], node: 'node9', swarm: { value: said, at: 1, misses: 0 } };
	const [service] = group(fleetOf(), { vps1: engine }, []);
	if (service === undefined) throw new Error('no service');
	const ask = asking(() => ({}));
	const given = { service, platform: swarm, id: '7f3a0c11', by: 'op-1', lost, now: 1, oldest: 1, digest, ask, signal };
	const plan = await makePlan({ want, ...given });
	if (!plan.ok) throw new Error(plan.failure.message);
	return plan.value;
}

/** A run of a plan on a service that has this spec by now. */
function runOf(plan: Plan, spec: Spec, notes: readonly JournalEntry[]) {
	const ask = asking(() => spec);
	const reach = { ask, follow: async function* () {}, now: () => 1, signal };
	const outside = {
		...{ ask, order: ask, now: () => 1, emit: () => {}, digest, signal, stop: signal },
		wait: async () => {},
		choose: async () => 'leave' as const,
		read: (of: Parameters<typeof probe.read>[0]) => probe.read(of, reach, undefined),
		journal: journalOf([]),
	};
	return running(agreed(plan, 'enter', 1), outside, notes);
}

const note = (more: object): JournalEntry =>
	({ at: 1, by: 'op-1', run: '7f3a0c11', seq: 1, prev: '', hash: '', ...more }) as JournalEntry;
const done = [
	note({ what: 'begins', step: 0, way: 'does' }),
	note({ what: 'ends', step: 0, way: 'does', took: 1, output: '' }),
];

test('a change of a Swarm service that somebody made after ours ends our watch, whatever it changed', async () => {
	const plan = await planOf({ action: 'restart' });
	const others = async (spec: Spec) => takenOver(runOf(plan, spec, done));
	expect(await others({ force: 1 })).toBeUndefined();
	expect(await others({ force: 2 })).toMatch(/^api is not as this change left it: /);
	expect(await others({ force: 1, image: 'shop/api:v9' })).toContain('its spec says shop/api:v9');
	expect(await others({ force: 1, replicas: 4 })).toContain('its spec says 4 replicas');
});

test('a run that began neither goes on nor back over a later change of a Swarm service', async () => {
	const plan = await planOf({ action: 'scale', to: 3 });
	const begun = async (spec: Spec) => overtaken(runOf(plan, spec, done.slice(0, 1)));
	expect([await begun({}), await begun({ replicas: 3 })]).toEqual([undefined, undefined]);
	expect(await begun({ image: 'shop/api:v9' })).toContain('watchdeck resume 7f3a0c11 --handled');
	expect(await begun({ replicas: 5 })).toContain('its spec says 5 replicas');
});

test('a change of a Swarm service between plan and lock is seen before any order', async () => {
	const plan = await planOf({ action: 'scale', to: 3 });
	expect(await overtaken(runOf(plan, {}, []))).toBeUndefined();
	expect(await overtaken(runOf(plan, { replicas: 3 }, []))).toContain('Make the plan anew.');
	expect(await overtaken(runOf(plan, { force: 1 }, []))).toContain('Make the plan anew.');
});

test('what is scaled to nothing is not watched: nobody asks it anything', async () => {
	expect((await planOf({ action: 'scale', to: 0 })).watch).toEqual([]);
	expect((await planOf({ action: 'scale', to: 1 })).watch).not.toEqual([]);
});

test('an undo is over once the spec says what it said before', async () => {
	const plan = await planOf({ action: 'scale', to: 3 });
	expect(plan.steps.at(-1)?.restored?.probe.spec).toMatchObject({ replicas: 2, settled: { back: true } });
});

test('a plan says which hosts of the Swarm are not reached, and locks none of them', async () => {
	const plan = await planOf({ action: 'restart' }, ['vps2']);
	expect(plan.impact).toContain(
		'vps2 is not reached: no lock is taken there, and of what runs there only Swarm tells.',
	);
	expect(plan.locks.map(({ host }) => host)).toEqual(['vps1']);
});
