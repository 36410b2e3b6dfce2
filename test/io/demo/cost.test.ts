import { expect, test } from 'vitest';
import { catalogue } from '../../../src/io/demo/catalogue.ts';
import { makeDemo } from '../../../src/io/demo/demo.ts';
import { askHost, makeWorld, step, stepHost } from '../../../src/io/demo/world.ts';

const began = Date.UTC(2026, 10, 21, 14);

/** Processor time of a piece of work, in milliseconds. */
function cost(work: () => void): number {
	const before = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

test('every size has as many services, with names of their own', () => {
	for (const size of [1, 2, 5, 15, 16, 100, 1000, 2000]) {
		const all = catalogue(size);
		expect(new Set(all.map(({ environment, name }) => `${environment}/${name}`)).size).toBe(size);
		expect(all[0]).toMatchObject({ environment: 'production', name: 'api' });
		const places = all.map(({ host, port }) => `${host}:${port}`);
		expect(new Set(places).size).toBe(size);
	}
});

test('every service runs, and its fleet names its container', () => {
	const world = step(makeWorld({ services: 300, now: began }), began);
	const { fleet } = makeDemo({ services: 300, now: () => began });
	for (const { host, container, platform, environment } of fleet.services) {
		const all = [...(world.hosts[host]?.engine.containers.values() ?? [])];
		const name = platform === 'compose' ? `${environment}-${container}-1` : container;
		expect(all.find((each) => each.name === name)).toMatchObject({ state: 'running' });
	}
});

test('a thousand services cost little: a list and an inspect of each, and an idle hour', () => {
	const world = step(makeWorld({ services: 1000, now: began, story: false }), began);
	const hosts = Object.values(world.hosts);
	const get = (path: string) => ({ method: 'GET', path });
	const asked = cost(() => {
		for (const host of hosts) {
			JSON.stringify(askHost(host, get('/containers/json?all=1'), began).answer.json);
			for (const id of host.engine.containers.keys()) {
				JSON.stringify(askHost(host, get(`/containers/${id}/json`), began).answer.json);
			}
		}
	});
	const idle = cost(() => {
		// Where nothing happens, an hour later is the same value: nothing was computed that could be drawn anew.
		for (const host of hosts) expect(stepHost(host, began + 3_600_000)).toBe(host);
	});
	expect(asked).toBeLessThan(1000);
	expect(idle).toBeLessThan(50);
});

test('nothing is left behind: no timer, no handle', () => {
	const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
	const { carrier, look } = makeDemo({ services: 1000, now: Date.now });
	look('vps1');
	carrier({ name: 'vps2', reach: 'demo' });
	expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBe(before);
});
