import fc from 'fast-check';
import { expect, test } from 'vitest';
import { handle } from '../../../src/io/demo/engine/handle.ts';
import { makeEngine } from '../../../src/io/demo/engine/make.ts';
import { stepEngine } from '../../../src/io/demo/engine/step.ts';
import type { Container, Engine, Fault } from '../../../src/io/demo/engine/types.ts';

const began = Date.UTC(2026, 10, 21);
const well: Fault = { rises: 1, errors: 0, slow: 0 };
const Healthcheck = { Test: ['CMD', 'check'], Interval: 5e9, Retries: 3 };

/** An engine with an image that works and one that has a fault, in a time that the test sets. */
function engineWith(fault: Fault, config: object = {}) {
	const image = (ref: string, ill?: Fault) => ({
		ref,
		program: { kind: 'api', release: 'v1', ...(ill === undefined ? {} : { fault: ill }) } as const,
		config: { Cmd: ['run'], Volumes: { '/data': {} }, ...config },
	});
	let engine: Engine = makeEngine({ now: began, images: [image('app:good'), image('app:bad', fault)] });
	const ask = (after: number, method: string, path: string, body?: unknown) => {
		const came = handle(engine, { method, path, body }, began + after);
		engine = came.engine;
		return came.answer;
	};
	return {
		ask,
		run: (name: string, hostConfig: object, ref = 'app:bad') => {
			ask(0, 'POST', `/containers/create?name=${name}`, { Image: ref, HostConfig: hostConfig });
			ask(0, 'POST', `/containers/${name}/start`);
		},
		at: (after: number, name: string): Container => {
			engine = stepEngine(engine, began + after);
			const found = [...engine.containers.values()].find((each) => each.name === name);
			if (found === undefined) throw new Error(`There is no ${name}.`);
			return found;
		},
		all: () => engine,
		events: (name: string) =>
			engine.events
				.filter(({ type, attributes }) => type === 'container' && attributes['name'] === name)
				.map(({ at, action }) => `${at - began} ${action}`),
	};
}

test('what crashes comes back by its policy, each time after twice as long', () => {
	const { run, at, events } = engineWith({ ...well, ends: { after: 1000, code: 3 } });
	run('app', { RestartPolicy: { Name: 'always' } });
	expect(at(1050, 'app')).toMatchObject({ state: 'restarting', exit: 3, restarts: 0 });
	expect(at(1150, 'app')).toMatchObject({ state: 'running', exit: 0, restarts: 1 });
	at(5000, 'app');
	expect(events('app').slice(1)).toEqual([
		'0 start',
		'1000 die',
		'1100 start',
		'2100 die',
		'2300 start',
		'3300 die',
		'3700 start',
		'4700 die',
	]);
	const late = at(3_600_000, 'app');
	expect(late.backOff).toBe(60_000);
});

test('what ran long enough comes back fast again', () => {
	const { run, at } = engineWith({ ...well, ends: { after: 12_000, code: 3 } });
	run('app', { RestartPolicy: { Name: 'unless-stopped' } });
	expect(at(60_000, 'app')).toMatchObject({ backOff: 100, restarts: 4 });
});

test.each([
	['no', 0, 0, 0],
	['on-failure', 2, 3, 2],
	['on-failure', 0, 0, 0],
])('the policy %s (%d tries) after exit code %d: %d restarts', (Name, MaximumRetryCount, code, restarts) => {
	const { run, at } = engineWith({ ...well, ends: { after: 1000, code } });
	run('app', { RestartPolicy: { Name, MaximumRetryCount } });
	expect(at(60_000, 'app')).toMatchObject({ state: 'exited', exit: code, restarts });
});

test('a person who stops or kills it has the last word; a start by hand counts anew', () => {
	const { run, at, ask } = engineWith({ ...well, ends: { after: 1000, code: 3 } });
	run('app', { RestartPolicy: { Name: 'always' } });
	expect(at(2500, 'app').restarts).toBe(2);
	ask(2600, 'POST', '/containers/app/kill');
	expect(at(60_000, 'app')).toMatchObject({ state: 'exited', exit: 137, restarts: 2 });
	ask(60_000, 'POST', '/containers/app/start');
	expect(at(60_500, 'app')).toMatchObject({ state: 'running', restarts: 0 });
	at(61_050, 'app');
	expect(ask(61_050, 'POST', '/containers/app/stop').status).toBe(204);
	expect(at(120_000, 'app').state).toBe('exited');
});

test('a leak is killed only where there is a limit', () => {
	const { run, at } = engineWith({ ...well, full: 10_000 });
	run('limited', { Memory: 1024 ** 3 });
	run('free', {});
	expect(at(20_000, 'limited')).toMatchObject({ state: 'exited', exit: 137, oom: true });
	expect(at(20_000, 'free')).toMatchObject({ state: 'running', oom: false });
});

test('health begins with the first check, and turns after as many failures as it takes', () => {
	const { run, at, events } = engineWith({ ...well, sick: 12_000 }, { Healthcheck });
	run('app', {});
	expect(at(4_999, 'app').health).toBe('starting');
	expect(at(5_000, 'app').health).toBe('healthy');
	// The checks at 15, 20 and 25 s fail.
	expect(at(24_999, 'app').health).toBe('healthy');
	expect(at(25_000, 'app').health).toBe('unhealthy');
	at(3_600_000, 'app');
	expect(events('app').filter((word) => word.includes('health'))).toEqual([
		'5000 health_status: healthy',
		'25000 health_status: unhealthy',
	]);
});

test('volumes without a name go only with v=1, and only when nobody else has them', () => {
	const { run, at, ask, all } = engineWith(well);
	run('one', {}, 'app:good');
	run('two', {}, 'app:good');
	const [volume, left] = ['one', 'two'].map((name) => at(0, name).mounts[0]?.name ?? '');
	ask(0, 'POST', '/containers/create?name=three', { Image: 'app:good', HostConfig: { Binds: [`${volume}:/data`] } });
	ask(0, 'DELETE', '/containers/one?force=1&v=1');
	ask(0, 'DELETE', '/containers/two?force=1');
	ask(0, 'DELETE', '/containers/three?v=1');
	expect([...all().volumes.keys()]).toEqual([volume, left]);
});

const names = fc.constantFrom('aa', 'bb', 'cc');
const order = fc.oneof(
	fc.record({ name: names, image: fc.constantFrom('app:good', 'app:bad') }).map(({ name, image }) => ({
		method: 'POST',
		path: `/containers/create?name=${name}`,
		body: { Image: image, HostConfig: { PortBindings: { '80/tcp': [{ HostPort: '80' }] } } },
	})),
	fc
		.tuple(names, fc.constantFrom('start', 'stop', 'restart', 'kill', 'pause', 'unpause'))
		.map(([name, verb]) => ({ method: 'POST', path: `/containers/${name}/${verb}` })),
	fc.tuple(names, names).map(([from, to]) => ({ method: 'POST', path: `/containers/${from}/rename?name=${to}` })),
	fc.tuple(names, fc.boolean()).map(([name, force]) => ({
		method: 'DELETE',
		path: `/containers/${name}?v=1${force ? '&force=1' : ''}`,
	})),
	fc.constantFrom('app:good', 'app:bad').map((ref) => ({ method: 'DELETE', path: `/images/${ref}` })),
);

test('whatever is ordered: names, ports and addresses are had once, images stay where they are used', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(order, fc.nat(3000)), { maxLength: 40 }), (orders) => {
			const { ask, all } = engineWith({ ...well, ends: { after: 1500, code: 1 } });
			let now = 0;
			for (const [{ method, path, ...rest }, later] of orders) {
				now += later;
				const before = all();
				const snapshot = [...before.containers.values()];
				ask(now, method, path, 'body' in rest ? rest.body : undefined);
				expect([...before.containers.values()]).toEqual(snapshot);
				const containers = [...all().containers.values()];
				const running = containers.filter(({ state }) => state === 'running' || state === 'paused');
				const addresses = running.flatMap(({ networks }) => Object.values(networks).map(({ address }) => address));
				expect(new Set(containers.map(({ name }) => name)).size).toBe(containers.length);
				expect(running.length).toBeLessThanOrEqual(1);
				expect(new Set(addresses).size).toBe(addresses.length);
				expect(containers.every(({ image }) => all().images.has(image))).toBe(true);
				expect(containers.flatMap(({ mounts }) => mounts).every(({ name }) => all().volumes.has(name))).toBe(true);
			}
		}),
	);
});
