import { expect, test } from 'vitest';
import type { Answer, Read } from '../../src/core/call.ts';
import { callText } from '../../src/core/call-text.ts';
import type { Made, Making } from '../../src/core/making.ts';
import type { Instance, Service } from '../../src/core/model.ts';
import type { ServiceAction, Want } from '../../src/core/want.ts';
import { filesFrom } from '../../src/platforms/compose/project.ts';
import { compose } from '../../src/platforms/compose.ts';
import { release } from '../actions/service.ts';

const hex = (digit: string) => digit.repeat(64);
const image = (digit: string) => `sha256:${hex(digit)}`;
const SECRET = 'tok-secret-1';

/** What the host has and says; a plan is made from that alone. */
interface Host {
	readonly look: string;
	readonly read: string | 'fails' | 'no';
	readonly labels: Readonly<Record<string, string>>;
	readonly names: readonly string[];
	/** The name in the file, and what it means on the host. */
	readonly name: string;
	readonly means: string;
	readonly images: readonly string[];
	readonly ports: object;
	/** What a registry has under any name. */
	readonly registry?: string;
	/** All its images, and which of them ran as the service, by digit, the one that served last first. */
	readonly list?: readonly object[];
	readonly ran?: readonly string[];
}

const plain: Host = {
	look: `docker=${hex('1')}\nv2=2.26.1-4\nv1=\n`,
	read: 'hash=h1\nimage=live:latest\n',
	labels: {
		'com.docker.compose.project': 'shop',
		'com.docker.compose.service': 'api',
		'com.docker.compose.version': '2.26.1',
		'com.docker.compose.project.working_dir': '/srv/my shop',
		'com.docker.compose.project.config_files': '/srv/my shop/compose.yaml,/srv/my shop/prod.yaml',
		'com.docker.compose.project.environment_file': '/srv/my shop/prod.env',
		'com.docker.compose.config-hash': 'h1',
	},
	names: ['shop-api-1'],
	name: 'live:latest',
	means: image('a'),
	images: [image('a')],
	ports: {},
};
const v1: Partial<Host> = {
	look: `docker=${hex('1')}\nv2=\nv1=1.29.2\n`,
	labels: { ...plain.labels, 'com.docker.compose.version': '1.29.2' },
	names: ['shop_api_1'],
};

const said = (value: unknown, code = 200): Answer => {
	const reply = { code, text: typeof value === 'string' ? value : JSON.stringify(value), err: '' };
	if (code < 300 && code !== 13) return { ok: true, took: 1, value: reply };
	return {
		ok: false,
		took: 1,
		failure: { kind: code === 404 ? 'missing' : 'refused', message: `code ${code}` },
		reply,
	};
};

function inspectOf(host: Host, index: number): object {
	return {
		...{ Id: hex(String(index + 1)), Name: `/${host.names[index]}`, Image: host.images[index] ?? host.images[0] },
		State: { Status: 'running', Running: true },
		Config: { Image: host.name, Labels: host.labels, Env: [`API_TOKEN=${SECRET}`], StopTimeout: 3 },
		HostConfig: { RestartPolicy: { Name: 'always' }, PortBindings: host.ports },
		...{ Mounts: [], NetworkSettings: { Networks: {} } },
	};
}

function engineSays(host: Host, path: string): Answer {
	if (path.startsWith('/distribution/'))
		return host.registry === undefined
			? said({ message: 'none' }, 404)
			: said({ Descriptor: { digest: host.registry } });
	if (path === '/images/json') return said(host.list ?? []);
	const [, kind, key = ''] = /^\/(containers|images)\/(.+)\/json$/.exec(path) ?? [];
	const of = decodeURIComponent(key);
	if (kind === 'containers') return said(inspectOf(host, Number(of[0]) - 1));
	if (of === host.name) return host.means === '' ? said({}, 404) : said({ Id: host.means, RepoDigests: [] });
	if (of === 'shop/api:v5') return said({ Id: image('5'), RepoDigests: [] });
	return of.startsWith('sha256:') ? said({ Id: of, Config: {} }) : said({}, 404);
}

/** The plan's parts, as the action's steps make them. */
async function made<A extends ServiceAction>(want: Want<A>, change: Partial<Host> = {}, more: Partial<Making> = {}) {
	const host = { ...plain, ...change };
	const asked: string[] = [];
	const ask = async (call: Read): Promise<Answer> => {
		if (call.via === 'engine') return engineSays(host, call.path);
		const words = call.via === 'exec' ? call.argv.slice(4).map(String) : [];
		asked.push(words.join(' '));
		if (words[0] === 'look') return said(host.look, 0);
		if (host.read === 'no') return said('', 13);
		return host.read === 'fails' ? said('', 500) : said(host.read, 0);
	};
	const instances = host.names.map((name, index): Instance => {
		const of = { id: host.images[index] ?? host.images[0] ?? '', ref: host.name };
		const own = { host: 'vps1', id: hex(String(index + 1)), name, image: of, labels: host.labels };
		return { ...own, restarts: 0, state: 'running', health: 'healthy' };
	});
	const service: Service = {
		...{ id: 'production/api', environment: 'production', name: 'api', platform: 'compose', hosts: ['vps1'] },
		...{ instances, former: [], releases: (host.ran ?? []).map((of) => release(of, { image: { id: image(of) } })) },
	};
	const making: Making = {
		...{ id: '7f3a0c11', ask, signal: new AbortController().signal, asks: { times: 2, within: 30_000 } },
		...more,
	};
	const steps = compose.can[want.action];
	if (steps === undefined) throw new Error(want.action);
	return { result: await steps(want, service, making), asked };
}
async function plan<A extends ServiceAction>(want: Want<A>, change: Partial<Host> = {}): Promise<Made> {
	const { result } = await made(want, change);
	if (!result.ok) throw new Error(result.failure.message);
	return result.value;
}
const impact = async <A extends ServiceAction>(want: Want<A>, change: Partial<Host> = {}) =>
	(await plan(want, change)).instead?.impact.join('\n') ?? '';
const back: Want<'rollback'> = { action: 'rollback', to: image('b') };
const texts = ({ steps }: Made) =>
	steps.map(({ does, undo }) => [callText(does), 'none' in undo ? undo.none : callText(undo)]);

test('a roll back pins what runs, then has the plugin make it anew with the files that its labels tell', async () => {
	const own = "-p shop --project-directory '/srv/my shop' -f '/srv/my shop/compose.yaml' -f '/srv/my shop/prod.yaml'";
	const tool = `docker compose ${own} --env-file '/srv/my shop/prod.env' up -d --no-deps --no-build --pull never`;
	const cd = "cd '/srv/my shop'";
	expect(texts(await plan(back))).toEqual([
		[`docker tag ${image('a')} live:old-7f3a0c11`, 'The image stays pinned as live:old-7f3a0c11.'],
		[
			`${cd} && docker tag ${image('b')} live:latest && ${tool} --wait --wait-timeout 30 --scale 'api=1' api`,
			`${cd} && docker tag ${image('a')} live:latest && ${tool} --scale 'api=1' api`,
		],
	]);
});

test('1.29 knows neither --pull nor --wait', async () => {
	const [, up] = texts(await plan(back, v1));
	expect(up?.[0]).toMatch(/ docker-compose -p shop .* up -d --no-deps --no-build --scale 'api=1' api$/);
	expect(up?.join()).not.toMatch(/--pull|--wait/);
});

test.each<[string, readonly string[], readonly string[]]>([
	['/srv/shop', ['compose.yaml', 'prod.yaml'], ['compose.yaml', 'prod.yaml']],
	['/srv/shop', ['./compose.yaml'], ['./compose.yaml']],
	[
		'/srv/shop',
		['shop/compose.yaml', '/etc/prod.yaml', 'own.yaml'],
		['/srv/shop/compose.yaml', '/etc/prod.yaml', '/srv/own.yaml'],
	],
	['/srv/apps/shop', ['./apps/shop/compose.yaml'], ['/srv/./apps/shop/compose.yaml']],
	['/srv/shop', ['files/compose.yaml'], ['files/compose.yaml']],
	['/srv/myshop', ['shop/compose.yaml'], ['shop/compose.yaml']],
	['/srv/shop', ['../compose.yaml'], ['../compose.yaml']],
	['/srv/shop', ['/srv/shop/compose.yaml', 'x'], ['/srv/shop/compose.yaml', 'x']],
	['/srv/shop', [], []],
])('1.29 was called elsewhere: of the folder %s the files %j are %j', (dir, files, from) => {
	expect(filesFrom(dir, files)).toEqual(from);
});

test('docker-compose may be v2 without docker', async () => {
	const [, up] = texts(await plan(back, { look: `docker=${hex('1')}\nv2=\nv1=v2.30.3\n` }));
	expect(up?.[0]).toMatch(/ docker-compose -p shop .* --pull never --wait /);
});

test.each<[string, Partial<Host>, Partial<Making>, RegExp, RegExp]>([
	[
		'only its engine is reached',
		{},
		{ shellless: ['vps1'] },
		/Only the engine of vps1 is reached/,
		/as ssh: in the config/,
	],
	['there is no Compose', { look: `docker=${hex('1')}\nv2=\nv1=\n` }, {}, /no Compose on vps1/, /Install the plugin/],
	[
		'docker knows no compose',
		{ look: `docker=${hex('1')}\nv2=docker: 'compose' is not a command\nv1=\n` },
		{},
		/no Compose/,
		/I/,
	],
	[
		'only 1.29 for what v2 made',
		{ look: v1.look ?? '' },
		{},
		/Compose 2\.26\.1 made .* only 1\.29\.2/,
		/Install the plugin/,
	],
	[
		'only v2 for what 1.29 made',
		{ ...v1, look: plain.look },
		{},
		/Compose 1\.29\.2 made .* only 2\.26\.1-4/,
		/1\.29 on vps1/,
	],
	[
		'docker may not be used',
		{ look: 'docker=permission denied\nv2=2.26.1\n' },
		{},
		/permission denied/,
		/docker inspect shop-api-1/,
	],
	[
		'a file is gone',
		{ look: `${plain.look}lacks=/srv/my shop/prod.yaml\n` },
		{},
		/prod\.yaml.*cannot be read on vps1/,
		/back there/,
	],
	[
		'Compose says no to its files',
		{ read: 'no' },
		{},
		/Compose on vps1 says no to the files of the project shop/,
		/^See why, there: cd '\/srv\/my shop' && docker compose -p shop .* config --quiet$/,
	],
	['no label tells its files', { labels: {} }, {}, /do not say where the files/, /up -d --no-deps/],
	[
		'its folder is not told whole',
		{ labels: { ...plain.labels, 'com.docker.compose.project.working_dir': '-' } },
		...([{}, /do not say where the files/, /up -d --no-deps api/] as const),
	],
	[
		'its config came through a pipe',
		{ labels: { ...plain.labels, 'com.docker.compose.project.config_files': '-' } },
		...([{}, /no file but a pipe/, /up -d --no-deps api/] as const),
	],
	['its file names another image', { read: 'hash=h2\nimage=live:next\n' }, {}, /names live:next now/, /by hand first/],
	[
		'its file names a digest',
		{ name: `live@${image('a')}`, read: 'hash=h1\nimage=\n' },
		{},
		/by its digest/,
		/in the file/,
	],
	[
		'its containers differ',
		{ names: ['a', 'b'], images: [image('a'), image('c')] },
		{},
		/different images/,
		/by hand first/,
	],
])('refused, with the way named: %s', async (_what, change, more, message, fix) => {
	const { result } = await made(back, change, more);
	if (result.ok) throw new Error('it was planned');
	expect(result.failure.message).toMatch(message);
	expect(result.failure.fix).toMatch(fix);
});

test('where only the engine is reached no command is tried, which would run here', async () => {
	expect((await made(back, {}, { shellless: ['vps1'] })).asked).toEqual([]);
});

test('what is said before: the gap, what goes, where its image stays, and which name means what', async () => {
	const text = await impact(back);
	expect(text).toMatch(/A gap is expected: Compose 2\.26\.1-4 stops the old container/);
	expect(text).toMatch(/removes shop-api-1 itself; the image stays as live:old-7f3a0c11/);
	expect(text).toMatch(/live:latest.* a later "up" keeps it, a pull or a build of api does not/);
	expect(text).not.toContain('changed since');
	// Of 2.26.1 with an env_file the first one is another.
	expect(await impact(back, { read: 'hash=h0\nimage=live:latest\nhash=h1\n' })).not.toContain('changed since');
});

test('that the next up makes it anew once more is said where it depends on others', async () => {
	const labels = { ...plain.labels, 'com.docker.compose.depends_on': 'db:service_started:false' };
	expect(await impact(back, { labels })).toMatch(
		/the next "up" without that makes it anew once more, from the same image/,
	);
	expect(await impact(back)).not.toContain('once more');
});

test.each<[string, Partial<Host>, RegExp]>([
	['they changed', { read: 'hash=h2\nimage=live:latest\n' }, /^The Compose files .* changed since: that goes live too/],
	['they changed, 1.29', { ...v1, read: 'hash=h2\nimage=live:latest\n' }, /^The Compose files .* changed since/],
	['nobody can tell', { read: 'fails' }, /^Whether the Compose files changed since is not known/],
	['1.29 has the image in it', { ...v1, means: image('c') }, /^Whether the Compose files changed since cannot be told/],
])('a warning comes first where the files are not known to be the same: %s', async (_what, change, first) => {
	expect(await impact(back, change)).toMatch(first);
});

test('what the name means already and does not run is pinned too, and meant again once it is undone', async () => {
	const moved = await plan(back, { means: image('c') });
	expect(texts(moved).map(([does]) => does)).toContain(`docker tag ${image('c')} live:was-7f3a0c11`);
	expect(texts(moved).at(-1)?.[1]).toMatch(new RegExp(` && docker tag ${image('c')} live:latest$`));
	expect(moved.instead?.impact.join()).toContain('keeps the name live:was-7f3a0c11');
	expect((await plan({ action: 'rollback', to: image('c') }, { means: image('c') })).steps).toHaveLength(2);
	expect(texts(await plan(back, { means: '' })).at(-1)?.[1]).not.toMatch(/api && docker tag/);
});

test('what is replaced is in the plan, no value of its env', async () => {
	const { before, steps, instead } = await plan(back);
	expect(before).toMatchObject([
		{ host: 'vps1', container: hex('1'), name: 'shop-api-1', image: image('a'), pin: 'live:old-7f3a0c11' },
	]);
	const text = JSON.stringify([before, steps, instead]);
	expect(text).not.toContain(SECRET);
	expect(text).toContain('API_TOKEN');
});

test('a name that a cut left is taken for what it is to be', async () => {
	const cut = await plan(back, { names: ['0123456789ab_shop-api-1'] });
	expect(JSON.stringify(cut.steps.at(-1)?.took)).toContain('"names":["shop-api-1"]');
});

const deploy: Want<'deploy'> = { action: 'deploy', image: 'shop/api:v5' };

test('a deploy of another name says that the file still has the old one', async () => {
	expect(await impact(deploy)).toMatch(/still names live:latest: write shop\/api:v5 there too/);
	expect(texts(await plan(deploy)).at(-1)?.[0]).toContain(`docker tag ${image('5')} live:latest`);
});

test('a deploy of what a registry has pulls it by its digest, and gives the name in the file only to Compose', async () => {
	const digest = image('d');
	const there = await plan({ action: 'deploy', image: 'reg.test/api:v6' }, { registry: digest });
	expect(texts(there).map(([does = '']) => does.split(' && ')[0])).toEqual([
		`docker pull reg.test/api@${digest}`,
		`docker tag reg.test/api@${digest} reg.test/api:v6`,
		`docker tag ${image('a')} live:old-7f3a0c11`,
		"cd '/srv/my shop'",
	]);
	const host = { name: 'reg.test/api:live', means: '', registry: digest, read: 'hash=h1\nimage=\n' };
	const own = await plan({ action: 'deploy', image: 'reg.test/api:live' }, host);
	expect(texts(own).map(([does = '']) => does.split(' && ')[0])).toEqual([
		`docker pull reg.test/api@${digest}`,
		`docker tag ${image('a')} reg.test/api:old-7f3a0c11`,
		"cd '/srv/my shop'",
	]);
	expect(own.instead?.impact.join()).not.toContain('still names');
	expect(JSON.stringify(own.instead?.proof)).toContain(digest);
});

test('a deploy says which image it promises, for whoever asks whether another service runs the same', async () => {
	expect((await plan(deploy)).promised).toEqual({ image: image('5') });
	const pulled = await plan({ action: 'deploy', image: 'reg.test/api:v6' }, { registry: image('d') });
	expect(pulled.promised).toEqual({ digest: image('d') });
});

test('a deploy of what runs is refused', async () => {
	const { result } = await made(deploy, { means: image('5'), images: [image('5')] });
	expect(result).toMatchObject({
		ok: false,
		failure: { message: expect.stringContaining('runs shop/api:v5 already') },
	});
});

const scale = (to: number): Want<'scale'> => ({ action: 'scale', to });

test('scaling leaves what is there alone, and back to the number of before', async () => {
	const [[does, undo] = []] = texts(await plan(scale(3)));
	expect(does).toMatch(/up -d --no-deps --no-build --pull never --no-recreate --scale 'api=3' api$/);
	expect(undo).toMatch(/ --no-recreate --scale 'api=1' api$/);
	expect(does).not.toContain('docker tag');
	expect(await impact(scale(3))).toContain('from 1 to 3');
	const two = { names: ['shop-api-1', 'shop-api-2'], ports: { '80/tcp': [{ HostPort: '8080' }] } };
	expect(await impact(scale(1), two)).toMatch(/removes one container of 2, those with the highest numbers/);
	expect(await impact(scale(3), { read: 'hash=h2\nimage=live:latest\n' })).toContain('made from what they say now');
	expect((await plan(scale(3), { ports: { '80/tcp': [{ HostPort: '' }] } })).steps).toHaveLength(1);
});

test.each<[string, number, Partial<Host>, RegExp]>([
	['to nothing', 0, {}, /no container, by which it is known/],
	['to what it is', 1, {}, /scaled to 1 already/],
	['a name of its own', 2, { names: ['shop'] }, /gives shop its name/],
	['a port of the host', 2, { ports: { '80/tcp': [{ HostPort: '8080' }] } }, /takes the port 8080 of its host/],
	['the name means another image', 2, { means: image('c') }, /another image than the ones that are there/],
])('scaling is refused: %s', async (_what, to, change, message) => {
	const { result } = await made(scale(to), change);
	if (result.ok) throw new Error('it was planned');
	expect(result.failure.message).toMatch(message);
	expect(result.failure.fix).toBeDefined();
});

test('what earlier changes of it kept by name goes once this is verified; its own is kept for its time', async () => {
	const keptNames = ['live:old-00000001', 'live:was-00000001'].map((name) => ({ host: 'vps1', name }));
	const restart: Want<'restart'> = { action: 'restart' };
	for (const want of [back, restart] as const) {
		const { result } = await made(want, {}, { keptNames });
		if (!result.ok) throw new Error(result.failure.message);
		expect(result.value.tidy.map(callText)).toEqual(['docker rmi live:old-00000001', 'docker rmi live:was-00000001']);
		// Never by force, and one that something needs stays.
		for (const order of result.value.tidy) expect(order).toMatchObject({ fine: [200, 404, 409] });
		expect(JSON.stringify(result.value.tidy)).not.toContain('force');
		expect(result.value.impact?.join('\n')).toContain(
			'what earlier changes kept by name, live:old-00000001 and live:was-00000001',
		);
		expect(result.value.keeps).toBe(want === back ? 7 * 86_400_000 : undefined);
	}
	const alone = await plan(back);
	expect([alone.tidy, alone.impact]).toEqual([
		[],
		['live:old-7f3a0c11 stays until the next verified change of it or for 7 days, and so do other names of this plan.'],
	]);
});

test('the last good images keep their names: the new one has its own before any name goes', async () => {
	const good = (digit: string) => `live:good-${digit.repeat(12)}`;
	const named = (digit: string, ...RepoTags: readonly string[]) => ({ Id: image(digit), RepoTags });
	// `a` runs; `b`, to which it goes, has its name already; `c` served before both.
	const list = [named('a', 'live:latest', good('a')), named('b', good('b')), named('c', good('c'))];
	const keptNames = [{ host: 'vps1', name: 'live:old-00000001' }];
	const orders = async (keepImages: number) => {
		const { result } = await made(back, { list, ran: ['a', 'b', 'c'] }, { keepImages, keptNames });
		return result.ok ? result.value.tidy.map(callText) : [];
	};
	const naming = `docker tag ${image('b')} ${good('b')}`;
	const old = 'docker rmi live:old-00000001';
	expect(await orders(3)).toEqual([naming, old]);
	expect(await orders(2)).toEqual([naming, `docker rmi ${good('c')}`, old]);
	expect(await orders(1)).toEqual([naming, `docker rmi ${good('a')}`, `docker rmi ${good('c')}`, old]);
});
