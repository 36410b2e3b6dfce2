import { expect, test } from 'vitest';
import type { Read, Write } from '../../../src/core/call.ts';
import { usualProof } from '../../../src/core/config/fleet-of.ts';
import { readInspect } from '../../../src/core/engine/inspect.ts';
import type { Service } from '../../../src/core/model.ts';
import { docker } from '../../../src/platforms/docker.ts';
import { demo } from './harness.ts';

const minute = 60_000;

/** production/api as it is now, with nothing but its container. */
async function serviceNow({ ask }: ReturnType<typeof demo>): Promise<Service> {
	const path = '/containers/production-api/json';
	const answer = await ask({ via: 'engine', host: 'vps1', method: 'GET', path, timeout: 5000, effect: 'read' });
	const read = answer.ok ? readInspect('vps1', answer.value.text) : answer;
	if (!read.ok) throw new Error(read.failure.message);
	const common = { environment: 'production', name: 'api', platform: 'docker', hosts: ['vps1'] } as const;
	return { id: 'production/api', ...common, instances: [read.value], former: [], releases: [] };
}

test('a real plan rolls it back, and its undo brings the bad release back', async () => {
	const fleet = demo();
	const { clock, made, ask, order, signal } = fleet;
	await clock.pass(3 * minute);
	const engine = made.look('vps1')?.engine;
	const find = (name: string) =>
		[...(made.look('vps1')?.engine.containers.values() ?? [])].find((each) => each.name === name);
	const to = [...(engine?.images.values() ?? [])].find(({ tags }) => tags[0]?.endsWith('api:v412'))?.id ?? '';
	const old = find('production-api');
	const before = find('production-api-v412');
	const asking = { id: '0a1b2c3d', ask: (call: Read) => ask(call), signal, asks: usualProof };
	const planned = await docker.can.rollback?.({ action: 'rollback', to }, await serviceNow(fleet), asking);
	if (planned?.ok !== true) throw new Error(planned?.failure.message);
	const { steps } = planned.value;
	for (const { does, say } of steps) expect([say, await order(does)]).toMatchObject([say, { ok: true }]);

	const now = find('production-api');
	expect(now).toMatchObject({ state: 'running', image: to });
	// What an operator set when it was made is carried over, what came from the bad image is not.
	expect(now?.config['Env']).toEqual(before?.config['Env']);
	expect(now?.hostConfig['Memory']).toBe(before?.hostConfig['Memory']);
	expect(now?.config['Labels']).toMatchObject({ 'deploy.by': 'ci', 'org.opencontainers.image.version': 'v412' });
	expect(now?.ports).toEqual(before?.ports);
	await clock.pass(20_000);
	const url = 'http://api.production.demo/health';
	const health = await ask({ via: 'http', host: 'vps1', method: 'GET', url, timeout: 5000, effect: 'read' });
	expect(health).toMatchObject({ ok: true, value: { code: 200 } });

	const undo = steps.toReversed().flatMap((step): Write[] => ('none' in step.undo ? [] : [step.undo]));
	for (const write of undo) expect(await order(write)).toMatchObject({ ok: true });
	expect(find('production-api')).toMatchObject({ id: old?.id, state: 'running' });
	expect(find('production-api')?.hostConfig['RestartPolicy']).toEqual(old?.hostConfig['RestartPolicy']);
});
