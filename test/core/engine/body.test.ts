import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Created, createBody } from '../../../src/core/engine/body.ts';
import type { Result } from '../../../src/core/model.ts';
import { type Config, filled, merged } from './engine-create.ts';
import { inspects, recorded } from './recorded.ts';

const plan = '0a1b2c3d';
const digits = (digit: string) => digit.repeat(64);
const id = digits('e');
const left = `sha256:${digits('b')}`;
const ours = { 'watchdeck.plan': plan, 'watchdeck.left': left };
const json = (name: string) => JSON.parse(recorded(name));
const got = <T>(result: Result<T>): T => {
	if (!result.ok) throw new Error(result.failure.message);
	return result.value;
};
const image = (config: object = {}) => ({ Id: `sha256:${digits('a')}`, Config: config });

interface Given {
	readonly config?: object;
	readonly host?: object;
	readonly mounts?: readonly object[];
	readonly networks?: object;
	readonly current?: object;
	readonly target?: object;
	readonly api?: string;
}
const containerOf = ({ config = {}, host = {}, mounts = [], networks = {} }: Given) => ({
	Id: id,
	Name: '/api',
	Config: config,
	HostConfig: { NetworkMode: 'default', ...host },
	Mounts: mounts,
	NetworkSettings: { Networks: networks },
});
const resultOf = (given: Given) =>
	createBody({
		host: 'vps1',
		plan,
		container: containerOf(given),
		current: image(given.current),
		target: image(given.target),
		image: 'shop/api:rb-0a1b2c3d',
		left,
		...(given.api === undefined ? {} : { api: given.api }),
	});
const made = (given: Given): Created => got(resultOf(given));
const sent = (given: Given) => filled(made(given).body, containerOf(given) as never);

describe('a real container with everything', () => {
	const container = json('inspect-shop-api-1.json');
	const created = got(
		createBody({
			host: 'vps1',
			plan,
			container,
			current: json('image-v2.json'),
			target: json('image-v1.json'),
			image: 'shop/api:v1',
			left,
		}),
	);
	const volumeAt = (path: string) =>
		container.Mounts.find((mount: { Destination: string }) => mount.Destination === path).Name;

	test('is the body that a careful person writes by hand', async () => {
		const { HostConfig, ...config } = await filled(created.body, container);
		expect(config).toEqual({
			Image: 'shop/api:v1',
			AttachStdout: true,
			AttachStderr: true,
			Env: expect.arrayContaining(['DB_PASSWORD=planted-env-secret', 'FROM_IMAGE=own', 'SPACED=a b=c']),
			ExposedPorts: { '8080/tcp': {} },
			Volumes: { '/scratch': {} },
			Labels: {
				'com.docker.compose.container-number': '1',
				'com.docker.compose.oneoff': 'False',
				'com.docker.compose.project': 'shop',
				'com.docker.compose.service': 'api',
				'com.docker.compose.version': '2.24.0',
				'team.note': 'planted-label-secret',
				'watchdeck.plan': plan,
				'watchdeck.left': left,
			},
			NetworkingConfig: { EndpointsConfig: { shop_default: { Aliases: ['api'] } } },
		});
		expect(config.Env).toHaveLength(3);
		expect(HostConfig).toMatchObject({
			NetworkMode: 'shop_default',
			PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '8081' }] },
			RestartPolicy: { Name: 'unless-stopped', MaximumRetryCount: 0 },
			LogConfig: { Type: 'json-file', Config: { 'max-size': '1m' } },
			Memory: 64 * 1024 * 1024,
			CapDrop: ['CAP_NET_RAW'],
			Tmpfs: { '/run': 'size=1m' },
			Ulimits: [{ Name: 'nofile', Hard: 2048, Soft: 1024 }],
			Dns: ['127.0.0.1'],
		});
		const anonymous = [`${volumeAt('/scratch')}:/scratch`, `${volumeAt('/data')}:/data`];
		expect(binds(HostConfig).toSorted()).toEqual([...container.HostConfig.Binds, ...anonymous].toSorted());
		expect(created.networks).toEqual([
			{ network: 'shop_back', endpoint: { Aliases: ['api-back'], IPAMConfig: { IPv4Address: '172.30.5.9' } } },
		]);
		expect(created.notes).toEqual([]);
	});

	test('makes of the target image what the same command line makes of it', async () => {
		const oracle = json('inspect-oracle.json');
		const body = await filled(created.body, container);
		const result = merged(body, json('image-v1.json').Config);
		expect({ ...result, Env: result.Env.toSorted() }).toMatchObject({
			User: oracle.Config.User,
			WorkingDir: oracle.Config.WorkingDir,
			StopSignal: oracle.Config.StopSignal,
			Env: oracle.Config.Env.toSorted(),
			Cmd: oracle.Config.Cmd,
			Entrypoint: oracle.Config.Entrypoint,
			Labels: { ...oracle.Config.Labels, ...ours },
			Volumes: oracle.Config.Volumes,
			ExposedPorts: oracle.Config.ExposedPorts,
			Healthcheck: oracle.Config.Healthcheck,
		});
		const says = (value: unknown) => JSON.stringify(value) !== '[]' && value !== null && value !== '' && value !== 0;
		const { Binds: _b, ConsoleSize: _c, ...expected } = oracle.HostConfig;
		const { Binds: _d, ...host } = body['HostConfig'] as Record<string, unknown>;
		const told = Object.fromEntries(Object.entries(expected).filter(([, value]) => says(value) && value !== false));
		const { OomKillDisable: _e, ...rest } = host;
		expect(rest).toEqual(told);
	});

	test('holds no secret by itself', () => {
		expect(JSON.stringify(created)).not.toContain('planted');
	});
});

const binds = (host: unknown): readonly string[] => (host as { Binds: readonly string[] }).Binds;

test('every recorded container can be made anew or is refused with a reason', () => {
	for (const name of inspects) {
		const base = json('image-base.json');
		const result = createBody({
			host: 'vps1',
			plan,
			container: json(name),
			current: base,
			target: base,
			image: 'base:1',
			left,
		});
		if (!result.ok) expect([name, result.failure.kind]).toEqual([name, 'refused']);
		expect([name, result.ok]).toEqual([name, !['inspect-passing.json', 'inspect-task.json'].includes(name)]);
	}
});

const [E, F, C, D] = [['/entry'], ['/other'], ['serve'], ['work']];
test.each<[string, Config, Config, object]>([
	['both are the image’s', { Entrypoint: E, Cmd: C }, { Entrypoint: E, Cmd: C }, {}],
	['its own command', { Entrypoint: E, Cmd: D }, { Entrypoint: E, Cmd: C }, { Cmd: D }],
	['its own entrypoint takes no command of the image', { Entrypoint: F }, { Entrypoint: E, Cmd: C }, { Entrypoint: F }],
	[
		'its own entrypoint with a command like the image’s',
		{ Entrypoint: F, Cmd: C },
		{ Entrypoint: E, Cmd: C },
		{ Entrypoint: F, Cmd: C },
	],
	['the entrypoint taken away', { Cmd: D }, { Entrypoint: E, Cmd: C }, { Entrypoint: [''], Cmd: D }],
	[
		'an entrypoint like the image’s but without its command',
		{ Entrypoint: E },
		{ Entrypoint: E, Cmd: C },
		{ Entrypoint: E },
	],
	['the image has none', { Cmd: D }, {}, { Cmd: D }],
	['null and empty are one', { Entrypoint: null, Cmd: C }, { Entrypoint: [], Cmd: C }, {}],
])('command: %s', async (_say, config, current, expected) => {
	const { Cmd, Entrypoint } = await sent({ config, current });
	expect({ ...(Cmd ? { Cmd } : {}), ...(Entrypoint ? { Entrypoint } : {}) }).toEqual(expected);
});

test.each<[string, Given, object]>([
	['a hostname that is the short id is left out', { config: { Hostname: id.slice(0, 12) } }, { Hostname: undefined }],
	['a hostname that was given stays', { config: { Hostname: 'db' } }, { Hostname: 'db' }],
	[
		'in the network of another container there is no hostname',
		{ config: { Hostname: 'db' }, host: { NetworkMode: 'container:abc' } },
		{ Hostname: undefined, HostConfig: { NetworkMode: 'container:abc' } },
	],
	['nor with that of the host', { config: { Hostname: 'vps' }, host: { UTSMode: 'host' } }, { Hostname: undefined }],
	[
		'a published port stays exposed',
		{
			config: { ExposedPorts: { '80/tcp': {}, '81/tcp': {} } },
			current: { ExposedPorts: { '80/tcp': {}, '81/tcp': {} } },
			host: { PortBindings: { '80/tcp': [{ HostPort: '80' }] } },
		},
		{ ExposedPorts: { '80/tcp': {} } },
	],
	[
		'a check with its own times keeps the test of its image',
		{
			config: { Healthcheck: { Test: ['CMD', 'a'], Interval: 7, Retries: 2 } },
			current: { Healthcheck: { Test: ['CMD', 'a'], Retries: 2 } },
		},
		{ Healthcheck: { Interval: 7 } },
	],
	[
		'a check that was turned off stays off',
		{ config: { Healthcheck: { Test: ['NONE'] } }, current: { Healthcheck: { Test: ['CMD', 'a'] } } },
		{ Healthcheck: { Test: ['NONE'] } },
	],
	[
		'the plan’s labels replace those of an earlier plan',
		{ config: { Labels: { 'watchdeck.plan': 'old', 'watchdeck.left': 'older' } } },
		{ Labels: ours },
	],
	[
		'links are written as create wants them',
		{ host: { Links: ['/db:/api/store'] } },
		{ HostConfig: { NetworkMode: 'default', Links: ['db:store'] } },
	],
	[
		'a name of an earlier link',
		{ host: { Links: ['/shop_db_1:/api/db'] } },
		{ HostConfig: { NetworkMode: 'default', Links: ['shop_db_1:db'] } },
	],
	[
		'nothing masked stays nothing masked',
		{ host: { MaskedPaths: [], ReadonlyPaths: [], CapAdd: [] } },
		{ HostConfig: { NetworkMode: 'default', MaskedPaths: [], ReadonlyPaths: [] } },
	],
	[
		'zero is kept where it is not the same as nothing',
		{ host: { MemorySwappiness: 0, CpuShares: 0, Init: false, Privileged: false, MemorySwap: -1 } },
		{ HostConfig: { NetworkMode: 'default', MemorySwappiness: 0, Init: false, MemorySwap: -1 } },
	],
	[
		'an old API takes the MAC address by itself',
		{ config: { MacAddress: '02:42:ac:11:00:99' }, networks: { bridge: { Aliases: null } } },
		{ MacAddress: '02:42:ac:11:00:99', NetworkingConfig: undefined },
	],
	[
		'a new one with its endpoint',
		{ config: { MacAddress: '02:42:ac:11:00:99' }, networks: { bridge: { Aliases: null } }, api: '1.52' },
		{ MacAddress: undefined, NetworkingConfig: { EndpointsConfig: { bridge: { MacAddress: '02:42:ac:11:00:99' } } } },
	],
])('%s', async (_say, given, expected) => {
	const body = await sent(given);
	for (const [key, value] of Object.entries(expected)) expect([key, body[key]]).toEqual([key, value]);
});

const volume = (name: string, path: string, more: object = {}) => ({
	Type: 'volume',
	Name: name,
	Destination: path,
	RW: true,
	...more,
});

test.each<[string, Given, object]>([
	[
		'a volume without a name is bound by its id',
		{ mounts: [volume(digits('1'), '/data')] },
		{ Binds: [`${digits('1')}:/data`] },
	],
	[
		'also one that is only read',
		{ mounts: [volume(digits('1'), '/data', { RW: false })] },
		{ Binds: [`${digits('1')}:/data:ro`] },
	],
	[
		'one with a name is in the binds already',
		{ host: { Binds: ['cache:/cache'] }, mounts: [volume('cache', '/cache')] },
		{ Binds: ['cache:/cache'] },
	],
	[
		'one that an earlier roll back bound is not bound twice',
		{ host: { Binds: [`${digits('1')}:/data`] }, mounts: [volume(digits('1'), '/data')] },
		{ Binds: [`${digits('1')}:/data`] },
	],
	[
		'a mount without a source gets its volume’s name',
		{ host: { Mounts: [{ Type: 'volume', Target: '/data' }] }, mounts: [volume(digits('1'), '/data')] },
		{ Mounts: [{ Type: 'volume', Target: '/data', Source: digits('1') }] },
	],
	[
		'the options of a volume’s driver are sent as they were',
		{
			host: {
				Mounts: [
					{
						Type: 'volume',
						Source: 'nfs',
						Target: '/d',
						VolumeOptions: { DriverConfig: { Options: { o: 'password=hidden' } } },
					},
				],
			},
		},
		{
			Mounts: [
				{
					Type: 'volume',
					Source: 'nfs',
					Target: '/d',
					VolumeOptions: { DriverConfig: { Options: { o: 'password=hidden' } } },
				},
			],
		},
	],
])('volumes: %s', async (_say, given, expected) => {
	expect((await sent(given))['HostConfig']).toEqual({ NetworkMode: 'default', ...expected });
	expect(JSON.stringify(made(given))).not.toContain('hidden');
});

test('settings whose form we do not know stay on the host', () => {
	const given = { host: { Sysctls: { 'net.x': 'hidden' }, Annotations: { a: 'hidden' }, StorageOpt: { o: 'hidden' } } };
	expect(JSON.stringify(made(given).body)).not.toContain('hidden');
});

describe('networks', () => {
	const endpoint = { Aliases: ['api', id.slice(0, 12)], IPAMConfig: null, DriverOpts: {}, IPAddress: '10.0.0.3' };
	const networks = { back: { ...endpoint, IPAMConfig: { IPv4Address: '10.0.0.3' } }, front: endpoint, apart: {} };
	const host = { NetworkMode: 'front' };

	test('an old API takes one at create, the rest is connected', () => {
		const { body, networks: more } = made({ networks, host, api: '1.43' });
		expect(body).toMatchObject({ NetworkingConfig: { EndpointsConfig: { front: { Aliases: ['api'] } } } });
		expect(more).toEqual([
			{ network: 'apart', endpoint: {} },
			{ network: 'back', endpoint: { Aliases: ['api'], IPAMConfig: { IPv4Address: '10.0.0.3' } } },
		]);
	});

	test('a new one takes all', () => {
		const { body, networks: more } = made({ networks, host, api: '1.44' });
		expect(body).toMatchObject({ NetworkingConfig: { EndpointsConfig: { front: {}, back: {}, apart: {} } } });
		expect(more).toEqual([]);
	});

	test('one that is meant by its id, and one that was left', () => {
		const byId = made({ networks: { front: { NetworkID: digits('9') } }, host: { NetworkMode: digits('9') } });
		expect(byId.body).toMatchObject({ HostConfig: { NetworkMode: 'front' } });
		expect(made({ networks: { back: {} }, host }).body).toMatchObject({ HostConfig: { NetworkMode: 'back' } });
	});

	test.each(['host', 'none', `container:${digits('7')}`])('%s has no endpoints', (mode) => {
		const { body, networks: more } = made({ networks: { [mode]: endpoint }, host: { NetworkMode: mode } });
		expect(body).not.toHaveProperty('NetworkingConfig');
		expect(more).toEqual([]);
	});
});

test.each<[string, Given, string]>([
	['--rm', { host: { AutoRemove: true } }, '--rm'],
	['a task', { config: { Labels: { 'com.docker.swarm.task.id': 'x' } } }, 'Swarm'],
	['a label that would be a word of ours', { config: { Labels: { $word: 'x' } } }, '$word'],
	['an option that would be one', { host: { Sysctls: { $word: { secret: 'cmd:reboot' } } } }, '$word'],
])('refused: %s', (_say, given, why) => {
	const result = resultOf(given);
	expect(result).toMatchObject({ ok: false, failure: { kind: 'refused', message: expect.stringContaining(why) } });
	expect(result).toHaveProperty('failure.fix');
});

test('what the operator should know', () => {
	const given = {
		config: { Healthcheck: { Test: ['CMD', 'a'] }, Novelty: 'x' },
		current: { Healthcheck: { Test: ['CMD', 'a'] } },
		target: { Volumes: { '/new': {} } },
		host: { PortBindings: { '80/tcp': [{ HostPort: '' }] } },
	};
	expect(made(given).notes).toEqual([
		'The target image wants a volume at /new: it begins empty.',
		"The engine chooses the host's port for 80/tcp anew.",
		'The target image has no health check of its own.',
		'The setting Novelty is not known and is not carried over.',
	]);
});

test('garbled answers are failures', () => {
	const images = { current: image(), target: image(), image: 'x:1' };
	const fine = { host: 'vps1', plan, container: containerOf({}), ...images, left };
	expect(createBody(fine).ok).toBe(true);
	for (const bad of [null, [], 'x', { Id: 'no id' }, { ...containerOf({}), HostConfig: null, Config: 7 }]) {
		for (const place of ['container', 'current', 'target']) {
			const result = createBody({ ...fine, [place]: bad });
			expect(result).toMatchObject({ ok: false, failure: { kind: 'garbled' } });
		}
	}
});

/** Configs whose values all begin alike, so that a container's own can never equal its image's by chance. */
const configs = (mark: string): fc.Arbitrary<Config> => {
	const word = fc.constantFrom('a', 'b', 'c').map((text) => `${mark}${text}`);
	const words = fc.array(word, { minLength: 1, maxLength: 2 });
	const keys = fc.constantFrom('A', 'B', 'C', 'toString', '__proto__x');
	const env = fc.uniqueArray(fc.tuple(keys, word), { selector: ([key]) => key, maxLength: 3 });
	return fc.record(
		{
			User: word,
			WorkingDir: word,
			StopSignal: word,
			Env: env.map((pairs) => pairs.map(([key, value]) => `${key}=${value}`)),
			Cmd: words,
			Entrypoint: words,
			Labels: fc.dictionary(keys, word, { maxKeys: 3 }),
			Volumes: fc.dictionary(
				keys.map((key) => `/${mark}/${key}`),
				fc.constant({}),
				{ maxKeys: 2 },
			),
			ExposedPorts: fc.dictionary(
				keys.map((key) => `${mark}${key}/tcp`),
				fc.constant({}),
				{ maxKeys: 2 },
			),
			Healthcheck: fc.record(
				{
					Test: words,
					Interval: fc.nat({ max: 9 }).map((value) => value * 10 + mark.length),
					Retries: fc.constant(mark.length),
				},
				{ requiredKeys: [] },
			),
		},
		{ requiredKeys: [] },
	);
};

test('whatever was given to the old container, the new one is what the same gives with the new image', async () => {
	await fc.assert(
		fc.asyncProperty(configs('own-'), configs('now-x'), configs('then-xy'), async (own, now, then) => {
			const body = await sent({ config: merged(own, now), current: now, target: then });
			const { Env, Labels, ...result } = merged(body, then);
			const { Env: env, Labels: labels, ...expected } = merged(own, then);
			expect(result).toEqual(expected);
			expect(Env.toSorted()).toEqual(env.toSorted());
			expect(Labels).toEqual({ ...labels, ...ours });
		}),
		{ numRuns: 300 },
	);
});
