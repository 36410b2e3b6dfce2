import { expect, test } from 'vitest';
import type { Ask } from '../../src/core/call.ts';
import { group } from '../../src/core/engine/group.ts';
import { taskChanges } from '../../src/platforms/swarm/changes.ts';
import { saidOf, serviceJson, taskJson } from '../core/engine/swarm.ts';
import { containerOf, enginesOf, fleetOf, imageId } from '../core/engine/world.ts';

const labels = { 'com.docker.swarm.service.name': 'api', 'com.docker.swarm.task.id': 'now1' };
const task = containerOf('api.1.now1', 2, { labels });
const said = saidOf([serviceJson('api')], [taskJson('api', 1, 'running', 2, { ID: 'now1' })]);
const swarm = { value: said, at: 1, misses: 0 };
const engine = { containers: {}, images: [], ...enginesOf([task])['vps1'], node: 'node1', swarm };
const service = () => {
	const [one] = group(fleetOf(), { vps1: engine }, []);
	if (one === undefined) throw new Error('no service');
	return one;
};

const config = (Env: readonly string[]) => ({ Config: { Env, Labels: {} } });
const answers: Readonly<Record<string, object>> = {
	[task.id]: {
		Id: task.id,
		Name: '/api.1.now1',
		HostConfig: {},
		Mounts: [],
		...config(['OWN=pl4nted', 'TWO=pl4nted']),
	},
	[imageId(2)]: { Id: imageId(2), ...config(['TWO=pl4nted']) },
	[imageId(1)]: { Id: imageId(1), ...config(['ONE=pl4nted']) },
};
const ask: Ask = async (call) => {
	const path = call.via === 'engine' ? decodeURIComponent(call.path) : '';
	const found = Object.entries(answers).find(([id]) => path.includes(id))?.[1];
	if (found !== undefined) return { ok: true, took: 1, value: { code: 200, text: JSON.stringify(found), err: '' } };
	return { ok: false, took: 1, failure: { kind: 'missing', message: 'no such image' } };
};
const making = { id: '7f3a0c11', ask, signal: new AbortController().signal, asks: { times: 1, within: 1 } };

test('a change of the image of a Swarm service says what becomes of its env, by name only', async () => {
	const changes = await taskChanges(service(), making, imageId(1));
	expect(changes?.filter(({ what }) => what === 'env')).toEqual([
		{ what: 'env', name: 'ONE', is: 'added' },
		{ what: 'env', name: 'TWO', is: 'removed' },
	]);
	expect(JSON.stringify(changes)).not.toContain('pl4nted');
});

test('nothing is said where no host of ours has the image, or runs a task', async () => {
	expect(await taskChanges(service(), making, imageId(7))).toBeUndefined();
	expect(await taskChanges(service(), making, undefined)).toBeUndefined();
	expect(await taskChanges({ ...service(), instances: [] }, making, imageId(1))).toBeUndefined();
});
