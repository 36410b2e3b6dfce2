import { expect, test } from 'vitest';
import { usedSamples, wholeSamples } from '../../src/core/measured.ts';
import type { Sample } from '../../src/core/model.ts';
import { makeNumbers } from '../../src/store/series.ts';
import { fleetState, service } from '../screens/fleet-state.ts';

test('what a host tells of its containers becomes the numbers of the services that have them', () => {
	const one = service('shop/api');
	const [instance] = one.instances;
	if (instance === undefined) throw new Error('no container');
	const two = {
		...service('shop/web'),
		instances: ['web-1', 'web-2'].map((name) => ({ ...instance, name, id: name })),
	};
	const state = fleetState([one, two], {});
	const used = new Map([
		[instance.id, { cpu: 0.5, memory: 0.25, netIn: 10, netOut: 20 }],
		['web-2', { memory: 0.5 }],
		['of-nobody', { memory: 1 }],
	]);
	expect(usedSamples(state, instance.host, used, 7)).toEqual([
		{ series: 'shop/api/cpu', at: 7, value: 0.5 },
		{ series: 'shop/api/memory', at: 7, value: 0.25 },
		{ series: 'shop/api/net_in', at: 7, value: 10 },
		{ series: 'shop/api/net_out', at: 7, value: 20 },
		{ series: 'shop/web/web-2/memory', at: 7, value: 0.5 },
	]);
	// The same ids on another host are other containers.
	expect(usedSamples(state, 'elsewhere', used, 7)).toEqual([]);
});

test('the busiest and the fullest of several containers speak for their service, and their traffic adds up', () => {
	const [instance] = service('shop/web').instances;
	if (instance === undefined) throw new Error('no container');
	const instances = ['web-1', 'web-2', 'web-3'].map((name) => ({ ...instance, name, id: name }));
	const state = fleetState([service('shop/api'), { ...service('shop/web'), instances }], {});
	const { append, numbers } = makeNumbers();
	const add = (samples: readonly Sample[], at: number) => {
		append(samples);
		const made = wholeSamples(state, samples, numbers, at);
		append(made);
		return made;
	};
	const of = (name: string, at: number, values: object) =>
		Object.entries(values).map(([measure, value]) => ({ series: `shop/web/${name}/${measure}`, at, value }));
	const alone = [{ series: 'shop/api/cpu', at: 1000, value: 0.9 }];
	expect(add(alone, 1000)).toEqual([]);
	expect(add(of('web-1', 1000, { cpu: 0.2, net_in: 5 }), 1000)).toEqual([
		{ series: 'shop/web/cpu', at: 1000, value: 0.2 },
		{ series: 'shop/web/net_in', at: 1000, value: 5 },
	]);
	expect(add(of('web-2', 1500, { cpu: 0.7 }), 1500)).toEqual([]); // one number a second
	expect(add(of('web-2', 2500, { cpu: 0.6, memory: 0.3, net_in: 7 }), 2500)).toEqual([
		{ series: 'shop/web/cpu', at: 2500, value: 0.6 },
		{ series: 'shop/web/memory', at: 2500, value: 0.3 },
		{ series: 'shop/web/net_in', at: 2500, value: 12 },
	]);
	// What the others told long ago is not said again.
	expect(add(of('web-3', 60_000, { cpu: 0.1 }), 60_000)).toEqual([{ series: 'shop/web/cpu', at: 60_000, value: 0.1 }]);
	expect(add([{ series: 'shop/web/requests', at: 61_000, value: 3 }], 61_000)).toEqual([]);
});
