import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockedReason } from '../../src/actions/plan.ts';
import type { Performed } from '../../src/actions/running.ts';
import { callText } from '../../src/core/call-text.ts';
import { containerIs } from '../../src/core/expect.ts';
import type { Service } from '../../src/core/model.ts';
import type { Plan } from '../../src/core/plan.ts';
import { docker } from '../../src/platforms/docker.ts';
import { getSteps } from '../../src/platforms/pull-steps.ts';
import { swapSteps } from '../../src/platforms/swap-steps.ts';
import type { WantedImage } from '../../src/platforms/wanted-image.ts';
import { instance, service } from './service.ts';
import { type Fault, type Faults, id, makeWorld, type Start, usualStart, type World } from './world.ts';

const of = 'production/api';
const digest = `sha256:${'d'.repeat(64)}`;
const from = `shop/api@${digest}`;
/** A new image under a name that another has on the host, and one that nobody had. */
const wanted: Readonly<Record<'moved' | 'new' | 'here', WantedImage>> = {
	moved: { name: 'shop/api:v2', digest, pull: from, tag: { from, before: 'sha256:bad' }, notes: [] },
	new: { name: 'shop/api:v3', digest, pull: from, tag: { from }, notes: [] },
	here: { name: 'shop/api:v1', id: 'sha256:good', notes: [] },
};
type Kind = keyof typeof wanted;
const kinds = Object.keys(wanted) as readonly Kind[]; // its keys are its kinds
const idOf = (kind: Kind) => (kind === 'here' ? 'sha256:good' : 'sha256:fresh');

function planOf(kind: Kind, start: Start): Plan {
	const { running, policy } = start;
	const old = { id: 'old1', name: 'api', running, grace: 10_000, policy: { name: policy, tries: 0 }, json: {} };
	const body = {
		Image: wanted[kind].name,
		Labels: { 'watchdeck.plan': id, 'watchdeck.left': '' },
		HostConfig: { RestartPolicy: { Name: policy } },
	};
	const image = kind === 'here' ? { image: 'sha256:good' } : { digest };
	const must = { host: 'vps1', container: 'api', ...image, labels: { 'watchdeck.plan': id }, healthy: true } as const;
	return {
		...makeWorld(start).plan,
		action: 'deploy',
		want: { action: 'deploy', image: wanted[kind].name },
		steps: [
			...getSteps({ host: 'vps1', service: of }, wanted[kind]),
			...swapSteps({ host: 'vps1', service: of, id, old, body, networks: [{ network: 'net0', endpoint: {} }] }),
		],
		proof: [containerIs('api is healthy', of, { ...must, restarts: 0 }, { times: 3, within: 30_000 })],
	};
}

function worldOf(kind: Kind, start: Start = usualStart): World {
	const world = makeWorld({ ...start, other: { plan: planOf(kind, start), boxes: [] } });
	world.engine.remote.set(digest, 'sha256:fresh');
	return world;
}
const names = ({ engine }: World) => Object.fromEntries(engine.tags);
const outcome = (performed: Performed | 'killed') => (performed === 'killed' ? performed : performed.outcome);

function isDeployed(kind: Kind, world: World): void {
	const boxes = [...world.engine.boxes.values()];
	expect(boxes.map(({ name }) => name).sort()).toEqual(['api', `api-rb-${id}`]);
	expect(boxes.find(({ name }) => name === 'api')).toMatchObject({ image: idOf(kind), running: true });
	expect(boxes.find(({ name }) => name !== 'api')).toMatchObject({ id: 'old1', running: false, policy: 'no' });
	expect(world.engine.tags.get(wanted[kind].name)).toBe(idOf(kind));
	expect(world.engine.locks.size).toBe(0);
}

describe.each(kinds)('a deploy of an image that is %s', (kind) => {
	const steps = planOf(kind, usualStart).steps.length;

	test('is proven; the old container is kept', async () => {
		const world = worldOf(kind);
		expect(outcome(await world.go())).toBe('VERIFIED');
		isDeployed(kind, world);
	});

	const faults: readonly Fault[] = ['lost after effect', 'lost before effect', 'lost, effect comes late', 'refused'];
	const cases = faults.flatMap((is) => Array.from({ length: steps }, (_, at) => ({ at, is })));
	test.each(cases)('whose order $at is $is is undone, names and all, or proven', async (order) => {
		const world = worldOf(kind);
		const before = [world.snapshot(), names(world)];
		const came = outcome(await world.go({ order }));
		if (came === 'VERIFIED') return isDeployed(kind, world);
		// What was pulled under a digest may stay: it changes nothing that runs.
		const { [from]: _pulled, ...rest } = names(world);
		expect([came, world.snapshot(), rest]).toEqual(['FAILED, UNDONE', ...before]);
	});

	const kills: fc.Arbitrary<Faults> = fc.oneof(
		fc.record({
			order: fc.record({
				at: fc.nat(steps - 1),
				is: fc.constantFrom('killed before effect' as const, 'killed after effect' as const),
			}),
		}),
		fc.record({ journal: fc.record({ at: fc.nat(2 * steps + 2), is: fc.constant('killed after' as const) }) }),
	);

	test('that is killed anywhere is finished', async () => {
		await fc.assert(
			fc.asyncProperty(kills, async (fault) => {
				const world = worldOf(kind);
				expect(await world.go(fault)).toBe('killed');
				expect(outcome(await world.go({}, { course: 'forward' }))).toBe('VERIFIED');
				isDeployed(kind, world);
			}),
			{ numRuns: 60 },
		);
	});

	test('that is killed anywhere is undone, and twice is once', async () => {
		await fc.assert(
			fc.asyncProperty(kills, async (fault) => {
				const world = worldOf(kind);
				const before = world.snapshot();
				const had = names(world);
				expect(await world.go(fault)).toBe('killed');
				expect(outcome(await world.go({}, { course: 'back' }))).toBe('UNDONE');
				const { [from]: _pulled, ...rest } = names(world);
				expect([world.snapshot(), rest]).toEqual([before, had]);
				const orders = world.given.length;
				await world.go({}, { course: 'back' });
				expect(world.given).toHaveLength(orders);
			}),
			{ numRuns: 60 },
		);
	});

	test('whose release is never well is held, and undone', async () => {
		const world = worldOf(kind);
		world.engine.sick.add(idOf(kind));
		const before = world.snapshot();
		expect(outcome(await world.go({}, { choices: ['undo'] }))).toBe('FAILED, UNDONE');
		expect(world.snapshot()).toEqual(before);
	});
});

test('nothing is stopped before the new image is there under its name', () => {
	const words = planOf('moved', usualStart).steps.map(({ does }) => callText(does).replace(/ --data.*/s, ''));
	expect(words.slice(0, 2)).toEqual([`docker pull ${from}`, `docker tag ${from} shop/api:v2`]);
	expect(words.indexOf('docker stop old1')).toBeGreaterThan(2);
});

test('an image that its registry lost meanwhile stops the run before anything is changed', async () => {
	const world = worldOf('new');
	world.engine.remote.clear();
	const before = [world.snapshot(), names(world)];
	expect(outcome(await world.go())).toBe('FAILED, UNDONE');
	expect([world.snapshot(), names(world)]).toEqual(before);
	expect(world.given).toHaveLength(1);
});

test.each<[string, Partial<Service>, RegExp]>([
	['without a container', { instances: [] }, /no container/],
	['with several', { instances: [instance(), instance({ id: 'b', name: 'api-2' })] }, /single one can be deployed/],
	['for a container that would vanish', { instances: [instance({ autoRemove: true })] }, /--rm/],
	['for a paused one', { instances: [instance({ state: 'paused' })] }, /docker unpause api/],
	['for a task of Swarm', { manager: 'Swarm' }, /docker service update --image IMAGE/],
	['for an app of Dokku', { manager: 'Dokku' }, /dokku git:from-image/],
])('it is refused %s', (_, change, words) => {
	expect(blockedReason('deploy', service(change), docker, { now: 0 })).toMatch(words);
});
