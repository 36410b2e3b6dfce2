import { expect, test } from 'vitest';
import { managed } from '../../src/actions/manager.ts';
import type { Release } from '../../src/core/model.ts';
import type { Asked } from '../../src/core/want.ts';
import { instance, release, service } from './service.ts';

const ways = (manager: string, labels: Readonly<Record<string, string>>, releases: readonly Release[] = []) =>
	(['restart', 'start', 'stop', 'rollback'] satisfies readonly Asked[]).map((action) =>
		managed(service({ manager, instances: [instance({ labels })], releases }), action)?.replace(/^.* use: /, ''),
	);

test('what nobody manages is ours to act on', () => {
	expect(managed(service(), 'restart')).toBeUndefined();
});

test('the right way of Swarm has the own name of the service, and the digest of the release before', () => {
	const before = release('v1', { image: { id: 'sha256:v1', ref: 'r:5000/shop/api:v1', digest: 'sha256:d1' } });
	expect(ways('Swarm', { 'com.docker.swarm.service.name': 'shop_api' }, [before])).toEqual([
		'docker service update --force shop_api',
		'docker service scale shop_api=REPLICAS',
		'docker service scale shop_api=0',
		'docker service update --image r:5000/shop/api@sha256:d1 shop_api',
	]);
});

test('what is not known stands there as a word to fill in', () => {
	const never = release('v1', { proof: 'image only', image: { id: 'sha256:v1', ref: 'a:v1', digest: 'sha256:d1' } });
	expect(ways('Swarm', {}, [never]).at(-1)).toBe('docker service update --image REPO@sha256:… SERVICE');
	expect(ways('Kubernetes', { 'io.kubernetes.pod.name': 'api-0' })[0]).toBe('kubectl rollout restart deployment/NAME');
	expect(ways('Kamal', { service: 'shop', role: 'web' }).at(-1)).toBe('kamal rollback VERSION');
});

test('Dokku, Kamal and Kubernetes know it by names of their own', () => {
	expect(ways('Dokku', { 'com.dokku.app-name': 'shop' })[0]).toBe('dokku ps:restart shop');
	const kamal = { service: 'shop', destination: 'staging' };
	expect(ways('Kamal', kamal, [release('9c1e2ab')]).at(-1)).toBe('kamal rollback 9c1e2ab --destination=staging');
	const pod = { 'io.kubernetes.pod.name': 'shop-api-7d9f8b6c5d-x2x4z', 'io.kubernetes.pod.namespace': 'shop' };
	expect(ways('Kubernetes', pod)[1]).toBe('kubectl scale deployment/shop-api --namespace=shop --replicas=REPLICAS');
});

test('a hostile name is one word of the command', () => {
	expect(ways('Swarm', { 'com.docker.swarm.service.name': 'x; rm -rf ~' })[0]).toBe(
		"docker service update --force 'x; rm -rf ~'",
	);
});
