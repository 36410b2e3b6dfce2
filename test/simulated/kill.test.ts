// The kill matrix: for each action on each kind of service the program dies after each line of its journal and about each
// order, its answer come or lost. Whichever way is taken then, there is one healthy service.
import { describe, expect, test } from 'vitest';
import type { ServiceAction, Want } from '../../src/core/want.ts';
import {
	counted,
	each,
	finishes,
	type Killed,
	orderCuts,
	type Release,
	survives,
	undoes,
	undoesTwice,
} from './killed.ts';
import type { Cut } from './stage.ts';

const REPOSITORY = 'registry.demo/shop/api';

type Action = Omit<Killed, 'kind'>;
const deploy = (tag: Release): Want<ServiceAction> => ({ action: 'deploy', image: `${REPOSITORY}:${tag}` });
const back: Want<ServiceAction> = { action: 'rollback', to: '' };
const containers: readonly Action[] = [
	{ title: 'restart', want: { action: 'restart' }, count: [1, 1], runs: ['v3', 'v3'], undo: 'none' },
	{ title: 'stop', want: { action: 'stop' }, count: [1, 0], runs: ['v3', 'v3'] },
	{
		title: 'start',
		want: { action: 'start' },
		first: { action: 'stop' },
		count: [0, 1],
		runs: ['v3', 'v3'],
	},
	{ title: 'deploy', want: deploy('v2'), count: [1, 1], runs: ['v3', 'v2'] },
	{ title: 'deploy what is pulled', want: deploy('v9'), count: [1, 1], runs: ['v3', 'v9'] },
	{ title: 'roll back', want: back, count: [1, 1], runs: ['v3', 'v2'] },
	{ title: 'roll back of a deploy', first: deploy('v9'), want: back, count: [1, 1], runs: ['v9', 'v3'] },
];
const services: readonly Action[] = [
	{ title: 'restart', want: { action: 'restart' }, count: [2, 2], runs: ['v3', 'v3'], undo: 'none' },
	{ title: 'stop', want: { action: 'stop' }, count: [2, 0], runs: ['v3', 'v3'] },
	{
		title: 'start',
		want: { action: 'start' },
		first: { action: 'stop' },
		count: [0, 2],
		runs: ['v3', 'v3'],
	},
	{ title: 'scale up', want: { action: 'scale', to: 4 }, count: [2, 4], runs: ['v3', 'v3'] },
	{ title: 'scale down', want: { action: 'scale', to: 1 }, count: [2, 1], runs: ['v3', 'v3'] },
	{ title: 'deploy', want: deploy('v2'), count: [2, 2], runs: ['v3', 'v2'] },
	{ title: 'deploy what is pulled', want: deploy('v9'), count: [2, 2], runs: ['v3', 'v9'] },
	{
		...{ title: 'deploy of what no registry has', want: { action: 'deploy', image: 'built/api:v2' } },
		...{ count: [2, 2], runs: ['v3', 'v2'] },
	},
	{ title: 'roll back', want: back, count: [2, 2], runs: ['v3', 'v2'] },
];
const all: readonly Killed[] = [
	...containers.map((one) => ({ ...one, kind: 'docker' as const })),
	...services.map((one) => ({ ...one, kind: 'swarm' as const })),
];

describe.each(all)('$kind: $title', (of) => {
	test('killed anywhere, it is finished', async () => {
		const { kills, lines, orders } = await counted(of);
		expect(lines).toBeGreaterThanOrEqual(4 + 2 * orders);
		await each(of, kills, finishes);
	});

	test('killed anywhere, it is undone, and twice is once', async () => {
		await each(of, (await counted(of)).kills, undoes);
	});

	test('killed in the middle, and its undo at each line: it is undone all the same', async () => {
		const { orders } = await counted(of);
		const cut: Cut = { order: Math.max(0, orders - 2), is: 'killed after' };
		if (of.undo === 'none') return;
		for (let line = 0; await undoesTwice(of, cut, { line }); line += 1) expect(line).toBeLessThan(40);
	});

	test('an answer that is lost leaves it done or undone', async () => {
		await each(of, orderCuts((await counted(of)).orders, ['lost before', 'lost after']), survives);
	});
});
