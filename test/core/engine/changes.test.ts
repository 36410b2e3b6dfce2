import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBody } from '../../../src/core/engine/body.ts';
import { type Change, changesOf } from '../../../src/core/engine/changes.ts';
import { type Config, filled, merged } from './engine-create.ts';
import { recorded } from './recorded.ts';

const json = (name: string) => JSON.parse(recorded(name));
const digits = (digit: string) => digit.repeat(64);
const image = (digit: string, config: object = {}) => ({ Id: `sha256:${digits(digit)}`, Config: config });
const container = (config: object, more: object = {}) => ({
	...{ Id: digits('e'), Name: '/api', Config: config, HostConfig: {}, Mounts: [] },
	...more,
});
const others = (changes: readonly Change[] | undefined) => changes?.filter(({ what }) => what !== 'image');

test('a real container: the image, the names of its env, its command, its labels', () => {
	const changes = changesOf(json('inspect-shop-api-1.json'), json('image-v2.json'), json('image-v1.json'));
	expect(changes).toEqual([
		{ what: 'image', name: 'image', is: 'changed', from: 'c87a5e96af5e', to: 'fc2c8d86984b' },
		{ what: 'env', name: 'ONLY_one', is: 'added' },
		{ what: 'env', name: 'ONLY_two', is: 'removed' },
		{ what: 'setting', name: 'command', is: 'changed' },
		{ what: 'setting', name: 'health check', is: 'changed' },
		{ what: 'label', name: 'made.by', is: 'changed' },
		{ what: 'label', name: 'org.opencontainers.image.revision', is: 'changed', from: 'two', to: 'one' },
	]);
	expect(JSON.stringify(changes)).not.toContain('planted');
});

test('an image that is the same changes nothing', () => {
	const same = json('image-v2.json');
	expect(changesOf(json('inspect-shop-api-1.json'), same, same)).toEqual([]);
});

test('what is not understood gives nothing, instead of saying that nothing changes', () => {
	expect(changesOf({}, image('a'), image('b'))).toBeUndefined();
	expect(changesOf(container({}), 'no image', image('b'))).toBeUndefined();
	expect(changesOf(container({}), image('a'), { Id: '../etc' })).toBeUndefined();
});

describe('env', () => {
	test('that is the own one of the container stays, whatever the images say', () => {
		const own = container({ Env: ['MODE=mine', 'BASE=1', 'SPACED=a=b c'] });
		const changes = changesOf(
			own,
			image('a', { Env: ['MODE=old', 'BASE=1'] }),
			image('b', { Env: ['MODE=new', 'BASE=2'] }),
		);
		expect(others(changes)).toEqual([{ what: 'env', name: 'BASE', is: 'changed' }]);
	});
	test('that an image names twice is inherited by the first of its values, as the engine merges them', () => {
		const twice = image('a', { Env: ['TWICE=a', 'TWICE=b'] });
		const changes = (value: string) => others(changesOf(container({ Env: [`TWICE=${value}`] }), twice, image('b')));
		expect(changes('a')).toEqual([{ what: 'env', name: 'TWICE', is: 'removed' }]);
		expect(changes('b')).toEqual([]);
	});
	test('without a value is a name as well', () => {
		expect(others(changesOf(container({ Env: [] }), image('a'), image('b', { Env: ['FLAG'] })))).toEqual([
			{ what: 'env', name: 'FLAG', is: 'added' },
		]);
	});
});

test('a port that is published stays open; one that only an image opens comes and goes with it', () => {
	const ports = { '80/tcp': {}, '81/tcp': {} };
	const given = container(
		{ ExposedPorts: ports },
		{ HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '8080' }] } } },
	);
	const changes = changesOf(given, image('a', { ExposedPorts: ports }), image('b', { ExposedPorts: { '82/tcp': {} } }));
	expect(others(changes)).toEqual([
		{ what: 'port', name: '81/tcp', is: 'removed' },
		{ what: 'port', name: '82/tcp', is: 'added' },
	]);
});

test('a volume that only the target image wants begins empty; what is mounted stays', () => {
	const given = container({}, { Mounts: [{ Type: 'bind', Destination: '/data' }] });
	const changes = changesOf(
		given,
		image('a', { Volumes: { '/old': {} } }),
		image('b', { Volumes: { '/data': {}, '/new': {} } }),
	);
	expect(others(changes)).toEqual([{ what: 'mount', name: '/new', is: 'added', to: 'a new, empty volume' }]);
});

describe('what a container begins with', () => {
	test('comes from the target image where it came from the old one', () => {
		const given = { Cmd: ['serve'], User: 'app', WorkingDir: '/srv', StopSignal: 'SIGTERM' };
		const changes = changesOf(container(given), image('a', given), image('b', { Cmd: ['run'], User: 'web' }));
		expect(others(changes)).toEqual([
			{ what: 'setting', name: 'command', is: 'changed' },
			{ what: 'setting', name: 'stop signal', is: 'removed', from: 'SIGTERM' },
			{ what: 'setting', name: 'user', is: 'changed', from: 'app', to: 'web' },
			{ what: 'setting', name: 'working directory', is: 'removed', from: '/srv' },
		]);
	});
	test('stays where it is its own, and an own command keeps the entrypoint of the target', () => {
		const given = container({ Entrypoint: ['sh'], Cmd: ['-c', 'mine'], User: 'me' });
		const changes = changesOf(
			given,
			image('a', { Entrypoint: ['sh'], Cmd: ['x'] }),
			image('b', { Entrypoint: ['bash'] }),
		);
		expect(others(changes)).toEqual([{ what: 'setting', name: 'entrypoint', is: 'changed' }]);
	});
});

test('labels whose meaning is not known, or whose name speaks of a secret, keep their values to themselves', () => {
	const name = 'org.opencontainers.image.token';
	const changes = changesOf(
		container({ Labels: { note: 'one', [name]: 'one', 'watchdeck.plan': '0a1b2c3d' } }),
		image('a', { Labels: { note: 'one', [name]: 'one' } }),
		image('b', { Labels: { note: 'two', [name]: 'two', 'org.opencontainers.image.version': '2' } }),
	);
	expect(others(changes)).toEqual([
		{ what: 'label', name: 'note', is: 'changed' },
		{ what: 'label', name, is: 'changed' },
		{ what: 'label', name: 'org.opencontainers.image.version', is: 'added', to: '2' },
	]);
});

describe('whatever the engine says', () => {
	const planted = fc.string({ maxLength: 12 }).map((text) => `pl4nted${text}`);
	const name = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,5}$/);
	const env = fc.array(
		fc.tuple(name, planted).map(([key, value]) => `${key}=${value}`),
		{ maxLength: 6 },
	);
	const command = fc.array(planted, { maxLength: 3 });
	/** `odd`: names that a record of JavaScript has anyway. */
	const configs = (odd: readonly string[]) => {
		const labels = fc.dictionary(fc.constantFrom('note', 'team.x', ...odd), planted);
		const empties = fc.dictionary(fc.constantFrom('80/tcp', '/data', ...odd), fc.constant({}));
		return fc.record({
			...{ Env: env, Cmd: command, Entrypoint: command, Labels: labels, ExposedPorts: empties, Volumes: empties },
			Healthcheck: fc.record({ Test: fc.array(planted, { maxLength: 2 }) }),
		});
	};
	const config = configs(['__proto__', 'constructor']);
	const given = fc.tuple(config, config, config);

	test('no value of env, command, health check or unknown label is in what would be different', () => {
		fc.assert(
			fc.property(given, ([ours, current, target]) => {
				const changes = changesOf(container(ours), image('a', current), image('b', target));
				expect(changes).toBeDefined();
				expect(JSON.stringify(changes)).not.toContain('pl4nted');
			}),
		);
	});

	test('each name is said once, and going to the image that runs changes nothing but what the container lacks', () => {
		fc.assert(
			fc.property(given, ([ours, current, target]) => {
				const changes = changesOf(container(ours), image('a', current), image('b', target)) ?? [];
				const names = changes.map(({ what, name: of }) => `${what} ${of}`);
				expect(new Set(names).size).toBe(names.length);
				const none = changesOf(container(ours), image('a', current), image('a', current)) ?? [];
				expect(none.filter(({ is }) => is !== 'added')).toEqual([]);
			}),
		);
	});

	test('what is said to change is what the engine makes different of the body that is sent', async () => {
		const plain = configs(['constructor']);
		const user = plain.map(({ Healthcheck: _check, ...rest }) => rest);
		await fc.assert(
			fc.asyncProperty(user, plain, plain, async (mine, current, target) => {
				const ours = merged(mine, current);
				const old = container(ours);
				const [from, to] = [image('a', current), image('b', target)];
				const made = createBody({
					...{ host: 'vps1', plan: '0a1b2c3d', container: old, current: from, target: to },
					...{ image: 'shop/api:v1', left: from.Id },
				});
				if (!made.ok) throw new Error(made.failure.message);
				const next = merged(await filled(made.value.body, old as never), target);
				const changes = changesOf(old, from, to) ?? [];
				const named = (what: Change['what']) =>
					changes.flatMap((change) => (change.what === what ? change.name : [])).toSorted();
				const differ = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>) =>
					[...new Set([...a.keys(), ...b.keys()])]
						.filter((key) => !isDeepStrictEqual(a.get(key), b.get(key)))
						.toSorted();
				const variables = ({ Env }: Config) =>
					new Map((Env ?? []).toReversed().map((entry) => [entry.split('=')[0] ?? '', entry] as const));
				const ofEach = ({ Labels }: Config) =>
					new Map(Object.entries(Labels ?? {}).filter(([key]) => !key.startsWith('watchdeck.')));
				const ports = ({ ExposedPorts }: Config) => new Map(Object.entries(ExposedPorts ?? {}));
				expect(named('env')).toEqual(differ(variables(ours), variables(next)));
				expect(named('label')).toEqual(differ(ofEach(ours), ofEach(next)));
				expect(named('port')).toEqual(differ(ports(ours), ports(next)));
				const begins = ({ Cmd, Entrypoint }: Required<Config>) =>
					new Map<string, unknown>([
						['command', Cmd],
						['entrypoint', Entrypoint ?? []],
					]);
				expect(named('setting').filter((one) => one !== 'health check')).toEqual(differ(begins(ours), begins(next)));
			}),
		);
	});
});
