import { expect, test } from 'vitest';
import { othersImpact } from '../../src/actions/others.ts';
import type { ServiceAction } from '../../src/core/want.ts';
import { instance, service } from './service.ts';

const beside = instance({ id: 'side1', name: 'side car', networkOf: 'old1' });

test.each<[ServiceAction, RegExp | undefined]>([
	['rollback', /^side car uses the network of api and has none once that is replaced: make side car anew then/],
	['deploy', /^side car uses the network of api and has none once that is replaced/],
	['restart', /restart it as well then \(docker restart 'side car'\)/],
	['stop', /once api is started again, restart it as well/],
	['start', undefined],
])('whoever uses the network of its container is named: %s', (action, text) => {
	const [said] = othersImpact(action, service(), [instance({ id: 'x' }), beside]);
	if (text === undefined) expect(said).toBe(undefined);
	else expect(said).toMatch(text);
	expect(othersImpact(action, service(), [{ ...beside, host: 'vps2' }])).toEqual([]);
});

test('services of Compose that are made from the same name are named', () => {
	const of = (project: string, name: string, id = 'old1') =>
		instance({ id, labels: { 'com.docker.compose.project': project, 'com.docker.compose.service': name } });
	const api = service({ platform: 'compose', instances: [of('shop', 'api')] });
	const [worker, other, plain] = [of('shop', 'worker', 'w'), of('shop', 'api', 'second'), instance({ id: 'p' })];
	expect(othersImpact('deploy', api, [worker, other, plain])).toEqual([
		'worker is made from shop/api:v2 too: the next "up" of it brings this image there as well.',
	]);
	expect(othersImpact('rollback', api, [worker, of('blog', 'api', 'b')])).toEqual([
		'worker and api are made from shop/api:v2 too: the next "up" of them brings this image there as well.',
	]);
	expect(othersImpact('restart', api, [worker])).toEqual([]);
	expect(othersImpact('deploy', service(), [worker])).toEqual([]);
});
