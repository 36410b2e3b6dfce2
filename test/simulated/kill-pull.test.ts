// A roll back to a release whose image its host lacks, so that it is pulled first: killed anywhere, there is one healthy service.
import { describe, expect, test } from 'vitest';
import type { ServiceAction, Want } from '../../src/core/want.ts';
import { begin, counted, each, finishes, type Killed, orderCuts, survives, undoes, undoesTwice } from './killed.ts';
import type { Cut } from './stage.ts';

const deploy = (tag: string): Want<ServiceAction> => ({ action: 'deploy', image: `registry.demo/shop/api:${tag}` });
const lost: Omit<Killed, 'kind' | 'count'> = {
	...{ title: 'roll back to what is pulled', want: { action: 'rollback', to: '' }, lost: 'v9' },
	...{ first: [deploy('v9'), deploy('v2')], runs: ['v2', 'v9'] },
};
const onSwarm: Killed = { ...lost, kind: 'swarm', count: [2, 2] };

describe.each<Killed>([{ ...lost, kind: 'docker', count: [1, 1] }, onSwarm])('$kind: $title', (of) => {
	test('is pulled first', async () => {
		const { plan } = await begin(of);
		expect(plan.steps.map(({ progress }) => progress).slice(0, 2)).toEqual(['pull', undefined]);
	});

	// Each begins with two deploys: so they are several tests, none of which takes long.
	const killsAt = async (at: 'line' | 'order') => (await counted(of)).kills.filter((cut) => at in cut);
	test.each(['line', 'order'] as const)('killed at any %s, it is finished', async (at) => {
		await each(of, await killsAt(at), finishes);
	});

	test.each(['line', 'order'] as const)('killed at any %s, it is undone, and twice is once', async (at) => {
		await each(of, await killsAt(at), undoes);
	});

	test('killed in the middle, and its undo at each line: it is undone all the same', async () => {
		const cut: Cut = { order: Math.max(0, (await counted(of)).orders - 2), is: 'killed after' };
		for (let line = 0; await undoesTwice(of, cut, { line }); line += 1) expect(line).toBeLessThan(40);
	});

	test('an answer that is lost leaves it done or undone', async () => {
		await each(of, orderCuts((await counted(of)).orders, ['lost before', 'lost after']), survives);
	});
});

test('a node that has it not and gets it not: the update is followed to its end, and undone by our own order', async () => {
	const { stage, plan, before } = await begin(onSwarm);
	expect((await stage.go(plan, 'forward', { order: 1, is: 'killed after' })).performed).toBe('killed');
	await stage.lose('v9');
	const { performed } = await stage.go(plan);
	expect(performed).toMatchObject({
		outcome: 'FAILED, UNDONE',
		because: expect.stringMatching(/Swarm paused the update/),
	});
	await stage.pass(20_000);
	const { running, services } = stage.swarm?.look() ?? { running: [], services: [] };
	expect(running).toEqual(before.serving);
	expect(services.map(({ TaskTemplate }) => TaskTemplate)).toEqual(before.services?.map(([, template]) => template));
	expect(stage.locks()).toEqual([]);
});
