import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dependenciesIn } from '../../../src/core/engine/depends.ts';
import type { Service } from '../../../src/core/model.ts';
import { service } from '../../screens/fleet-state.ts';

/** A service of the Compose project `shop` on vps1, or on another host. */
function of(name: string, dependsOn?: string, host = 'vps1'): Service {
	const base = service(`shop/${name}`, { platform: 'compose', hosts: [host] });
	const labels = {
		'com.docker.compose.project': 'shop',
		'com.docker.compose.service': name,
		...(dependsOn === undefined ? {} : { 'com.docker.compose.depends_on': dependsOn }),
	};
	return { ...base, instances: base.instances.map((one) => ({ ...one, host, labels })) };
}

describe('what depends on what', () => {
	const known = dependenciesIn([
		of('web', 'api:service_healthy:true'),
		of('api', 'redis:service_started:false,postgres:service_healthy:false'),
		of('redis', ''),
		of('postgres'),
	]);

	test('is read from the labels that Compose writes', () => {
		expect(known.needs('shop/api')).toEqual(['shop/postgres', 'shop/redis']);
		expect(known.dependants('shop/api')).toEqual(['shop/web']);
		expect(known.dependants('shop/web')).toEqual([]);
		expect(known.needs('shop/elsewhere')).toEqual([]);
	});

	test('is of one host: the same name elsewhere is another service', () => {
		expect(dependenciesIn([of('api', 'redis:service_started'), of('redis', '', 'vps2')]).needs('shop/api')).toEqual([]);
	});

	test('never names what is not there, whatever a label says', () => {
		fc.assert(
			fc.property(fc.string(), (label) => {
				const { needs } = dependenciesIn([of('api', label), of('redis')]);
				for (const id of needs('shop/api')) expect(['shop/api', 'shop/redis']).toContain(id);
			}),
		);
	});
});
