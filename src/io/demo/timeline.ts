import type { Millis } from '../../core/model.ts';
import type { DemoService } from './catalogue.ts';
import { hexOf } from './engine/ids.ts';
import type { ImageWish } from './engine/make.ts';
import type { EngineRequest, Fault, Fields } from './engine/types.ts';

/** Something that somebody else does on a host at a time: an image comes, or the engine is ordered something. */
export type Scene = { readonly at: Millis } & (
	| { readonly pull: ImageWish }
	/** The build cache grows by so many bytes. */
	| { readonly fill: number }
	| { readonly ask: EngineRequest /** Given up when this container is not there. */; readonly if?: string }
);

const day: Millis = 24 * 3_600_000;
const megabyte = 1024 * 1024;

/** What the bad release does: /health fails soon, half of the answers are errors, the memory is full after minutes. */
export const fault: Fault = { rises: 40_000, errors: 0.46, slow: 2_600, sick: 9_000, full: 210_000 };

const commands: Readonly<Record<DemoService['kind'], Fields>> = {
	api: { Cmd: ['node', 'dist/main.js'], Env: ['NODE_ENV=production'] },
	web: { Entrypoint: ['/docker-entrypoint.sh'], Cmd: ['nginx', '-g', 'daemon off;'], Env: ['NGINX_VERSION=1.27.3'] },
	worker: { Cmd: ['node', 'dist/worker.js'], Env: ['NODE_ENV=production'] },
	postgres: { Entrypoint: ['docker-entrypoint.sh'], Cmd: ['postgres'], Env: ['PGDATA=/var/lib/postgresql/data'] },
	redis: { Entrypoint: ['docker-entrypoint.sh'], Cmd: ['redis-server'], Env: [] },
};
const data: Readonly<Record<string, string>> = { postgres: '/var/lib/postgresql/data', redis: '/data' };
const limits: Readonly<Record<DemoService['kind'], number>> = {
	api: 512,
	web: 256,
	worker: 384,
	postgres: 2048,
	redis: 256,
};

function checkOf({ kind }: DemoService): Fields | undefined {
	if (kind === 'worker') return undefined;
	const words: Readonly<Record<string, string>> = { postgres: 'pg_isready -U app', redis: 'redis-cli ping' };
	const Test = ['CMD-SHELL', words[kind] ?? 'wget -qO- http://127.0.0.1:8080/health'];
	return { Test, Interval: 5_000_000_000, Timeout: 3_000_000_000, Retries: 3 };
}

/** The image of a release. A release of ours says its version and its commit in its labels, and its env names it. */
function imageWish(service: DemoService, release: string, created: Millis, bad?: Fault): ImageWish {
	const { kind, repository, name } = service;
	const own = release.startsWith('v');
	const check = checkOf(service);
	const { Env, ...command } = commands[kind];
	const labels = {
		'org.opencontainers.image.version': release,
		'org.opencontainers.image.revision': hexOf(repository, release, 'commit').slice(0, 40),
		'org.opencontainers.image.title': name,
	};
	return {
		ref: `${repository}:${release}`,
		created,
		pulled: true,
		size: 90 * megabyte + Number.parseInt(hexOf(repository).slice(0, 6), 16) * 8,
		program: { kind, release, ...(bad === undefined ? {} : { fault: bad }) },
		config: {
			...command,
			Env: [...(Array.isArray(Env) ? Env : []), ...(own ? [`RELEASE=${release}`] : [])],
			WorkingDir: own ? '/app' : '',
			ExposedPorts: { '8080/tcp': {} },
			Labels: own ? labels : null,
			...(data[kind] === undefined ? {} : { Volumes: { [data[kind]]: {} } }),
			...(check === undefined ? {} : { Healthcheck: check }),
		},
	};
}

function nameOf({ compose, environment, container }: DemoService): string {
	return compose ? `${environment}-${container}-1` : container;
}

/** What each kind waits for in a Compose project, as `depends_on` says it. */
const needs: Readonly<Record<DemoService['kind'], readonly string[]>> = {
	api: ['postgres', 'redis'],
	web: ['api'],
	worker: ['postgres', 'redis'],
	postgres: [],
	redis: [],
};

function labelsOf({ compose, environment, container, kind }: DemoService, by: string): Fields {
	if (!compose) return { 'deploy.by': by };
	return {
		'com.docker.compose.depends_on': needs[kind].map((name) => `${name}:service_healthy:false`).join(','),
		'com.docker.compose.project': environment,
		'com.docker.compose.service': container,
		'com.docker.compose.container-number': '1',
		'com.docker.compose.oneoff': 'False',
		'com.docker.compose.version': '2.24.0',
		'com.docker.compose.project.working_dir': `/srv/${environment}`,
		'com.docker.compose.project.config_files': `/srv/${environment}/compose.yaml`,
	};
}

/** What a container of a service is created from, but for its image. */
function bodyOf(service: DemoService, release: string, by: string): Fields {
	const { environment, name, kind, repository, port } = service;
	const network = `${environment}_default`;
	const published = kind === 'api' || kind === 'web';
	return {
		Image: `${repository}:${release}`,
		Env: [
			`APP_ENV=${environment}`,
			`SERVICE=${name}`,
			`DATABASE_URL=postgres://app:${hexOf(environment, 'password').slice(0, 20)}@postgres:5432/app`,
		],
		Labels: labelsOf(service, by),
		HostConfig: {
			NetworkMode: network,
			Memory: limits[kind] * megabyte,
			RestartPolicy: { Name: 'unless-stopped' },
			LogConfig: { Type: 'json-file', Config: { 'max-size': '10m' } },
			...(published ? { PortBindings: { '8080/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] } } : {}),
		},
		NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [name] } } },
	};
}

/** The orders that put a release in the place of the one before, which is kept, stopped, under its release's name. */
function deployment(
	service: DemoService,
	{ release, before, at, by }: { release: string; before?: string; at: Millis; by: string },
): readonly Scene[] {
	const name = nameOf(service);
	const post = (after: Millis, path: string, body?: Fields): Scene => ({
		at: at + after,
		ask: { method: 'POST', path, ...(body === undefined ? {} : { body }) },
		...(before === undefined ? {} : { if: name }),
	});
	const away = [post(0, `/containers/${name}/stop`), post(200, `/containers/${name}/rename?name=${name}-${before}`)];
	const fresh: readonly Scene[] = [
		{
			at: at + 400,
			ask: { method: 'POST', path: `/containers/create?name=${name}`, body: bodyOf(service, release, by) },
		},
		{ at: at + 700, ask: { method: 'POST', path: `/containers/${name}/start` } },
	];
	return before === undefined ? fresh : [...away, ...fresh];
}

/** How a service came to be as it is at the beginning: its images came, and its newest releases one after the other. */
export function historyOf(service: DemoService, began: Millis): readonly Scene[] {
	const { releases, ran } = service;
	const newest = releases.slice(-ran.length);
	const oldest = ran[0] ?? day;
	const pulls = releases.map((release, index): Scene => {
		const came = began - (ran[index - (releases.length - ran.length)] ?? oldest + (releases.length - index) * 3 * day);
		return { at: came - 60_000, pull: imageWish(service, release, came - 900_000) };
	});
	const deployments = newest.flatMap((release, index) => {
		const before = newest[index - 1];
		const at = began - (ran[index] ?? day);
		return deployment(service, { release, at, by: 'ci', ...(before === undefined ? {} : { before }) });
	});
	return [...pulls, ...deployments];
}

/** How long after the beginning the bad release comes. */
const badAfter: Millis = 60_000;

/** `ci` deploys a release that does not work. */
export function releaseScenes(service: DemoService, release: string, at: Millis, bad: Fault): readonly Scene[] {
	const before = service.releases.at(-1) ?? '';
	return [
		{ at: at - 4_000, pull: imageWish(service, release, at - 240_000, bad) },
		...deployment(service, { release, before, at, by: 'ci' }),
	];
}

/** The story: a minute after the beginning a release comes that does not work. */
export function storyOf(service: DemoService, began: Millis): readonly Scene[] {
	return releaseScenes(service, 'v413', began + badAfter, fault);
}
