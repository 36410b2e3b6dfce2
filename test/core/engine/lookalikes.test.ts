import { expect, test } from 'vitest';
import { withoutContainer } from '../../../src/core/engine/by-hand.ts';
import { group } from '../../../src/core/engine/group.ts';
import type { Instance } from '../../../src/core/model.ts';
import { service } from '../../actions/service.ts';
import { containerOf, enginesOf, fleetOf, lineOf, specOf, stoppedOf } from './world.ts';

const ran = [lineOf(1, 1, 2, { service: 'production/api' })];
const fleet = fleetOf([specOf('api'), specOf('worker')], ['vps1', 'vps2']);
const api = (containers: readonly Instance[], ledger = ran, of = fleet) =>
	group(of, enginesOf(containers), ledger).find(({ id }) => id === 'production/api');
const broken = containerOf('api-broken', 2);
const earlier = stoppedOf('api-v1', 1, 2);

test.each<[string, readonly Instance[]]>([
	['with the same earlier container', [broken, earlier]],
	['of a repository that ran as the service, by the ledger', [broken]],
])('a container that runs %s may be the service under another name', (_, containers) => {
	expect(api(containers)?.lookalikes).toEqual(['api-broken']);
	expect(api(containers, ran, { ...fleet, discover: [] })?.lookalikes).toEqual(['api-broken']);
});

test.each<[string, readonly Instance[]]>([
	['that stopped', [stoppedOf('api-broken', 2, 3), earlier]],
	['on another host', [containerOf('api-broken', 2, { host: 'vps2' }), earlier]],
	['of another repository', [containerOf('web', 2, { image: { id: 'sha256:7', ref: 'shop/web:v1' } }), earlier]],
	['of the config', [containerOf('worker', 2), earlier]],
	[
		'of a compose project',
		[containerOf('shop-api-1', 2, { labels: { 'com.docker.compose.project': 'shop' } }), earlier],
	],
	['of a manager', [containerOf('api.web.1', 2, { labels: { 'com.dokku.app-name': 'api' } }), earlier]],
	[
		'that stands in for another service',
		[containerOf('web-next-0a1b2c3d', 2, { labels: { 'watchdeck.plan': '0a1b2c3d' } }), earlier],
	],
	['while the service has its container', [containerOf('api', 2), broken, earlier]],
])('a container %s does not', (_, containers) => {
	expect(api(containers)).toBeDefined();
	expect(api(containers)).not.toHaveProperty('lookalikes');
});

test('while another may be the service under another name, nothing is said to be started', () => {
	const missing = { instances: [], former: [stoppedOf('api-v1', 1, 2)] };
	expect(withoutContainer(service({ ...missing, lookalikes: ['api-broken'] }))).toBe(
		'it has no container; api-broken runs; if that is it: docker rename api-broken api',
	);
	expect(withoutContainer(service({ ...missing, lookalikes: ['a', 'b', 'c', 'd'] }))).toBe(
		'it has no container; a, b, c and 1 more run; if one of them is it, give it the name api with docker rename',
	);
	expect(withoutContainer(service({ ...missing, lookalikes: ['a', 'b'] }))).toContain('; a and b run; if one');
});
