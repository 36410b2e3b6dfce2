import type { Duplex } from 'node:stream';
import type { Agent } from 'undici';
import type { Millis, Result } from '../core/model.ts';
import { Broken, type Port, type Request, type Response } from './carrier.ts';
import { codeOf, failureOf } from './failure.ts';
import { askFreshly } from './fresh.ts';
import { outPieces, plainHeaders, send, servesAsSocket } from './http-send.ts';

/** Where a connection goes: a socket file or a name and a port. */
export type Target = { readonly socket: string } | Port;
/** Paths of the certificates for TLS, already read. */
export interface Tls {
	readonly ca?: string;
	readonly cert?: string;
	readonly key?: string;
}
/** Opens a connection through something else than this machine's own network, e.g. a host's ssh. */
export type Dial = (target: Target) => Promise<Duplex>;

/** What a `Web` connects to. `socket`: every request goes to this file, whatever its address says. */
export interface Road {
	readonly dial?: Dial;
	readonly socket?: string;
	readonly tls?: Tls;
}

/**
 * Asks web servers over one kind of road. Connections are kept open between requests, but for requests that want a
 * `fresh` one; `close` ends them all.
 */
export interface Web {
	readonly request: (request: Request, what: string, signal: AbortSignal) => Promise<Result<Response>>;
	readonly close: () => Promise<void>;
}

/** A connection must stand after this time; the whole request is bounded by its own signal. */
const connectTimeout: Millis = 10_000;
/** An unused connection is closed after this time. */
const keepAlive: Millis = 30_000;

interface Wanted {
	readonly hostname: string;
	readonly port: string;
	readonly protocol: string;
}

async function secured(raw: Duplex, servername: string, tls: Tls): Promise<Duplex> {
	const { connect } = await import('node:tls');
	return new Promise((resolve, reject) => {
		const named = /^[\d.]+$|:/.test(servername) ? {} : { servername };
		const socket = connect({ socket: raw, ...named, ...tls, host: servername }, () => resolve(socket));
		socket.once('error', reject);
	});
}

function dialled(road: Road & { readonly dial: Dial }) {
	return async (options: Wanted): Promise<Duplex> => {
		const name = options.hostname.replace(/^\[|\]$/g, '');
		const secure = options.protocol === 'https:';
		const port = Number(options.port) || (secure ? 443 : 80);
		const raw = await road.dial(road.socket === undefined ? { name, port } : { socket: road.socket });
		return secure ? secured(raw, name, road.tls ?? {}) : raw;
	};
}

async function makeAgent(road: Road): Promise<Agent> {
	const { Agent } = await import('undici');
	const common = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: keepAlive, allowH2: false } as const;
	const { dial } = road;
	if (dial === undefined) {
		const socket = road.socket === undefined ? {} : { socketPath: road.socket };
		return new Agent({ ...common, connect: { timeout: connectTimeout, ...socket, ...road.tls } });
	}
	const open = dialled({ ...road, dial });
	return new Agent({
		...common,
		connect: (options, callback) => {
			open(options)
				.then((stream) => {
					if (servesAsSocket(stream)) callback(null, stream);
				})
				.catch((error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null));
		},
	});
}

/** Did the server close a kept connection just when it was used again? A request that changes nothing may be repeated. */
function wasStale(error: unknown, request: Request, signal: AbortSignal): boolean {
	const code = codeOf(error) ?? '';
	return request.method === 'GET' && !signal.aborted && ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(code);
}

/** A web over this road; undici is loaded at its first request. Redirects are not followed. */
export function makeWeb(road: Road): Web {
	let agent: Promise<Agent> | undefined;
	const sent = async (request: Request, signal: AbortSignal) => {
		agent ??= makeAgent(road);
		const ready = await agent;
		return send(ready, request, signal).catch((error: unknown) => {
			if (wasStale(error, request, signal)) return send(ready, request, signal);
			throw error;
		});
	};
	return {
		request: async (request, what, signal) => {
			try {
				if (request.fresh !== undefined) return { ok: true, value: await askFreshly(road.dial, request, what, signal) };
				const { statusCode, headers, body } = await sent(request, signal);
				const pieces = outPieces(body, (error) => new Broken(failureOf(error, what, signal)));
				return { ok: true, value: { code: statusCode, headers: plainHeaders(headers), pieces } };
			} catch (error) {
				return { ok: false, failure: failureOf(error, what, signal) };
			}
		},
		close: async () => {
			await (await agent)?.destroy();
		},
	};
}

/** An address without name, password and query, which may hold secrets. */
export function plainUrl(url: string): string {
	if (!URL.canParse(url)) return 'a malformed address';
	const { protocol, host, pathname } = new URL(url);
	return `${protocol}//${host}${pathname}`;
}
