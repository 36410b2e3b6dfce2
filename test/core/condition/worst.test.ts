import { expect, test } from 'vitest';
import { exitText } from '../../../src/core/condition/exit-text.ts';
import { ofLayer } from '../../../src/core/condition/layers.ts';
import { ofNumbers } from '../../../src/core/condition/numbers.ts';
import { ofInstance, ofProcesses } from '../../../src/core/condition/process.ts';
import { settle } from '../../../src/core/condition/settle.ts';
import { usualThresholds } from '../../../src/core/config/fleet-of.ts';
import { group } from '../../../src/core/engine/group.ts';
import { initialState } from '../../../src/core/initial.ts';
import type { Instance, Numbers, Sample, Service } from '../../../src/core/model.ts';
import type { CameBack, Feeds, LayerFact, State } from '../../../src/core/state.ts';
import { containerOf, day0, enginesOf, fleetOf, specOf, stoppedOf } from '../engine/world.ts';

const now = day0;
const noFeeds: Feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };
const serviceOf = (instances: readonly Instance[], more: Partial<Service> = {}): Service => ({
	...{ id: 'local/api', environment: 'local', name: 'api', platform: 'docker', hosts: ['vps1'] },
	...{ instances, former: [], releases: [] },
	...more,
});

test.each<[number, boolean, string]>([
	[0, false, 'exit 0'],
	[1, false, 'exit 1'],
	[126, false, 'exit 126 (cannot be executed)'],
	[127, false, 'exit 127 (command not found)'],
	[137, false, 'exit 137 (killed)'],
	[137, true, 'exit 137 (killed: out of memory)'],
	[139, false, 'exit 139 (segmentation fault)'],
	[143, false, 'exit 143 (terminated)'],
	[255, false, 'exit 255'],
])('exit %i, out of memory %s', (exit, oom, text) => {
	expect(exitText(exit, oom)).toBe(text);
});

const api = containerOf('api', 1);
const back = (ago: number, more: Partial<CameBack> = {}) => ({ [api.id]: { at: now - ago, exit: 137, ...more } });

test('back by its policy: degraded for a minute, down when it does so again and again', () => {
	expect(ofInstance(api, back(12_000), now)).toMatchObject({
		is: 'degraded',
		because: 'api restarted 12s ago, exit 137 (killed)',
		since: now - 12_000,
	});
	expect(ofInstance(api, back(60_000), now).is).toBe('ok');
	expect(ofInstance(api, back(2_000, { times: 2 }), now).is).toBe('degraded');
	expect(ofInstance(api, back(2_000, { times: 3 }), now)).toMatchObject({
		is: 'down',
		because: expect.stringContaining('again and again: 3 times'),
	});
	expect(ofInstance({ ...api, health: 'unhealthy' }, back(2_000), now).is).toBe('down');
});

test('no check is never healthy by itself, and a starting one not yet', () => {
	expect(ofInstance(api, {}, now)).toEqual({ is: 'ok', because: 'running; no health check' });
	expect(ofInstance({ ...api, health: 'healthy' }, {}, now)).toEqual({ is: 'ok', because: 'running, healthy' });
	expect(ofInstance({ ...api, health: 'starting' }, {}, now).is).toBe('degraded');
});

test.each(['exited', 'dead', 'created', 'paused', 'restarting'] as const)('%s is down', (state) => {
	expect(ofInstance({ ...api, state }, {}, now).is).toBe('down');
});

test('some of several down is degraded, all of them is down', () => {
	const dead = stoppedOf('api-2', 1, 2);
	expect(ofProcesses(serviceOf([api, dead]), {}, now)).toMatchObject({
		is: 'degraded',
		because: expect.stringContaining('1 of 2 containers down: api-2 stopped'),
	});
	expect(ofProcesses(serviceOf([dead, { ...dead, id: 'f'.repeat(64) }]), {}, now).is).toBe('down');
});

test('without a container it says which and where, and what is left of before, in few names', () => {
	const said = (...former: readonly Instance[]) => ofProcesses(serviceOf([], { container: 'api', former }), {}, now);
	const [kept, old, older] = [
		stoppedOf('api-rb-0a1b2c3d', 1, 2),
		stoppedOf('api-old', 1, 2),
		stoppedOf('api-v1', 1, 2),
	];
	const none = 'no container called api on vps1';
	expect(said(kept)).toEqual({ is: 'down', because: `${none}; of before there is api-rb-0a1b2c3d, stopped` });
	expect(said(old).because).toBe(`${none}; of before there is api-old, stopped`);
	expect(said(kept, old).because).toBe(`${none}; of before there are api-rb-0a1b2c3d and api-old, stopped`);
	expect(said(kept, old, older, stoppedOf('api-v0', 1, 2)).because).toBe(
		`${none}; of before there are api-rb-0a1b2c3d, api-old, api-v1 and 1 more, stopped`,
	);
	expect(said(containerOf('api-rb-0a1b2c3d', 1)).because).toBe(none);
});

test.each([
	['docker', 'shop-api-blue', 'no container called shop-api-blue on vps1'],
	['compose', 'shop/api', 'no container of the compose service shop/api on vps1'],
	['swarm', 'shop_api', 'no container of the swarm service shop_api on vps1'],
] as const)('without a container it names what the config looks for: %s', (platform, container, because) => {
	const spec = specOf('api', { platform, container });
	const service = serviceOf([], { id: 'production/api', environment: 'production', platform });
	expect(ofProcesses(service, {}, now, spec)).toEqual({ is: 'down', because });
	const state: State = {
		...initialState({
			...{ at: now, fleet: fleetOf([spec]), operator: 'o', demo: false, readOnly: false },
			size: { columns: 80, rows: 24 },
		}),
		services: { [service.id]: service },
		links: { vps1: { is: 'up', since: now } },
		engines: { vps1: { value: { containers: {}, images: [] }, at: now, misses: 0 } },
	};
	expect(settle(state, noFeeds, now)[service.id]).toMatchObject({ because });
});

test('without a container and a config it names the one that its roll back kept one of', () => {
	const [service] = group(fleetOf(), enginesOf([stoppedOf('My_API-rb-0a1b2c3d', 1, 2)]), []);
	expect(service && ofProcesses(service, {}, now).because).toMatch(/^no container called My_API on vps1;/);
});

const fact = (more: Partial<LayerFact>): LayerFact => ({
	...{ layer: 'outside', source: 'http', kind: 'http', streak: 1, need: 3, history: [], every: 5000 },
	observed: { value: { is: 'down', because: '500', since: now - 7 }, at: now, misses: 0 },
	...more,
});

test('a check is down only after so many failures in a row', () => {
	expect(ofLayer(fact({ streak: 2 }), now)).toMatchObject({ is: 'degraded', because: 'http check failed 2 of 3: 500' });
	expect(ofLayer(fact({ streak: 3 }), now)).toMatchObject({ is: 'down', because: '500', since: now - 7 });
});

test.each(['degraded', 'unknown'] as const)('what was measured to be %s is not counted like a failure', (is) => {
	const because = 'the certificate ends in 4 days';
	const value = { is, because, since: now - 7 };
	const said = [1, 2, 3].map((streak) => ofLayer(fact({ streak, observed: { value, at: now, misses: 0 } }), now));
	expect(said).toEqual(said.map(() => ({ is, because })));
});

test.each([
	['t1', 'tcp', '127.0.0.1:1 refuses connections', 't1: 127.0.0.1:1 refuses connections'],
	['mail', 'command', 'mail 31 above 5', 'mail 31 above 5'],
	['errors', 'prometheus', 'errors: no data', 'errors: no data'],
	['http', 'http', '500 Internal Server Error in 3 ms', '500 Internal Server Error in 3 ms'],
	['redis', 'redis', '90 MB of 100 MB memory are used', 'redis: 90 MB of 100 MB memory are used'],
])('what the check %s says when it counts has its name', (source, kind, because, said) => {
	for (const is of ['down', 'degraded', 'unknown'] as const) {
		const observed = { value: { is, because, since: now }, at: now, misses: 0 };
		expect(ofLayer(fact({ source, kind, streak: 3, observed }), now)?.because).toBe(said);
	}
});

test('what is down for certain is not waited with', () => {
	const value = { is: 'down', because: 'the certificate ended 3 days ago', since: now - 7, certain: true } as const;
	expect(ofLayer(fact({ observed: { value, at: now, misses: 0 } }), now)).toMatchObject({
		is: 'down',
		because: 'the certificate ended 3 days ago',
	});
});

test('a check that was not read is unknown; a page of metrics is no check', () => {
	const failure = { kind: 'timeout', message: 'no answer' } as const;
	const never = { failure, misses: 1 };
	expect(ofLayer(fact({ observed: never }), now)).toMatchObject({ is: 'unknown', because: 'http not read: no answer' });
	expect(ofLayer(fact({ source: 'metrics', kind: 'metrics', observed: never }), now)).toMatchObject({ is: 'ok' });
	expect(ofLayer(fact({ source: 'metrics', kind: 'metrics', observed: { at: now, misses: 0 } }), now)).toBeUndefined();
});

const numbersOf = (values: Readonly<Record<string, number>>): Numbers => {
	return (series) => {
		const value = values[series];
		const last: Sample | undefined = value === undefined ? undefined : { series, at: now, value };
		return { append: () => {}, window: () => [], last: () => last };
	};
};
const over = (service: Service, values: Readonly<Record<string, number>>) =>
	ofNumbers(service, { limits: usualThresholds, numbers: numbersOf(values), now }).map(({ because }) => because);

test('memory counts where there is a limit, the fullest of several containers', () => {
	const limited = { ...api, memoryLimit: 1 };
	expect(over(serviceOf([api]), { 'local/api/memory': 0.99 })).toEqual([]);
	expect(over(serviceOf([limited]), { 'local/api/memory': 0.99 })).toEqual(['memory 99% of its limit']);
	const both = serviceOf([limited, { ...limited, name: 'two' }]);
	expect(over(both, { 'local/api/api/memory': 0.1, 'local/api/two/memory': 0.97 })).toEqual([
		'memory 97% of its limit',
	]);
});

test('a clock that is ahead does not begin a condition in the future', () => {
	const begun = initialState({
		...{ at: now, fleet: fleetOf(), operator: 'op', demo: false, readOnly: false },
		size: { columns: 80, rows: 24 },
	});
	const dead = { ...api, state: 'exited', ended: now + 60_000 } as const;
	const service = serviceOf([dead]);
	const state = {
		...begun,
		services: { 'local/api': service },
		links: { vps1: { is: 'up', since: now } as const },
		engines: { vps1: { value: { containers: { [dead.id]: dead }, images: [] }, at: now, misses: 0 } },
	};
	expect(settle(state, noFeeds, now)['local/api']).toMatchObject({ is: 'down', since: now });
});
