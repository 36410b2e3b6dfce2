import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Probe } from '../../src/core/probe.ts';
import { release } from '../../src/probes/release.ts';
import { outsideOf, type Tried } from '../io/support/outside.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type FakeRegistry, startRegistry } from '../support/registry.ts';

describeLab('what a real engine finds at a registry', () => {
	let lab: Lab;
	let registry: FakeRegistry;
	let outside: Tried;
	beforeAll(async () => {
		lab = await startLab({ images: [] });
		registry = await startRegistry();
		outside = outsideOf({ name: 'vps1', reach: 'local', engine: lab.socket });
	});
	afterAll(async () => {
		await outside?.close();
		await registry?.close();
		await lab?.stop();
	});

	const read = (...names: readonly string[]) => {
		const missing = names.map((name) => ({ host: 'vps1', image: name, name }));
		const probe: Probe = { kind: 'release', of: 'production/api', every: 900_000, timeout: 30_000, spec: { missing } };
		const { signal } = new AbortController();
		return release.read(probe, { ask: outside.ask, follow: outside.follow, now: Date.now, signal });
	};

	test('an image that was pulled once and removed: there, gone, locked, out of reach', async () => {
		const digest = await registry.add('shop/api', 'v1', 'one');
		const name = `${registry.name}/shop/api`;
		// The engine itself takes this registry and its image for real ones.
		await lab.engine.ask('POST', '/images/create', { query: { fromImage: name, tag: 'v1' } });
		const image = (await lab.engine.ask('GET', `/images/${name}:v1/json`)) as { RepoDigests: readonly string[] };
		expect(image.RepoDigests).toEqual([`${name}@${digest}`]);
		await lab.engine.ask('DELETE', `/images/${name}:v1`);

		expect(await read(`${name}@${digest}`)).toMatchObject({
			value: {
				layers: { release: { is: 'ok', because: 'earlier releases that are not on the host: 1 can be pulled' } },
				findings: [{ can: 'pull', host: 'vps1', says: `its registry has it: docker pull ${name}@${digest}` }],
			},
		});
		expect(await read(`${name}@sha256:${'0'.repeat(64)}`)).toMatchObject({ value: { findings: [{ can: 'gone' }] } });
		registry.remove('shop/api');
		expect(await read(`${name}@${digest}`)).toMatchObject({
			value: { layers: { release: { is: 'ok', because: expect.stringContaining('1 gone from the registry') } } },
		});
		registry.lock('shop/api');
		expect(await read(`${name}@${digest}`)).toMatchObject({
			value: { findings: [{ can: 'unknown', says: expect.stringContaining('login') }] },
		});
		const before = registry.asked();
		await registry.close();
		expect(await read(`${name}@${digest}`)).toMatchObject({
			value: { layers: { release: { is: 'unknown' } }, findings: [{ can: 'unknown' }] },
		});
		expect(registry.asked()).toBe(before);
	});
});
