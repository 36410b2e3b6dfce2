import { failed } from '../core/failed.ts';
import type { Host, Result } from '../core/model.ts';
import { failureOf } from './failure.ts';
import type { Road, Tls } from './web.ts';

/** Where an engine listens when a host says nothing else. */
export const usualSocket = '/var/run/docker.sock';

/** The way to an engine: what a request's path is appended to, and the road to it. */
export interface EngineRoad {
	readonly base: string;
	readonly road: Road;
	/** Where it listens, for sentences. */
	readonly where: string;
}

async function tlsOf(host: Host): Promise<Tls | undefined> {
	if (host.tls === undefined) return undefined;
	const { readFile } = await import('node:fs/promises');
	const entries = Object.entries(host.tls).map(async ([name, path]) => [name, await readFile(path, 'utf8')] as const);
	return Object.fromEntries(await Promise.all(entries));
}

function unixRoad(socket: string): EngineRoad {
	return { base: 'http://localhost', road: { socket }, where: socket };
}

/**
 * The way to the engine of a host: a socket file, `unix://…`, or `tcp://…` with or without TLS. Only the host's own
 * value counts; no variable of the environment is looked at here.
 */
export async function engineRoad(host: Host): Promise<Result<EngineRoad>> {
	const engine = host.engine ?? usualSocket;
	if (engine.startsWith('/')) return { ok: true, value: unixRoad(engine) };
	if (engine.startsWith('unix://')) return { ok: true, value: unixRoad(engine.slice('unix://'.length)) };
	const url = URL.canParse(engine) ? new URL(engine) : undefined;
	if (url === undefined || !['tcp:', 'http:', 'https:'].includes(url.protocol)) {
		const fix = 'Give a socket file such as /var/run/docker.sock, or tcp://NAME:2376.';
		return failed('refused', `The engine of ${host.name} cannot be reached at ${engine}.`, fix);
	}
	try {
		const tls = await tlsOf(host);
		const secure = tls !== undefined || url.protocol === 'https:';
		const port = url.port || (secure ? '2376' : '2375');
		const base = `${secure ? 'https' : 'http'}://${url.hostname}:${port}`;
		return { ok: true, value: { base, road: tls === undefined ? {} : { tls }, where: engine } };
	} catch (error) {
		return { ok: false, failure: failureOf(error, `The certificates for the engine of ${host.name}`) };
	}
}
