import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type FakeRegistry, type RegistryOptions, startRegistry } from '../support/registry.ts';

interface Told {
	readonly status?: string;
	readonly id?: string;
	readonly progressDetail?: { readonly current?: number; readonly total?: number };
	readonly error?: string;
}

describeLab('the registry of the lab', () => {
	let lab: Lab;
	const open: FakeRegistry[] = [];
	beforeAll(async () => {
		// An engine tries five times, later each time; once is enough to see what it says.
		lab = await startLab({ images: [], daemon: { 'max-download-attempts': 1 } });
	});
	afterAll(async () => {
		await Promise.all(open.map((registry) => registry.close()));
		await lab?.stop();
	});

	const registryOf = async (options: RegistryOptions = {}) => {
		const registry = await startRegistry(options);
		open.push(registry);
		return registry;
	};
	const pull = async (name: string): Promise<readonly Told[]> => {
		const said = String(await lab.engine.ask('POST', '/images/create', { query: { fromImage: name } }));
		return said
			.trim()
			.split('\n')
			.map((line) => JSON.parse(line) as Told);
	};

	test('serves a release that runs, and another under the same tag', async () => {
		const registry = await registryOf();
		const name = `${registry.name}/shop/api:v4`;
		const first = await registry.push('shop/api', 'v4', { name: 'v4' });
		await pull(name);
		const { url } = await lab.run('api', name);
		await lab.becomes('api', (now) => now.State.Health?.Status === 'healthy');
		expect(await (await fetch(url)).text()).toBe('ok v4\n');
		const moved = await registry.push('shop/api', 'v4', { name: 'v4 again', sick: true });
		expect(moved).not.toBe(first);
		await pull(name);
		await lab.run('sick', name);
		expect(await lab.imageId(name)).not.toBe((await lab.inspect('api')).Image);
		await lab.becomes('sick', (now) => now.State.Health?.Status === 'unhealthy');
		// What a digest names never moves.
		await pull(`${registry.name}/shop/api@${first}`);
		expect(await lab.imageId(`${registry.name}/shop/api@${first}`)).toBe((await lab.inspect('api')).Image);
	});

	test('is as slow as told, layer by layer', async () => {
		const registry = await registryOf({ pace: 400_000 });
		await registry.push('shop/heavy', 'v1', { name: 'heavy', weight: 1_000_000 });
		const told = await pull(`${registry.name}/shop/heavy:v1`);
		const done = ['Pull complete', 'Already exists'];
		const layers = new Set(told.flatMap(({ status = '', id = '' }) => (done.includes(status) ? [id] : [])));
		expect(layers.size).toBe(3);
		const downloads = told.filter(({ status }) => status === 'Downloading');
		expect(downloads.length).toBeGreaterThan(3);
		expect(
			downloads.some(({ progressDetail: { current = 0, total = 0 } = {} }) => current > 0 && current < total),
		).toBe(true);
	});

	test('breaks the line in the middle of a layer, and loses one: the engine says so in an answer of 200', async () => {
		const registry = await registryOf();
		await registry.push('shop/cut', 'v1', { name: 'cut', weight: 300_000 });
		registry.cut('shop/cut', 'v1', 1, 100);
		expect((await pull(`${registry.name}/shop/cut:v1`)).at(-1)?.error).toMatch(/EOF/);
		registry.cut('shop/cut', 'v1', 1, 0);
		expect((await pull(`${registry.name}/shop/cut:v1`)).at(-1)?.error).toBeUndefined();
		await registry.push('shop/lost', 'v1', { name: 'lost', weight: 200_000 });
		registry.lose('shop/lost', 'v1', 1);
		expect((await pull(`${registry.name}/shop/lost:v1`)).at(-1)?.error).toMatch(/unknown/);
	});

	test('takes a login, and refuses who has none', async () => {
		const registry = await registryOf({ login: { user: 'anna', password: 'a b:c' } });
		await registry.push('shop/private', 'v1', { name: 'private' });
		const name = `${registry.name}/shop/private:v1`;
		await expect(pull(name)).rejects.toThrow('no basic auth credentials');
		const auth = { username: 'anna', password: 'a b:c', serveraddress: registry.name };
		const headers = { 'x-registry-auth': Buffer.from(JSON.stringify(auth)).toString('base64') };
		await lab.engine.ask('POST', '/images/create', { query: { fromImage: name }, headers });
		expect(await lab.imageId(name)).toMatch(/^sha256:/);
	});
});
