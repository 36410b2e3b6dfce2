// Canaries of a plain container behind nginx and of a Swarm service, killed after each line of the journal and after each order.
// Whichever way is taken then, one healthy release serves, and nginx gives everything to it.
import { describe, expect, test } from 'vitest';
import { isInterrupted } from '../../src/core/run.ts';
import { upstreamText } from '../../src/platforms/nginx.ts';
import { type SimulatedNginx, weightsIn, withNginx } from './nginx-carrier.ts';
import { type Cut, makeStage } from './stage.ts';

const PORTS = [8001, 8002] as const;
const wholly = (port: number) => `${upstreamText('production/api', [[port, 100]])}\n`;
const want = { action: 'deploy', image: 'registry.demo/shop/api:v2', canary: true } as const;
const shares = { shares: [25, 50], lasts: 8_000 };
const COURSES = ['forward', 'back'] as const;
type Course = (typeof COURSES)[number];

/** `byHand`: what somebody makes of the file each time that it was written. */
async function worldOf(kind: 'docker' | 'swarm', byHand: (file: string) => string = (file) => file) {
	const nginx: SimulatedNginx = { file: wholly(PORTS[0]), weights: weightsIn(wholly(PORTS[0])) };
	const before = { file: '/up', ports: PORTS, test: ['nginx', '-t'], reload: ['nginx', '-s', 'reload'] };
	const stage = await makeStage(kind, {
		replicas: 4,
		spec: { canary: kind === 'docker' ? { ...shares, nginx: before } : shares },
		before: (host) => {
			const withIt = withNginx(host, nginx);
			const exec: typeof withIt.exec = async (command, signal) => {
				const was = nginx.file;
				const ran = await withIt.exec(command, signal);
				if (nginx.file !== was) nginx.file = byHand(nginx.file);
				return ran;
			};
			return { ...withIt, exec };
		},
	});
	const serving = () =>
		(
			stage.swarm?.look().running ??
			[...stage.engine().containers.values()].flatMap(({ state, image }) => (state === 'running' ? [image] : []))
		).map((id) => stage.engine().images.get(id)?.program.release);
	const plan = await stage.plan(want);
	const many = kind === 'docker' ? 1 : 4;
	/** What serves, and how: all of one release, nginx gives it everything, and no lock or half-made container is left. */
	const isEnd = (release: 'v2' | 'v3') => {
		expect(serving()).toEqual(Array.from({ length: many }, () => release));
		const port = kind === 'docker' && release === 'v2' ? PORTS[1] : PORTS[0];
		expect(nginx).toEqual({ file: wholly(port), weights: new Map([[port, 100]]) });
		const left = [...stage.engine().containers.values()].filter(({ name }) => name.includes('-next-'));
		expect([left.length, stage.locks()]).toEqual([0, []]);
		expect(stage.swarm?.look().services.map(({ UpdateConfig }) => UpdateConfig?.Delay ?? 0)).toEqual(
			kind === 'swarm' ? [0] : undefined,
		);
	};
	return { stage, plan, isEnd };
}

/** Kills it there and takes it up again; a run of which no order was given is refused on its way back. */
async function isWell(kind: 'docker' | 'swarm', cut: Cut, then: Course): Promise<void> {
	const { stage, plan, isEnd } = await worldOf(kind);
	expect((await stage.go(plan, 'forward', cut)).performed).toBe('killed');
	await stage.pass(5_000);
	const hasBegun = stage.entries.some(({ what }) => what === 'begins');
	const isOver = !isInterrupted(stage.entries) && stage.entries.at(-1)?.what === 'verified';
	const course = isOver ? 'forward' : then;
	if (!isOver) {
		const { performed } = await stage.go(plan, then);
		const outcome = then === 'forward' ? 'VERIFIED' : 'UNDONE';
		if (hasBegun || then === 'forward') expect([cut, performed]).toMatchObject([cut, { outcome }]);
	}
	await stage.pass(20_000);
	isEnd(course === 'forward' ? 'v2' : 'v3');
}

/** The answer is lost and the program lives: it finds out by itself, one way or the other. */
async function survives(kind: 'docker' | 'swarm', cut: Cut): Promise<void> {
	const { stage, plan, isEnd } = await worldOf(kind);
	const { performed } = await stage.go(plan, 'forward', cut);
	if (performed === 'killed') throw new Error('nobody killed it');
	expect([cut, performed.outcome]).toEqual([cut, expect.stringMatching(/^(VERIFIED|FAILED, UNDONE)$/)]);
	await stage.pass(20_000);
	isEnd(performed.outcome === 'VERIFIED' ? 'v2' : 'v3');
}

test('a share that somebody takes away while it is watched is none that was watched: all goes back', async () => {
	const mine = (file: string) => file.replace('weight=50', 'weight=1');
	const { stage, plan, isEnd } = await worldOf('docker', mine);
	const { performed } = await stage.go(plan);
	expect(performed).toMatchObject({ outcome: 'FAILED, UNDONE', because: expect.stringContaining('/up is to say') });
	await stage.pass(20_000);
	isEnd('v3');
});

describe.each(['docker', 'swarm'] as const)('a canary on %s', (kind) => {
	const counted = async () => {
		const { stage, plan, isEnd } = await worldOf(kind);
		const { performed, orders, lines } = await stage.go(plan);
		expect(performed).toMatchObject({ outcome: 'VERIFIED' });
		await stage.pass(5_000);
		isEnd('v2');
		return { orders, lines };
	};

	test.each(COURSES)('killed anywhere, then %s', async (then) => {
		const { orders, lines } = await counted();
		expect(orders).toBeGreaterThan(2);
		const cuts: readonly Cut[] = [
			...Array.from({ length: lines }, (_, line) => ({ line })),
			...Array.from({ length: orders }, (_, order) => ({ order, is: 'killed after' }) as const),
		];
		for (const cut of cuts) await isWell(kind, cut, then);
	});

	test('an answer that is lost leaves it done or undone', async () => {
		const { orders } = await counted();
		const all = Array.from({ length: orders }, (_, order) => order);
		for (const order of all)
			for (const is of ['lost before', 'lost after'] as const) await survives(kind, { order, is });
	});
});
