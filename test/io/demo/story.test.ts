import { expect, test } from 'vitest';
import { group } from '../../../src/core/engine/group.ts';
import { readImages } from '../../../src/core/engine/images.ts';
import { readInspect } from '../../../src/core/engine/inspect.ts';
import { targetOf } from '../../../src/core/engine/target.ts';
import type { Result, Service } from '../../../src/core/model.ts';
import { makeDemo } from '../../../src/io/demo/demo.ts';
import { containerOf } from '../../../src/io/demo/engine/find.ts';
import type { EngineRequest, Fields } from '../../../src/io/demo/engine/types.ts';
import { logLines } from '../../../src/io/demo/log-lines.ts';
import { sitesOf, webAnswer } from '../../../src/io/demo/web.ts';
import { askHost, type DemoHost, makeWorld, stepHost } from '../../../src/io/demo/world.ts';

const began = Date.UTC(2026, 10, 21, 14);
const minute = 60_000;

/** vps1 of a world, in a time that the test sets. */
function vps1(seed = 1) {
	const made = makeWorld({ now: began, seed }).hosts['vps1'];
	if (made === undefined) throw new Error('There is no vps1.');
	let host: DemoHost = made;
	const at = (after: number) => {
		host = stepHost(host, began + after);
		return host;
	};
	return {
		at,
		ask: (after: number, request: EngineRequest) => {
			const came = askHost(host, request, began + after);
			host = came.host;
			return came.answer;
		},
		web: (after: number, path: string) => {
			const { engine } = at(after);
			const site = sitesOf(engine).get('api.production.demo');
			return site === undefined ? undefined : webAnswer(engine, site, path, began + after);
		},
		api: (after: number) => containerOf(at(after).engine, 'production-api'),
	};
}

function inspected(answer: { readonly json?: unknown }): Fields {
	return Object(answer.json);
}

/** A counter out of a page of metrics. */
function counter(page: string, name: string): number {
	const line = page.split('\n').find((each) => each.startsWith(`${name} `));
	return Number(line?.split(' ').at(-1));
}

/** The share of failed requests between two times, and of those that took longer than a second. */
function shares(host: ReturnType<typeof vps1>, from: number, to: number) {
	const [before = '', after = ''] = [from, to].map((each) => host.web(each, '/metrics')?.text);
	const grew = (name: string) => counter(after, name) - counter(before, name);
	const all = grew('http_request_duration_seconds_count');
	return {
		failed: grew('http_requests_total{method="GET",status="500"}') / all,
		slow: 1 - grew('http_request_duration_seconds_bucket{le="1"}') / all,
		all,
	};
}

/** The calls of a roll back, in the order of its plan: everything by id or by a name of its own. */
function rollBack(host: ReturnType<typeof vps1>, at: number, to: string) {
	const old = inspected(host.ask(at, { method: 'GET', path: '/containers/production-api/json' }));
	const config: Fields = Object(old['Config']);
	const post = (path: string, body?: unknown): EngineRequest => ({ method: 'POST', path, body });
	const env = ['APP_ENV=production', 'SERVICE=api'];
	const body = { Image: to, Env: env, Labels: { 'watchdeck.plan': '0a1b2c3d' }, HostConfig: old['HostConfig'] };
	const orders = [
		post(`/images/${encodeURIComponent(to)}/tag?repo=registry.demo%2Fshop%2Fapi&tag=rb-0a1b2c3d`),
		post('/containers/create?name=production-api-next-0a1b2c3d', body),
		post(`/containers/${old['Id']}/update`, { RestartPolicy: { Name: 'no' } }),
		post(`/containers/${old['Id']}/stop`),
		post(`/containers/${old['Id']}/rename?name=production-api-rb-0a1b2c3d`),
		post('/containers/production-api-next-0a1b2c3d/start'),
		post('/containers/production-api-next-0a1b2c3d/rename?name=production-api'),
	];
	expect(config['Image']).toContain('v413');
	return orders.map((order, index) => host.ask(at + index * 300, order).status);
}

test('production/api is well for a minute', () => {
	const host = vps1();
	expect(host.web(50_000, '/health')).toMatchObject({ code: 200 });
	expect(shares(host, 10_000, 50_000).failed).toBeLessThan(0.01);
	expect(host.api(50_000)).toMatchObject({ state: 'running', health: 'healthy', restarts: 0 });
});

test('then ci deploys a release that fails, and keeps the one before', () => {
	const host = vps1();
	const after = host.api(62_000);
	expect(after).toMatchObject({ state: 'running', config: { Image: 'registry.demo/shop/api:v413' } });
	expect(containerOf(host.at(62_000).engine, 'production-api-v412')).toMatchObject({ state: 'exited', exit: 0 });
	expect(host.web(62_000, '/health')).toMatchObject({ code: 200 });
	expect(host.web(72_000, '/health')).toMatchObject({ code: 500 });
	expect(host.api(90_000)).toMatchObject({ health: 'unhealthy' });
	const early = shares(host, 62_000, 70_000);
	const late = shares(host, 120_000, 180_000);
	expect(late.failed).toBeGreaterThan(0.4);
	expect(early.failed).toBeLessThan(late.failed / 2);
	expect(late.slow).toBeGreaterThan(0.4);
});

function valueIn<T>(result: Result<T>): T {
	if (!result.ok) throw new Error(result.failure.message);
	return result.value;
}

/** The services as the cockpit makes them of what the engines of both hosts say. */
function servicesAt(after: number): readonly Service[] {
	const { hosts } = makeWorld({ now: began });
	const engines = Object.entries(hosts).map(([name, host]) => {
		const ask = (path: string) => JSON.stringify(askHost(host, { method: 'GET', path }, began + after).answer.json);
		const ids = [...stepHost(host, began + after).engine.containers.keys()];
		const all = ids.map((id) => valueIn(readInspect(name, ask(`/containers/${id}/json`))));
		const containers = Object.fromEntries(all.map((each) => [each.id, each]));
		return [name, { containers, images: valueIn(readImages(name, ask('/images/json'))) }];
	});
	return group(makeDemo({ now: () => began }).fleet, Object.fromEntries(engines), []);
}

test('the cockpit finds just its services, and the release to go back to', () => {
	const services = servicesAt(2 * minute);
	expect(services.map(({ id }) => id).toSorted()).toEqual(
		makeDemo({ now: () => began })
			.fleet.services.map(({ environment, name }) => `${environment}/${name}`)
			.toSorted(),
	);
	expect(services.every(({ instances }) => instances.length === 1)).toBe(true);
	const [api] = services;
	if (api === undefined) throw new Error('There is no service.');
	expect(targetOf(api)).toMatchObject({ release: { label: expect.stringContaining('v412'), can: 'ready' } });
	const proofs = api.releases.map(({ label, proof }) => `${label.replace(/^.*:/, '')} ${proof}`);
	expect(proofs).toEqual(['v413 container', 'v412 container', 'v411 container', 'v410 image only', 'v409 image only']);
});

test('its log says so', () => {
	const host = vps1();
	const { engine } = host.at(3 * minute);
	const api = host.api(3 * minute);
	if (api === undefined) throw new Error('There is no production-api.');
	const lines = logLines(engine, api, { after: began + 2 * minute, until: began + 3 * minute, most: 1000 });
	const failed = lines.filter(({ text }) => text.includes('"status":500'));
	expect(lines.length).toBeGreaterThan(100);
	expect(failed.length / lines.length).toBeGreaterThan(0.35);
	expect(lines.map(({ at }) => at)).toEqual(lines.map(({ at }) => at).toSorted((one, other) => one - other));
});

test('its memory grows until it is killed, and its policy starts it again', () => {
	const host = vps1();
	const usage = (after: number) => {
		const path = '/containers/production-api/stats?stream=false&one-shot=1';
		return Object(inspected(host.ask(after, { method: 'GET', path }))['memory_stats'])['usage'];
	};
	const [first, second] = [usage(80_000), usage(180_000)];
	expect(second).toBeGreaterThan(first * 1.5);
	const { events } = host.at(8 * minute).engine;
	const words = events.filter(({ attributes }) => attributes['name'] === 'production-api').map(({ action }) => action);
	expect(words.join(' ')).toMatch(/oom die start health_status: healthy health_status: unhealthy oom die start/);
	expect(host.api(8 * minute)).toMatchObject({ oom: true, state: 'running' });
	expect(host.api(8 * minute)?.restarts).toBeGreaterThanOrEqual(1);
});

test('a restart of it does not help', () => {
	const host = vps1();
	host.ask(2 * minute, { method: 'POST', path: '/containers/production-api/restart' });
	expect(host.web(2 * minute + 5_000, '/health')).toMatchObject({ code: 200 });
	expect(host.web(2 * minute + 20_000, '/health')).toMatchObject({ code: 500 });
});

test('a roll back ends it', () => {
	const host = vps1();
	const at = 3 * minute;
	expect(rollBack(host, at, 'registry.demo/shop/api:v412')).toEqual([201, 201, 200, 204, 204, 204, 204]);
	expect(host.web(at + 10_000, '/health')).toMatchObject({ code: 200, text: expect.stringContaining('v412') });
	expect(host.api(at + 10_000)).toMatchObject({ health: 'healthy', restarts: 0 });
	const later = shares(host, at + 10_000, at + 12 * minute);
	expect(later.failed).toBeLessThan(0.01);
	expect(later.all).toBeGreaterThan(1000);
	const kept = containerOf(host.at(at + 12 * minute).engine, 'production-api-rb-0a1b2c3d');
	expect(kept).toMatchObject({ state: 'exited', hostConfig: { RestartPolicy: { Name: 'no' } } });
});

test('a world without the story stays well', () => {
	const host = makeWorld({ now: began, story: false }).hosts['vps1'];
	const later = host === undefined ? undefined : stepHost(host, began + 24 * 60 * minute);
	const api = later === undefined ? undefined : containerOf(later.engine, 'production-api');
	expect(api).toMatchObject({ config: { Image: 'registry.demo/shop/api:v412' }, health: 'healthy' });
});

test('the same seed makes the same world, another seed another one', () => {
	const pages = [1, 1, 2].map((seed) => vps1(seed).web(90_000, '/metrics')?.text);
	expect(pages[0]).toBe(pages[1]);
	expect(pages[0]).not.toBe(pages[2]);
	const [one, other] = [vps1(), vps1()].map((host) => host.at(10 * minute));
	expect(one).toEqual(other);
});

test('a day passes in a blink, whether it is looked at once or a thousand times', () => {
	const [once, often] = [vps1(), vps1()];
	const end = 24 * 60 * minute;
	for (let at = 0; at < end; at += 90_000) often.at(at);
	expect(often.at(end)).toEqual(once.at(end));
	expect(once.at(end).engine.events.length).toBe(256);
});
