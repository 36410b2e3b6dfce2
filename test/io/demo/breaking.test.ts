import { describe, expect, test } from 'vitest';
import { drillOf, drills } from '../../../src/core/drill/drills/index.ts';
import type { Drill } from '../../../src/core/drill/model.ts';
import { catalogue } from '../../../src/io/demo/catalogue.ts';
import { containerOf } from '../../../src/io/demo/engine/find.ts';
import type { EngineRequest } from '../../../src/io/demo/engine/types.ts';
import { loadOf } from '../../../src/io/demo/load.ts';
import { logLines } from '../../../src/io/demo/log-lines.ts';
import { askHost, type DemoHost, makeHost, stepHost } from '../../../src/io/demo/world.ts';

const began = Date.UTC(2026, 10, 21, 14);
const breaks = 8_000;

/** vps1 with a drill that breaks it 8 s after the beginning; times are milliseconds since then. */
function vps1(name: string) {
	const drill: Drill | undefined = drillOf(name);
	if (drill === undefined) throw new Error(`There is no drill ${name}.`);
	let host: DemoHost = makeHost('vps1', catalogue(15), { now: began, breaking: { drill, at: began + breaks } });
	const at = (after: number): DemoHost => {
		host = stepHost(host, began + after);
		return host;
	};
	const container = (after: number, of: string) => {
		const found = containerOf(at(after).engine, of);
		if (found === undefined) throw new Error(`There is no ${of}.`);
		return found;
	};
	const load = (after: number, of: string) => {
		const found = loadOf(at(after).engine, container(after, of));
		if (found === undefined) throw new Error(`${of} has no load.`);
		return found;
	};
	return {
		at,
		container,
		ask: (after: number, request: EngineRequest) => {
			const came = askHost(host, request, began + after);
			host = came.host;
			return came.answer.status;
		},
		/** The share of the requests of a container that failed between two times. */
		failed: (of: string, from: number, to: number) => {
			const one = load(to, of);
			const count = (counted: (now: number) => number) => counted(began + to) - counted(began + from);
			return count(one.failed) / count(one.requests);
		},
		log: (after: number, of: string) =>
			logLines(at(after).engine, container(after, of), { after: began + breaks, until: began + after, most: 500 })
				.map(({ text }) => text)
				.join('\n'),
	};
}

test.each(drills.map(({ name }) => name))(
	'until %s breaks, all is as ever, and the story of the demo stays away',
	(name) => {
		const host = vps1(name);
		for (const { state } of host.at(breaks - 1).engine.containers.values())
			expect(['running', 'exited']).toContain(state);
		expect(host.container(breaks - 1, 'production-api').state).toBe('running');
		expect(host.failed('production-api', 0, breaks - 1)).toBeLessThan(0.02);
		if (name === 'bad-release') return;
		const image = host.container(200_000, 'production-api').config['Image'];
		expect(image).toBe('registry.demo/shop/api:v412');
	},
);

test.each([
	['service-down', 'production-api'],
	['database-down', 'production-postgres'],
	['redis-lost', 'production-redis'],
])('%s kills %s, which stays down until it is started', (name, of) => {
	const host = vps1(name);
	expect(host.container(breaks + 1, of)).toMatchObject({ state: 'exited', exit: 137, oom: false });
	expect(host.container(breaks + 600_000, of).state).toBe('exited');
	expect(host.ask(breaks + 600_000, { method: 'POST', path: `/containers/${of}/start` })).toBe(204);
	expect(host.container(breaks + 601_000, of).state).toBe('running');
});

describe('what leans on a store fails while that is away, and is well again after', () => {
	test.each([
		['database-down', 'production-postgres', 0.82, 'ECONNREFUSED postgres:5432'],
		['redis-lost', 'production-redis', 0.38, 'ECONNREFUSED redis:6379'],
	])('%s', (name, on, share, says) => {
		const host = vps1(name);
		expect(host.failed('production-api', breaks + 1000, breaks + 60_000)).toBeCloseTo(share, 1);
		expect(host.log(breaks + 60_000, 'production-api')).toContain(says);
		host.ask(breaks + 60_000, { method: 'POST', path: `/containers/${on}/start` });
		expect(host.failed('production-api', breaks + 61_000, breaks + 120_000)).toBeLessThan(0.02);
		expect(host.failed('production-web', breaks, breaks + 60_000)).toBeLessThan(0.02);
	});
});

test('bad-release fails in a third of its requests, and its health check passes', () => {
	const host = vps1('bad-release');
	expect(host.container(breaks + 60_000, 'production-api')).toMatchObject({ state: 'running', health: 'healthy' });
	expect(host.failed('production-api', breaks + 30_000, breaks + 60_000)).toBeCloseTo(0.31, 1);
});

test('memory-leak is killed for its memory again and again, also after a restart', () => {
	const host = vps1('memory-leak');
	expect(host.container(breaks + 100_000, 'production-worker').restarts).toBeGreaterThan(2);
	expect(host.at(breaks + 100_000).engine.events.filter(({ action }) => action === 'oom').length).toBeGreaterThan(2);
	host.ask(breaks + 100_000, { method: 'POST', path: '/containers/production-worker/restart' });
	expect(host.container(breaks + 160_000, 'production-worker').restarts).toBeGreaterThan(0);
});

test('disk-full leaves a few percent of the disk, on its own host alone', () => {
	const drill = drillOf('disk-full');
	if (drill === undefined) throw new Error('There is no such drill.');
	const other = makeHost('vps2', catalogue(15), { now: began, breaking: { drill, at: began } });
	expect(stepHost(other, began + 60_000).cache).toBeLessThan(10e9);
	expect(vps1('disk-full').at(breaks).cache).toBeGreaterThan(80e9);
});
