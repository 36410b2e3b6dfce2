import { createHash } from 'node:crypto';
import { access, constants, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure, Host, Result } from '../core/model.ts';
import { engineFailure } from './engine-failure.ts';
import { usualSocket } from './engine-road.ts';
import { codeOf, failureOf } from './failure.ts';
import { parsed } from './kept.ts';
import type { Env } from './local/exec.ts';

/**
 * The engine that `docker` itself would use. `refused`: there is one, but not for us. `none`: nothing is there;
 * `looked` says where we looked, a sentence each.
 */
export type FoundEngine =
	| { readonly is: 'found'; readonly host: Host; readonly by: string }
	| { readonly is: 'refused'; readonly failure: Failure; readonly by: string }
	| { readonly is: 'none'; readonly looked: readonly string[] };

/** Where to look. `uid` names the usual runtime folder when XDG_RUNTIME_DIR is not set. */
export interface DockerSetting {
	readonly env: Env;
	readonly uid?: number;
	/** Where the system's engine listens. */
	readonly socket?: string;
}

/** An endpoint before it is looked at: its address as docker writes it, and its certificates. */
interface Endpoint {
	readonly address: string;
	readonly tls?: NonNullable<Host['tls']>;
	/** Who named it, for sentences: `DOCKER_HOST`, `the context prod`. */
	readonly by: string;
}

function refusal(by: string, message: string, fix: string): FoundEngine {
	return { is: 'refused', by, failure: { kind: 'refused', message, fix } };
}

async function socketAt(path: string, by: string): Promise<FoundEngine | 'absent'> {
	try {
		const found = await stat(path);
		if (!found.isSocket()) return refusal(by, `${path} is no socket (${by}).`, `Check ${by}.`);
		await access(path, constants.R_OK | constants.W_OK);
		return { is: 'found', by, host: { name: 'local', reach: 'local', engine: path } };
	} catch (error) {
		if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return 'absent';
		return { is: 'refused', by, failure: engineFailure(failureOf(error, path), path) };
	}
}

/** A destination for ssh: its path is docker's socket over there, when one is given. */
function sshEngine(url: URL, by: string): FoundEngine {
	const user = url.username === '' ? '' : `${decodeURIComponent(url.username)}@`;
	const port = url.port === '' ? '' : `:${url.port}`;
	const destination = port === '' ? `${user}${url.hostname}` : `ssh://${user}${url.hostname}${port}`;
	const engine = url.pathname.length > 1 ? { engine: url.pathname } : {};
	return { is: 'found', by, host: { name: url.hostname, reach: { ssh: destination }, ...engine } };
}

async function lookAt({ address, tls, by }: Endpoint): Promise<FoundEngine> {
	if (address.startsWith('unix://')) {
		const path = address.slice('unix://'.length) || usualSocket;
		const found = await socketAt(path, by);
		if (found !== 'absent') return found;
		const missing = { kind: 'missing', message: `There is no socket at ${path}, which ${by} names.` } as const;
		return { is: 'refused', by, failure: { ...missing, fix: `Start that engine, or change ${by}.` } };
	}
	if (address.startsWith('npipe://'))
		return refusal(by, `${by} names a Windows pipe, which cannot be reached from here.`, `Change ${by}.`);
	const text = address.includes('://') ? address : `tcp://${address}`;
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url?.protocol === 'ssh:') return sshEngine(url, by);
	if (url === undefined || !['tcp:', 'http:', 'https:'].includes(url.protocol) || url.hostname === '')
		return refusal(
			by,
			`${by} is not an address of an engine: ${address}`,
			'Use unix:///PATH, tcp://NAME:PORT or ssh://HOST.',
		);
	const host: Host = { name: url.hostname, reach: 'local', engine: text };
	return { is: 'found', by, host: tls === undefined ? host : { ...host, tls } };
}

function tlsIn(folder: string): NonNullable<Host['tls']> {
	return { ca: join(folder, 'ca.pem'), cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
}

function configFolder(env: Env): string {
	return env['DOCKER_CONFIG'] || join(env['HOME'] ?? '/', '.docker');
}

function fromEnv(env: Env): Endpoint | undefined {
	const address = env['DOCKER_HOST'];
	if (address === undefined || address === '') return undefined;
	const secure =
		(env['DOCKER_TLS_VERIFY'] ?? '') !== '' && !address.startsWith('unix://') && !address.startsWith('ssh://');
	if (!secure) return { address, by: 'DOCKER_HOST' };
	return { address, by: 'DOCKER_HOST', tls: tlsIn(env['DOCKER_CERT_PATH'] || configFolder(env)) };
}

async function textAt(path: string): Promise<string | undefined> {
	try {
		return await readFile(path, 'utf8');
	} catch (error) {
		if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
		throw error;
	}
}

function field(value: unknown, name: string): unknown {
	if (typeof value !== 'object' || value === null) return undefined;
	return Object.entries(value).find(([key]) => key === name)?.[1];
}

async function currentContext(env: Env): Promise<string | undefined> {
	if (env['DOCKER_CONTEXT']) return env['DOCKER_CONTEXT'];
	const name = field(parsed((await textAt(join(configFolder(env), 'config.json'))) ?? ''), 'currentContext');
	return typeof name === 'string' && name !== '' ? name : undefined;
}

async function existing(paths: NonNullable<Host['tls']>): Promise<NonNullable<Host['tls']>> {
	const there = Object.entries(paths).map(async ([name, path]) => ({
		name,
		path,
		is: (await textAt(path)) !== undefined,
	}));
	return Object.fromEntries((await Promise.all(there)).filter((each) => each.is).map(({ name, path }) => [name, path]));
}

/** The endpoint of a context; docker keeps each in folders named by the SHA-256 of the context's name. */
async function contextEndpoint(env: Env, name: string): Promise<Result<Endpoint>> {
	const by = `the docker context ${name}`;
	const id = createHash('sha256').update(name).digest('hex');
	const contexts = join(configFolder(env), 'contexts');
	const meta = await textAt(join(contexts, 'meta', id, 'meta.json'));
	const address = field(field(field(parsed(meta ?? ''), 'Endpoints'), 'docker'), 'Host');
	if (typeof address !== 'string') {
		const message =
			meta === undefined ? `There is no docker context called ${name}.` : `The docker context ${name} is damaged.`;
		return {
			ok: false,
			failure: { kind: 'missing', message, fix: 'See `docker context ls`; choose one with `docker context use`.' },
		};
	}
	const tls = await existing(tlsIn(join(contexts, 'tls', id, 'docker')));
	return { ok: true, value: Object.keys(tls).length > 0 ? { address, by, tls } : { address, by } };
}

/** The sockets that are there without being named by anything. */
async function usual({ env, uid, socket = usualSocket }: DockerSetting): Promise<FoundEngine> {
	const runtime = env['XDG_RUNTIME_DIR'] || (uid === undefined ? undefined : `/run/user/${uid}`);
	const sockets: readonly (readonly [string, string])[] = [
		[socket, "the system's engine"],
		...(runtime === undefined ? [] : [[join(runtime, 'docker.sock'), 'the rootless engine'] as const]),
		[join(env['HOME'] ?? '/', '.docker', 'run', 'docker.sock'), 'Docker Desktop'],
	];
	const found = await Promise.all(sockets.map(([path, by]) => socketAt(path, by)));
	const there = found.filter((each) => each !== 'absent');
	const best = there.find((each) => each.is === 'found') ?? there[0];
	if (best !== undefined) return best;
	const looked = ['DOCKER_HOST is not set.', 'No docker context is chosen.'];
	return { is: 'none', looked: [...looked, ...sockets.map(([path, by]) => `No socket of ${by} at ${path}.`)] };
}

/** Finds the engine that `docker` would use: DOCKER_HOST, DOCKER_CONTEXT, the current context, the usual sockets. */
export async function findEngine(setting: DockerSetting): Promise<FoundEngine> {
	const by = 'the docker config';
	try {
		const named = fromEnv(setting.env);
		if (named !== undefined) return await lookAt(named);
		const context = await currentContext(setting.env);
		if (context === undefined || context === 'default') return await usual(setting);
		const endpoint = await contextEndpoint(setting.env, context);
		return endpoint.ok
			? await lookAt(endpoint.value)
			: { is: 'refused', by: `the docker context ${context}`, failure: endpoint.failure };
	} catch (error) {
		return { is: 'refused', by, failure: failureOf(error, `The docker config in ${configFolder(setting.env)}`) };
	}
}
