import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fleet } from '../../../src/core/config/fleet.ts';
import { group } from '../../../src/core/engine/group.ts';
import { readImages } from '../../../src/core/engine/images.ts';
import { readInspect } from '../../../src/core/engine/inspect.ts';
import type { Instance, Service } from '../../../src/core/model.ts';
import { inspects, recorded } from './recorded.ts';
import { containerOf, day0, enginesOf, fleetOf, hour, imageOf, lineOf, specOf, stoppedOf } from './world.ts';

const grouped = (containers: readonly Instance[], fleet: Fleet = fleetOf()): Readonly<Record<string, Service>> =>
	Object.fromEntries(group(fleet, enginesOf(containers), []).map((service) => [service.id, service]));
const shape = (services: Readonly<Record<string, Service>>) =>
	Object.fromEntries(
		Object.entries(services).map(([id, { instances, former }]) => [
			id,
			[instances.map(({ name }) => name), former.map(({ name }) => name)],
		]),
	);
const compose = (project: string, service: string, number = 1) => ({
	labels: {
		'com.docker.compose.project': project,
		'com.docker.compose.service': service,
		'com.docker.compose.container-number': String(number),
	},
});
const task = (slot: number, id: string) => ({
	labels: {
		'com.docker.stack.namespace': 'shop',
		'com.docker.swarm.service.name': 'shop_web',
		'com.docker.swarm.task.id': id,
		'com.docker.swarm.task.name': `shop_web.${slot}.${id}`,
	},
});

test('the recorded containers', () => {
	const containers = inspects
		.filter((name) => name !== 'inspect-oracle.json')
		.map((name) => readInspect('vps1', recorded(name)))
		.flatMap((result) => (result.ok ? [result.value] : []));
	const images = readImages('vps1', recorded('images.json'));
	const engines = enginesOf(containers, images.ok ? images.value : []);
	const services = group(fleetOf(), engines, []);
	expect(services.map(({ id, platform, manager }) => [id, platform, manager])).toEqual([
		['local/eater', 'docker', undefined],
		['local/frozen', 'docker', undefined],
		['local/hosted', 'docker', undefined],
		['local/linked', 'docker', undefined],
		['local/looper', 'docker', undefined],
		['local/never', 'docker', undefined],
		['pages/web', 'swarm', 'Swarm'],
		['local/passing', 'docker', undefined],
		['shop/api', 'compose', undefined],
		['shop/db', 'compose', undefined],
		['local/sick', 'docker', undefined],
		['local/sidecar', 'docker', undefined],
		['local/killed', 'docker', undefined],
	]);
	expect(services.at(-1)).toMatchObject({ instances: [], former: [{ name: 'killed-rb-0a1b2c3d' }] });
});

test('a project’s service with several containers is one', () => {
	expect(
		shape(grouped([containerOf('b', 1, compose('shop', 'api', 2)), containerOf('a', 1, compose('shop', 'api'))])),
	).toEqual({
		'shop/api': [['a', 'b'], []],
	});
});

test('containers of `compose run` are no part of anything', () => {
	const labels = { ...compose('shop', 'api').labels, 'com.docker.compose.oneoff': 'True' };
	expect(grouped([containerOf('run', 1, { labels })])).toEqual({});
});

test('a swarm service is one on all its hosts, without the tasks that were replaced', () => {
	const fleet = fleetOf([], ['vps1', 'vps2']);
	const services = grouped(
		[
			stoppedOf('web.1.old', 1, 2, task(1, 'old')),
			containerOf('web.1.new', 2, task(1, 'new')),
			stoppedOf('web.2.dead', 2, 3, { ...task(2, 'dead'), host: 'vps2' }),
		],
		fleet,
	);
	expect(shape(services)).toEqual({ 'shop/web': [['web.1.new', 'web.2.dead'], ['web.1.old']] });
	expect(services['shop/web']).toMatchObject({ hosts: ['vps1', 'vps2'], manager: 'Swarm' });
});

test.each<[string, Readonly<Record<string, string>>, string | undefined]>([
	['Dokku', { 'com.dokku.app-name': 'api' }, 'Dokku'],
	['Kubernetes', { 'io.kubernetes.pod.name': 'api' }, 'Kubernetes'],
	['Kamal', { service: 'api', role: 'web' }, 'Kamal'],
	['Kamal with a destination', { service: 'api', destination: 'staging' }, 'Kamal'],
	['nobody: a label that many have', { service: 'api' }, undefined],
])('managed by %s', (_say, labels, manager) => {
	expect(grouped([containerOf('api', 1, { labels })])['local/api']?.manager).toBe(manager);
});

test('the config comes first and takes its containers by name, service, or project and service', () => {
	const containers = [
		containerOf('api', 1),
		containerOf('x1', 1, compose('shop', 'web')),
		containerOf('x2', 1, compose('one', 'db')),
		containerOf('x3', 1, compose('two', 'db')),
		containerOf('x4', 1, compose('production', 'cache')),
		containerOf('x5', 1, compose('other', 'cache')),
	];
	const by = (name: string, container: string) => specOf(name, { platform: 'compose', container });
	const specs = [specOf('api'), by('web', 'web'), by('db', 'two/db'), by('cache', 'cache'), by('unclear', 'db')];
	expect(shape(grouped(containers, fleetOf(specs)))).toEqual({
		'production/api': [['api'], []],
		'production/web': [['x1'], []],
		'production/db': [['x3'], []],
		'production/cache': [['x4'], []],
		'production/unclear': [[], []],
		'one/db': [['x2'], []],
		'other/cache': [['x5'], []],
	});
});

test('what the labels say of the platform is believed, not the config', () => {
	const services = grouped(
		[containerOf('shop-api-1', 1, compose('shop', 'api'))],
		fleetOf([specOf('api', { container: 'shop-api-1' })]),
	);
	expect(services['production/api']?.platform).toBe('compose');
});

test('a service of the config without a container is still a service', () => {
	expect(grouped([], fleetOf([specOf('api')]))['production/api']).toMatchObject({ instances: [], hosts: ['vps1'] });
});

test('without discovery only the config is shown', () => {
	const fleet = { ...fleetOf([specOf('api')]), discover: [] };
	const containers = [containerOf('api', 2), containerOf('db', 1), stoppedOf('api-rb-0a1b2c3d', 1, 2)];
	expect(shape(grouped(containers, fleet))).toEqual({ 'production/api': [['api'], ['api-rb-0a1b2c3d']] });
});

test('a name that is not valid gets an id beside what it is called', () => {
	const [service] = Object.values(grouped([containerOf('a', 1, compose('shop', 'my service \u001b[31m'))]));
	expect(service?.id).toMatch(/^shop\/[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/);
	expect(service?.original).toBe('my service \u001b[31m');
});

test('two that would have the same id are made distinct', () => {
	const twins = [
		containerOf('a', 1, compose('shop', 'api')),
		containerOf('b', 1, { ...compose('shop', 'api'), host: 'vps2' }),
	];
	expect(shape(grouped(twins, fleetOf([], ['vps1', 'vps2'])))).toEqual({
		'shop/api': [['a'], []],
		'shop/api-vps2': [['b'], []],
	});
	const taken = grouped([containerOf('a', 1, compose('production', 'api'))], fleetOf([specOf('api')]));
	expect(shape(taken)).toEqual({ 'production/api': [[], []], 'production/api-vps1': [['a'], []] });
	expect(taken['production/api-vps1']?.original).toBe('api');
});

const plan = { labels: { 'watchdeck.plan': '0a1b2c3d' } };

test.each<[string, readonly Instance[], object]>([
	[
		'what a roll back keeps',
		[containerOf('api', 2, plan), stoppedOf('api-rb-0a1b2c3d', 1, 2)],
		{ 'local/api': [['api'], ['api-rb-0a1b2c3d']] },
	],
	[
		'what it has half made',
		[containerOf('api', 1), containerOf('api-next-0a1b2c3d', 2, { ...plan, state: 'created' })],
		{ 'local/api': [['api'], ['api-next-0a1b2c3d']] },
	],
	[
		'a new one that runs already, under its first name',
		[stoppedOf('api-rb-0a1b2c3d', 1, 2), containerOf('api-next-0a1b2c3d', 2, plan)],
		{ 'local/api': [['api-next-0a1b2c3d'], ['api-rb-0a1b2c3d']] },
	],
	[
		'a name like that without the label of the plan is a service',
		[containerOf('api-next-0a1b2c3d', 2)],
		{ 'local/api-next-0a1b2c3d': [['api-next-0a1b2c3d'], []] },
	],
	[
		'a kept one that somebody started is a service',
		[containerOf('api', 2), containerOf('api-rb-0a1b2c3d', 1)],
		{ 'local/api': [['api'], []], 'local/api-rb-0a1b2c3d': [['api-rb-0a1b2c3d'], []] },
	],
	['only the kept one is left', [stoppedOf('api-rb-0a1b2c3d', 1, 2)], { 'local/api': [[], ['api-rb-0a1b2c3d']] }],
])('a plan at work: %s', (_say, containers, expected) => {
	expect(shape(grouped(containers))).toEqual(expected);
});

test.each(['api-old', 'api_bak2', 'api.v411', 'api-20261120', 'api-9c1e2ab', '0123456789ab_api'])(
	'an earlier container that was set aside as %s is no service',
	(name) => {
		expect(shape(grouped([containerOf('api', 2), stoppedOf(name, 1, 2)]))).toEqual({ 'local/api': [['api'], [name]] });
	},
);

test.each<[string, readonly Instance[], Fleet, object]>([
	['gone', [], fleetOf([specOf('api')]), { 'production/api': [[], ['api-v1']] }],
	[
		'called otherwise',
		[containerOf('api-broken', 2)],
		fleetOf([specOf('api')]),
		{ 'production/api': [[], ['api-v1']], 'local/api-broken': [['api-broken'], ['api-v1']] },
	],
	[
		'one whose follower has not got its name yet',
		[containerOf('api-next-0a1b2c3d', 2, plan)],
		fleetOf(),
		{ 'local/api': [['api-next-0a1b2c3d'], ['api-v1']] },
	],
	[
		'gone, and a kept one speaks of it',
		[stoppedOf('api-rb-0a1b2c3d', 1, 2)],
		fleetOf(),
		{ 'local/api': [[], ['api-rb-0a1b2c3d', 'api-v1']] },
	],
])('an earlier container is no service either while its service is %s', (_say, others, fleet, expected) => {
	const ledger = [lineOf(1, 1, 2, { service: 'production/api' })];
	const services = group(fleet, enginesOf([...others, stoppedOf('api-v1', 1, 2)]), ledger);
	expect(shape(Object.fromEntries(services.map((service) => [service.id, service])))).toEqual(expected);
});

test('while a service is missing, nothing but its words or its repository makes a stopped one its own', () => {
	const fleet = fleetOf([specOf('redis'), specOf('api'), specOf('api-v1')]);
	const neighbour = stoppedOf('redis-7', 1, 2, { image: { id: 'sha256:7', ref: 'library/redis:7' } });
	expect(shape(grouped([neighbour, stoppedOf('redis-old', 1, 2), stoppedOf('api-v1-old', 1, 2)], fleet))).toEqual({
		'production/redis': [[], ['redis-old']],
		'production/api': [[], []],
		'production/api-v1': [[], ['api-v1-old']],
		'local/redis-7': [['redis-7'], []],
	});
});

test('what is missing takes no stopped container of another host, and none that never ran', () => {
	const others = [stoppedOf('api-v1', 1, 2, { host: 'vps2' }), containerOf('api-v2', 1, { state: 'created' })];
	expect(grouped(others, fleetOf([specOf('api')], ['vps1', 'vps2']))['production/api']?.former).toEqual([]);
});

test('a neighbour of the same image that stopped stays in sight, and shows what ran here', () => {
	const containers = [containerOf('api', 2), stoppedOf('api-worker', 1, 2)];
	expect(shape(grouped(containers))).toEqual({
		'local/api': [['api'], ['api-worker']],
		'local/api-worker': [['api-worker'], []],
	});
});

test.each<[string, Instance]>([
	['one that ended after the present one was made', stoppedOf('api-old', 1, 5)],
	['one of another repository', stoppedOf('api-old', 1, 2, { image: { id: 'sha256:1', ref: 'shop/web:v1' } })],
	['one that never ran', containerOf('api-old', 1, { state: 'created' })],
	['one on another host', stoppedOf('api-old', 1, 2, { host: 'vps2' })],
	['one of the config', stoppedOf('worker', 1, 2)],
])('%s is no earlier container', (_say, other) => {
	const fleet = fleetOf([specOf('worker')], ['vps1', 'vps2']);
	expect(grouped([containerOf('api', 2), other], fleet)['local/api']?.former).toEqual([]);
});

test('the digest and revision of an image come from the list of images', () => {
	const digest = `sha256:${'d'.repeat(64)}`;
	const engines = enginesOf([containerOf('api', 1)], [imageOf(1, { digest, revision: '9c1e2ab' })]);
	expect(group(fleetOf(), engines, [])[0]?.instances[0]?.image).toMatchObject({ digest, revision: '9c1e2ab' });
});

const names = fc.constantFrom(
	'api',
	'api-old',
	'web',
	'api-rb-0a1b2c3d',
	'api-next-0a1b2c3d',
	'a b',
	'a/b',
	'\u001b[2J',
	'',
);
const containers = fc.array(
	fc.record({
		name: names,
		version: fc.integer({ min: 1, max: 3 }),
		host: fc.constantFrom('vps1', 'vps2'),
		state: fc.constantFrom('running', 'exited', 'created', 'dead', 'restarting'),
		labels: fc.oneof(
			fc.constant({}),
			fc.constant(plan.labels),
			fc.constant(task(1, 'x').labels),
			fc.tuple(names, names).map(([project, service]) => compose(project, service).labels),
		),
	}),
	{ maxLength: 8 },
);

test('every container is somewhere once, ids are valid and unique, and the order of news does not matter', () => {
	const specs = [specOf('api'), specOf('web', { platform: 'compose' })];
	const id = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}\/[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/;
	fc.assert(
		fc.property(containers, fc.boolean(), (given, withConfig) => {
			const made = given.map(({ version, name, ...more }, index) => ({
				...containerOf(name, version, { ...more, ended: 1, id: `${index}`.padStart(64, 'a') }),
			}));
			const fleet = fleetOf(withConfig ? specs : [], ['vps1', 'vps2']);
			const services = group(fleet, enginesOf(made), []);
			for (const service of services) expect(service.id).toMatch(id);
			expect(new Set(services.map((service) => service.id)).size).toBe(services.length);
			const shown = services.flatMap(({ instances, former }) => [...instances, ...former]).map((each) => each.id);
			expect(new Set(shown)).toEqual(new Set(made.map((each) => each.id)));
			const instances = services.flatMap((service) => service.instances.map((each) => each.id));
			// Two lines of a config may name the same container; that is for its writer to say.
			if (!withConfig) expect(new Set(instances).size).toBe(instances.length);
			expect(group(fleet, enginesOf(made.toReversed()), [])).toEqual(services);
		}),
	);
});

test('a project that is called as hosts are gets another name, so that no service bears the id of a host', () => {
	const services = grouped([containerOf('host-vps1-1', 1, compose('host', 'vps1'))]);
	expect(Object.keys(services)).toEqual(['host-project/vps1']);
	expect(services['host-project/vps1']).toMatchObject({ original: 'host/vps1' });
});

test('a container that was set aside by its name is an earlier one of that service, not of others of its image', () => {
	const fleet = fleetOf([specOf('api'), specOf('staging-api')]);
	const made = { created: day0 + 5 * hour };
	const running = [containerOf('api', 2, made), containerOf('staging-api', 3, made)];
	const formerOf = (stray: Instance) => {
		const services = group(fleet, enginesOf([...running, stray]), []);
		return services.filter(({ former }) => former.some(({ name }) => name === stray.name)).map(({ name }) => name);
	};
	expect(formerOf(stoppedOf('api-v1', 1, 2))).toEqual(['api']);
	expect(formerOf(stoppedOf('staging-api-old', 1, 2))).toEqual(['staging-api']);
	// Nobody's by its name: it may have been either.
	expect(formerOf(stoppedOf('brave_euler', 1, 2)).toSorted()).toEqual(['api', 'staging-api']);
});

test('what a canary puts beside a Compose service is no service and no replica of it, also while Compose makes its own anew', () => {
	const own = containerOf('shop-api-1', 1, compose('shop', 'api'));
	const labels = { 'watchdeck.plan': '7f3a0c11', 'watchdeck.beside': 'shop/api' };
	const beside = containerOf('shop-api-1-next-7f3a0c11', 2, { labels });
	for (const container of ['shop/api', 'api']) {
		const fleet = fleetOf([specOf('api', { platform: 'compose', container })]);
		expect(shape(grouped([own, beside], fleet))).toEqual({ 'production/api': [['shop-api-1'], [beside.name]] });
		expect(shape(grouped([beside], fleet))).toEqual({ 'production/api': [[], [beside.name]] });
	}
	expect(shape(grouped([own, beside]))).toEqual({ 'shop/api': [['shop-api-1'], [beside.name]] });
	// Whose service nobody knows is seen all the same.
	expect(shape(grouped([beside]))).toEqual({ 'local/shop-api-1': [[beside.name], []] });
});
