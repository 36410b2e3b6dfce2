import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Engine } from './engine.ts';
import { type TarFile, tar } from './tar.ts';

const APPLETS = [
	'sh',
	'sleep',
	'wget',
	'cat',
	'ls',
	'kill',
	'ps',
	'df',
	'yes',
	'seq',
	'echo',
	'true',
	'false',
	'httpd',
];
/** A system of one program, by many names, and the health check of what answers at port 8080. */
export const busybox: readonly TarFile[] = [
	{ path: 'bin/busybox', from: '/usr/bin/busybox' },
	...APPLETS.map((name) => ({ path: `bin/${name}`, link: 'busybox' })),
	{ path: 'bin/healthy', from: fileURLToPath(new URL('app/healthy.sh', import.meta.url)) },
	{ path: 'tmp', folder: true },
	{ path: 'data', folder: true },
];

/** Node itself (the one that runs this) and each library that `ldd` names, where its loader looks for them. */
function node(): readonly TarFile[] {
	const binary = realpathSync(process.execPath);
	const listed = execFileSync('ldd', [binary], { encoding: 'utf8' });
	const libraries = [...listed.matchAll(/(\/\S+) \(0x/g)].flatMap(([, path]) => path ?? []);
	return [
		{ path: 'bin/node', from: binary },
		...libraries.map((path) => ({ path, from: path })),
		{ path: 'app/server.mjs', from: fileURLToPath(new URL('app/server.mjs', import.meta.url)) },
	];
}

/** An image of one layer with these files, under a name and tag. */
export const load = (engine: Engine, files: readonly TarFile[], repo: string, tag: string): Promise<unknown> =>
	engine.ask('POST', '/images/create', { query: { fromSrc: '-', repo, tag }, body: tar(files) });

const BASE = 'watchdeck-lab/node:base';
/** Three seconds for three answers, and the one that the check waits before each. */
const HEALTHCHECK = 'HEALTHCHECK --interval=50ms --timeout=6s --retries=2 CMD ["/bin/healthy"]';

/** Another image over `from`, made of the words of a Dockerfile, under a name and tag; `more`: what those words cannot say. */
export async function derive(
	engine: Engine,
	name: string,
	changes: readonly string[],
	from = BASE,
	more: { readonly StopSignal?: string } = {},
): Promise<void> {
	const { Config } = (await engine.ask('GET', `/images/${from}/json`)) as { Config: { Cmd: readonly string[] | null } };
	// An image without a command makes no container; one that has it must keep it, since a commit takes the container's.
	const body = { ...more, Image: from, ...(Config.Cmd === null ? { Cmd: ['/bin/true'] } : {}) };
	const made = (await engine.ask('POST', '/containers/create', { body })) as { Id: string };
	const [repo = '', tag = 'latest'] = name.split(':');
	await engine.ask('POST', '/commit', { query: { container: made.Id, repo, tag, changes }, body: {} });
	await engine.ask('DELETE', `/containers/${made.Id}`);
}

/** The image `quiet:v1`: static busybox, does nothing; for many containers at little cost. */
export const loadQuiet = (engine: Engine): Promise<unknown> => load(engine, busybox, 'quiet', 'v1');

/**
 * The releases of `app`: `v1` and `v3` serve; `v2` serves but answers 500; `broken` ends at once.
 * Each has an id of its own and says `RELEASE` in its environment; what only one of them has tells a naive copy apart.
 */
export async function loadApp(engine: Engine): Promise<void> {
	await load(engine, [...busybox, ...node()], 'watchdeck-lab/node', 'base');
	const release = (tag: string, changes: readonly string[]) =>
		derive(engine, `app:${tag}`, [
			`ENV RELEASE=${tag}`,
			`LABEL org.opencontainers.image.revision=${tag}-revision`,
			'EXPOSE 8080',
			'WORKDIR /app',
			'CMD ["/bin/node", "/app/server.mjs"]',
			HEALTHCHECK,
			...changes,
		]);
	await release('v1', ['ENV ONLY_IN_V1=1']);
	await release('v2', ['ENV FAIL=500', 'ENV ONLY_IN_V2=1', 'LABEL only.in=v2']);
	await release('v3', []);
	await release('broken', ['CMD ["/bin/sh", "-c", "echo ERROR cannot start: no config >&2; exit 3"]']);
}
