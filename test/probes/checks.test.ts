import { expect, test } from 'vitest';
import type { ContainerExpect } from '../../src/core/expect.ts';
import { container } from '../../src/probes/container.ts';
import { image } from '../../src/probes/image.ts';
import { recorded } from '../core/engine/recorded.ts';
import { probeOf, readingOf, replied } from './reach.ts';
import { engineReach, idOf, recordedAnswer, refusedWith } from './recorded-engine.ts';

const json = (name: string) => JSON.parse(recorded(name));
const started = Date.parse(json('inspect-shop-api-1.json').State.StartedAt);
const imageId: string = json('image-v2.json').Id;

const looked = async (expect: Omit<ContainerExpect, 'host'>) => {
	const probe = probeOf('container', 'shop/api', { host: 'vps1', ...expect });
	const { layers } = readingOf(await container.read(probe, engineReach(recordedAnswer).reach));
	return layers?.process;
};

test.each<[string, Omit<ContainerExpect, 'host'>]>([
	['it is there', { container: 'shop-api-1' }],
	['by its id, with its name', { container: idOf('shop-api-1'), name: 'shop-api-1' }],
	['its image', { container: 'shop-api-1', image: imageId }],
	['it runs', { container: 'shop-api-1', running: true }],
	['it is healthy', { container: 'shop-api-1', healthy: true }],
	['it has no health check of its own', { container: 'shop-db-1', healthy: true }],
	['it was never restarted', { container: 'shop-api-1', restarts: 0 }],
	['it was started since', { container: 'shop-api-1', startedAfter: started - 1 }],
	['its policy', { container: 'shop-api-1', policy: 'unless-stopped' }],
	['no policy', { container: 'shop-db-1', policy: 'no' }],
	['its network', { container: 'shop-api-1', network: 'shop_back' }],
	['its label', { container: 'shop-api-1', labels: { 'com.docker.compose.service': 'api' } }],
	['nobody is called so', { container: 'nobody', gone: true }],
	['it is stopped', { container: 'eater', running: false }],
	['one that was never started', { container: 'never', running: false }],
])('holds: %s', async (_say, expected) => {
	expect(await looked(expected)).toMatchObject({ is: 'ok' });
});

test.each<[Omit<ContainerExpect, 'host'>, string]>([
	[{ container: 'nobody' }, 'there is no container nobody on vps1'],
	[{ container: 'shop-api-1', gone: true }, 'it is there'],
	[{ container: 'shop-api-1', name: 'api' }, 'it is called shop-api-1'],
	[{ container: 'shop-api-1', image: 'sha256:other' }, 'it runs the image sha256:'],
	[{ container: 'eater', running: true }, 'it is exited, exit 137'],
	[{ container: 'shop-api-1', running: false }, 'it is running'],
	[{ container: 'looper', healthy: true }, 'it is restarting, exit 3'],
	[{ container: 'sick', healthy: true }, 'it is unhealthy'],
	[{ container: 'never', healthy: true }, 'it is created'],
	[{ container: 'looper', restarts: 0 }, 'it was restarted'],
	[{ container: 'shop-api-1', startedAfter: started }, 'it was not started anew'],
	[{ container: 'never', startedAfter: 0 }, 'it was not started anew'],
	[{ container: 'shop-api-1', policy: 'no' }, 'its restart policy is unless-stopped'],
	[{ container: 'shop-api-1', network: 'other' }, 'it is not in the network other'],
	[{ container: 'shop-api-1', labels: { 'watchdeck.plan': '0a1b2c3d' } }, 'its label watchdeck.plan is not there'],
])('does not hold: %j', async (expected, because) => {
	const layer = await looked(expected);
	expect(layer?.is).toBe('down');
	expect(layer?.because).toContain(because);
});

test('a starting health check does not hold yet', async () => {
	const inspect = json('inspect-shop-api-1.json');
	inspect.State.Health.Status = 'starting';
	const probe = probeOf('container', 'shop/api', { host: 'vps1', container: 'x', healthy: true });
	const { layers } = readingOf(
		await container.read(probe, engineReach(() => replied(200, JSON.stringify(inspect))).reach),
	);
	expect(layers?.process).toMatchObject({ is: 'down', because: expect.stringContaining('not passed yet') });
});

test('an engine that does not answer, or not so that one can tell, is a failure and no reading', async () => {
	for (const answer of [refusedWith(500), replied(200, '<html>'), replied(200, '{}')]) {
		const { reach } = engineReach(() => answer);
		expect((await container.read(probeOf('container', 'x', { host: 'vps1', container: 'x' }), reach)).ok).toBe(false);
		expect((await image.read(probeOf('image', 'x', { host: 'vps1', ref: 'x', id: 'y' }), reach)).ok).toBe(false);
	}
});

test('a name of an image stands for the promised one, for another, or for none', async () => {
	const look = async (id: string, answer = replied(200, recorded('image-v2.json'))) => {
		const { reach, paths } = engineReach(() => answer);
		const probe = probeOf('image', 'shop/api', { host: 'vps1', ref: 'shop/api:v2', id });
		const { layers } = readingOf(await image.read(probe, reach));
		expect(paths).toEqual(['/images/shop%2Fapi%3Av2/json']);
		return layers?.process;
	};
	expect(await look(imageId)).toMatchObject({ is: 'ok' });
	expect(await look('sha256:other')).toMatchObject({ is: 'down', because: expect.stringContaining(imageId) });
	expect(await look(imageId, refusedWith(404))).toMatchObject({
		is: 'down',
		because: expect.stringContaining('no image'),
	});
});
