import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import type { TaskInspected } from '../lab/swarm.ts';

const running = (tasks: readonly TaskInspected[], image: string) =>
	tasks.filter(
		({ Status, DesiredState, Spec }) =>
			Status.State === 'running' && DesiredState === 'running' && Spec.ContainerSpec.Image === image,
	).length;

describeLab('a Swarm in the lab', () => {
	let lab: Lab;
	beforeAll(async () => {
		const began = performance.now();
		lab = await startLab({ swarm: true });
		process.stderr.write(`Swarm ready in ${Math.round(performance.now() - began)} ms\n`);
	});
	afterAll(() => lab?.stop());

	test('runs a service of two replicas, updates it, and is left without a container', async () => {
		const began = performance.now();
		const took = (what: string) =>
			process.stderr.write(`Swarm: ${what} after ${Math.round(performance.now() - began)} ms\n`);
		await lab.service('shop_api', { image: 'app:v1', replicas: 2 });
		await lab.settles('shop_api', (_, tasks) => running(tasks, 'app:v1') === 2);
		took('two replicas run');
		await lab.respec('shop_api', (spec) => ({
			...spec,
			TaskTemplate: { ...spec.TaskTemplate, ContainerSpec: { ...spec.TaskTemplate.ContainerSpec, Image: 'app:v3' } },
		}));
		await lab.settles('shop_api', ({ UpdateStatus }) => UpdateStatus?.State === 'completed');
		took('the update is completed');
		const tasks = await lab.tasks('shop_api');
		expect([running(tasks, 'app:v1'), running(tasks, 'app:v3')]).toEqual([0, 2]);
		const ids = tasks.flatMap(({ Status, DesiredState }) =>
			DesiredState === 'running' ? [Status.ContainerStatus?.ContainerID ?? ''] : [],
		);
		const images = await Promise.all(ids.map(async (id) => (await lab.inspect(id)).Image));
		expect(images).toEqual(Array(2).fill(await lab.imageId('app:v3')));
		await lab.clear();
		expect(await lab.names()).toEqual([]);
	});

	test('publishes a port of the host', async () => {
		await lab.service('web', { image: 'app:v1', ports: { 8080: 18090 } });
		await lab.settles('web', (_, tasks) => running(tasks, 'app:v1') === 1);
		await vi.waitFor(async () => expect((await fetch('http://127.0.0.1:18090/')).status).toBe(200), 10_000);
		await lab.clear();
	});

	test('is left when the lab stops: the next lab is none', async () => {
		await lab.service('rest', { image: 'quiet:v1' });
		await lab.stop();
		lab = await startLab({ images: ['quiet'] });
		expect(await lab.engine.ask('GET', '/info')).toMatchObject({ Swarm: { LocalNodeState: 'inactive' } });
		expect(await lab.names()).toEqual([]);
	});
});
