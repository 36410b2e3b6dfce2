import { expect, test } from 'vitest';
import { makeForgetting } from '../../src/app/forget-gone.ts';
import type { Instance, Service } from '../../src/core/model.ts';
import { makeNumbers } from '../../src/store/series.ts';

const instance = (name: string): Instance => ({
	...{ host: 'vps1', id: name, name, image: { id: 'i' }, restarts: 0, state: 'running', health: 'none', labels: {} },
});
const service = (name: string, instances: readonly string[], former: readonly string[] = []): Service => ({
	...{ id: `prod/${name}`, environment: 'prod', name, platform: 'docker', hosts: ['vps1'], releases: [] },
	instances: instances.map(instance),
	former: former.map(instance),
});
const stateOf = (...all: readonly Service[]) => ({ services: Object.fromEntries(all.map((one) => [one.id, one])) });

function setting() {
	const numbers = makeNumbers();
	const series = ['host/vps1/cpu', 'prod/api/cpu', 'prod/api2/cpu', 'prod/api/api-1/cpu', 'prod/api/api-2/cpu'];
	numbers.append(series.map((name) => ({ series: name, at: 1, value: 1 })));
	const kept = () => series.filter((name) => numbers.numbers(name) !== undefined);
	return { look: makeForgetting(numbers), kept, series };
}

test('the numbers of a service go with it, and no others', () => {
	const { look, kept, series } = setting();
	const api2 = service('api2', ['api2']);
	look(stateOf(service('api', ['api-1', 'api-2']), api2));
	expect(kept()).toEqual(series);
	look(stateOf(api2));
	expect(kept()).toEqual(['host/vps1/cpu', 'prod/api2/cpu']);
});

test('the numbers of a container go when it is gone, not when it is stopped', () => {
	const { look, kept, series } = setting();
	look(stateOf(service('api', ['api-1', 'api-2'])));
	look(stateOf(service('api', ['api-1'], ['api-2'])));
	expect(kept()).toEqual(series);
	look(stateOf(service('api', ['api-1'])));
	expect(kept()).toEqual(series.filter((name) => !name.startsWith('prod/api/api-2/')));
});
