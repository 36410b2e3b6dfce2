/** One request of a story that is told to a real engine and to the simulated one. `as`: keep the answer's Id under it. */
export interface Told {
	readonly say: string;
	readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	readonly path: string;
	readonly body?: unknown;
	readonly as?: string;
	/** What of the answer is compared: its status and message, the names and types in its body, or the body itself. */
	readonly compare?: 'shape' | 'value';
}

const create = (say: string, name: string, body: object, as?: string): Told => ({
	say,
	method: 'POST',
	path: `/containers/create?name=${name}`,
	body,
	...(as === undefined ? {} : { as }),
});
const post = (say: string, path: string, body?: object): Told => ({
	say,
	method: 'POST',
	path,
	...(body === undefined ? {} : { body }),
});
const remove = (say: string, path: string): Told => ({ say, method: 'DELETE', path });
const shape = (say: string, path: string): Told => ({ say, method: 'GET', path, compare: 'shape' });
const value = (say: string, path: string): Told => ({ say, method: 'GET', path, compare: 'value' });

const bound = { HostConfig: { PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: '8081' }] } } };
const onShop = { EndpointsConfig: { shop: { Aliases: ['api'] } } };
const filters = (given: object) => encodeURIComponent(JSON.stringify(given));

const creating: readonly Told[] = [
	create(
		'create with everything',
		'api',
		{
			Image: 'shop/api:v2',
			Env: ['OWN=1', 'FROM_IMAGE=own'],
			Labels: { 'team.note': 'x' },
			Volumes: { '/scratch': {} },
			HostConfig: {
				...bound.HostConfig,
				Binds: ['cache:/cache', '/tmp:/bound:ro'],
				NetworkMode: 'shop',
				Memory: 67108864,
				RestartPolicy: { Name: 'unless-stopped' },
			},
			NetworkingConfig: onShop,
		},
		'a',
	),
	create('create: the name is taken', 'api', { Image: 'shop/api:v1' }),
	create('create: no such image', 'bb', { Image: 'nothing:v1' }),
	create('create: no such image, by id', 'bb', { Image: `sha256:${'1'.repeat(64)}` }),
	create('create: a bad name', 'bb%21', { Image: 'shop/api:v1' }),
	create('create: nothing to run', 'bb', { Image: 'bare:1' }),
	create('create: a bad restart policy', 'bb', {
		Image: 'shop/api:v1',
		HostConfig: { RestartPolicy: { Name: 'never' } },
	}),
	create('create: tries with always', 'bb', {
		Image: 'shop/api:v1',
		HostConfig: { RestartPolicy: { Name: 'always', MaximumRetryCount: 3 } },
	}),
	create('create: two networks at once', 'bb', {
		Image: 'shop/api:v1',
		NetworkingConfig: { EndpointsConfig: { shop: {}, back: {} } },
	}),
	{ say: 'create without a body', method: 'POST', path: '/containers/create?name=bb' },
	create('create by image id', 'bb', { Image: '{v1}' }, 'b'),
	shape('inspect: created', '/containers/{a}/json'),
	value('list: created ones need all', '/containers/json?filters={}'),
];

const living: readonly Told[] = [
	post('start', '/containers/{a}/start'),
	post('start again', '/containers/{a}/start'),
	post('start: nobody', '/containers/nobody/start'),
	shape('inspect: running', '/containers/{a}/json'),
	shape('list', `/containers/json?filters=${filters({ name: ['api'] })}`),
	shape('stats at once', '/containers/{a}/stats?stream=false&one-shot=true'),
	create('the same port', 'cc', { Image: 'shop/api:v1', ...bound }, 'c'),
	post('start: the port is taken', '/containers/{c}/start'),
	shape('inspect: failed to start', '/containers/{c}/json'),
	create('the same address', 'dd', { Image: 'shop/api:v1', HostConfig: { NetworkMode: 'nowhere' } }, 'd'),
	post('start: no such network', '/containers/{d}/start'),
	post('rename: taken', '/containers/{b}/rename?name=api'),
	post('rename: to itself', '/containers/{b}/rename?name=bb'),
	post('rename: to nothing', '/containers/{b}/rename?name='),
	post('rename: a bad name', '/containers/{b}/rename?name=b%21'),
	post('rename: nobody', '/containers/nobody/rename?name=x'),
	post('rename', '/containers/{b}/rename?name=bee'),
	remove('remove: it runs', '/containers/{a}'),
	remove('remove: nobody', '/containers/nobody'),
	post('kill: it does not run', '/containers/{b}/kill'),
	post('kill: a bad signal', '/containers/{a}/kill?signal=SIGNOTHING'),
	post('stop: it does not run', '/containers/{b}/stop'),
	post('stop: nobody', '/containers/nobody/stop'),
	post('pause: it does not run', '/containers/{b}/pause'),
	post('pause', '/containers/{a}/pause'),
	post('pause again', '/containers/{a}/pause'),
	post('start: it is paused', '/containers/{a}/start'),
	shape('inspect: paused', '/containers/{a}/json'),
	post('unpause', '/containers/{a}/unpause'),
	post('unpause again', '/containers/{a}/unpause'),
	post('update', '/containers/{a}/update', { RestartPolicy: { Name: 'no' } }),
	post('update: a bad policy', '/containers/{a}/update', { RestartPolicy: { Name: 'never' } }),
	post('update: nobody', '/containers/nobody/update', { RestartPolicy: { Name: 'no' } }),
	post('stop', '/containers/{a}/stop?t=1'),
	post('stop again', '/containers/{a}/stop?t=1'),
	shape('inspect: exited', '/containers/{a}/json'),
	post('restart what is stopped', '/containers/{a}/restart?t=1'),
	post('kill', '/containers/{a}/kill'),
	{ say: 'logs: neither stream', method: 'GET', path: '/containers/{b}/logs' },
	{ say: 'logs: nobody', method: 'GET', path: '/containers/nobody/logs?stdout=1' },
	{ say: 'stats: nobody', method: 'GET', path: '/containers/nobody/stats?stream=false' },
	{ say: 'inspect: nobody', method: 'GET', path: '/containers/nobody/json' },
];

const networking: readonly Told[] = [
	post('connect', '/networks/back/connect', { Container: '{a}', EndpointConfig: { Aliases: ['x'] } }),
	post('connect again', '/networks/back/connect', { Container: '{a}' }),
	post('connect: no such network', '/networks/nowhere/connect', { Container: '{a}' }),
	post('connect: nobody', '/networks/back/connect', { Container: 'nobody' }),
	post('connect: an address elsewhere', '/networks/back/connect', {
		Container: '{b}',
		EndpointConfig: { IPAMConfig: { IPv4Address: '10.9.9.9' } },
	}),
	post('disconnect', '/networks/back/disconnect', { Container: '{a}' }),
	post('disconnect again', '/networks/back/disconnect', { Container: '{a}' }),
	post('disconnect: nobody', '/networks/back/disconnect', { Container: 'nobody' }),
	post('disconnect: no such network', '/networks/nowhere/disconnect', { Container: '{a}' }),
	post('connect with an address', '/networks/back/connect', {
		Container: '{a}',
		EndpointConfig: { IPAMConfig: { IPv4Address: '172.30.5.9' } },
	}),
	post('start with two networks', '/containers/{a}/start'),
	create('a second with that address', 'ee', { Image: 'shop/api:v1' }, 'e'),
	post('connect the second', '/networks/back/connect', {
		Container: '{e}',
		EndpointConfig: { IPAMConfig: { IPv4Address: '172.30.5.9' } },
	}),
	post('start: the address is taken', '/containers/{e}/start'),
	shape('inspect: two networks', '/containers/{a}/json'),
];

const imaging: readonly Told[] = [
	post('tag', '/images/{v1}/tag?repo=shop%2Fapi&tag=rb-1'),
	post('tag again', '/images/shop%2Fapi:v1/tag?repo=shop%2Fapi&tag=rb-1'),
	post('tag: no such image', '/images/nothing:v1/tag?repo=shop%2Fapi&tag=rb-2'),
	post('tag: a bad name', '/images/{v1}/tag?repo=Shop%20Api&tag=rb-1'),
	{ say: 'inspect an image', method: 'GET', path: '/images/shop%2Fapi:rb-1/json', compare: 'shape' },
	{ say: 'inspect: no such image', method: 'GET', path: '/images/nothing:v1/json' },
	shape('images', '/images/json'),
	remove('remove an image by id: many tags', '/images/{v1}'),
	remove('untag', '/images/shop%2Fapi:rb-1'),
	remove('untag: no such image', '/images/nothing:v1'),
	remove('remove an image by id: used by a stopped container', '/images/{v1}'),
	remove('remove an image by name: used by a stopped container', '/images/shop%2Fapi:v1'),
	remove('remove an image by id: used by a running container', '/images/{v2}'),
	remove('remove an image by name: used by a running container', '/images/shop%2Fapi:v2'),
	remove('remove an image by name, forced: used by a running container', '/images/{v2}?force=1'),
	post('move a tag', '/images/{v1}/tag?repo=shop%2Fapi&tag=v2'),
	value('the container names the bare id', '/containers/json?filters={"name":["^/api$"]}'),
	post('move it back', '/images/{v2}/tag?repo=shop%2Fapi&tag=v2'),
];

const ending: readonly Told[] = [
	remove('remove by force', '/containers/{a}?force=1'),
	shape('volumes stay', '/volumes'),
	remove('remove c', '/containers/{c}'),
	remove('remove d', '/containers/{d}'),
	remove('remove e with its volumes', '/containers/{e}?v=1'),
	remove('remove b', '/containers/{b}'),
	remove('remove b again', '/containers/{b}'),
	remove('remove the image now', '/images/shop%2Fapi:v1'),
	create('one that removes itself', 'ff', { Image: 'shop/api:v2', HostConfig: { AutoRemove: true } }, 'f'),
	post('start f', '/containers/{f}/start'),
	post('kill f', '/containers/{f}/kill'),
	{ say: 'no such page', method: 'GET', path: '/nothing' },
	{ say: 'no swarm', method: 'GET', path: '/services' },
	shape('version', '/version'),
	shape('info', '/info'),
	shape('a network', '/networks/back'),
	value('ping', '/_ping'),
];

/** The whole story, in order. The world before it: images v1, v2 of shop/api and bare:1, networks shop and back. */
export const story: readonly Told[] = [...creating, ...living, ...networking, ...imaging, ...ending];
