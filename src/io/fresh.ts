import type { Duplex } from 'node:stream';
import type { Fresh, Phases } from '../core/call.ts';
import type { Peer } from '../core/tls/peer.ts';
import { distrustOf } from '../core/tls/peer.ts';
import { readAuthorities } from './authorities.ts';
import { Broken, type Piece, type Port, type Request, type Response } from './carrier.ts';
import { unlessEnded } from './deadline.ts';
import { failureOf } from './failure.ts';
import { outPieces, plainHeaders, send, servesAsSocket } from './http-send.ts';
import { openSocket } from './local/dial.ts';
import { secure } from './tls.ts';
import type { Dial } from './web.ts';

/** A connection that nobody used yet, how long its parts took, and what the server showed. */
interface Opened {
	readonly stream: Duplex;
	readonly phases: Omit<Phases, 'first'>;
	readonly peer?: Peer;
}

function portOf({ hostname, port, protocol }: URL): Port {
	const usual = protocol === 'https:' ? 443 : 80;
	return { name: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : Number(port) };
}

/** Dials, and closes what stands only when nobody wants it any more. */
async function dialled(dial: Dial, to: Port, signal: AbortSignal): Promise<Duplex> {
	const opening = dial(to);
	opening.then((stream) => signal.aborted && stream.destroy()).catch(() => undefined);
	return unlessEnded(opening, signal);
}

async function raw(dial: Dial | undefined, to: Port, signal: AbortSignal): Promise<Opened> {
	const began = performance.now();
	if (dial !== undefined) {
		const stream = await dialled(dial, to, signal);
		return { stream, phases: { connect: performance.now() - began } };
	}
	let found = began;
	const stream = await openSocket(to, signal, () => {
		found = performance.now();
	});
	const dns = found === began ? {} : { dns: found - began };
	return { stream, phases: { ...dns, connect: performance.now() - found } };
}

async function opened(dial: Dial | undefined, url: URL, fresh: Fresh, signal: AbortSignal): Promise<Opened> {
	const to = portOf(url);
	const isSecure = url.protocol === 'https:';
	const trust = isSecure && fresh !== true ? { ca: await readAuthorities(fresh.ca) } : {};
	const plain = await raw(dial, to, signal);
	if (!isSecure) return plain;
	const began = performance.now();
	try {
		const { socket, peer } = await unlessEnded(
			secure(plain.stream, { servername: to.name, speaks: 'http/1.1', ...trust }),
			signal,
		);
		return { stream: socket, phases: { ...plain.phases, tls: performance.now() - began }, peer };
	} catch (error) {
		plain.stream.destroy();
		throw error;
	}
}

async function* closing(pieces: AsyncIterable<Piece>, close: () => void): AsyncGenerator<Piece> {
	try {
		yield* pieces;
	} finally {
		close();
	}
}

/**
 * Asks over a connection of its own, which is closed with the answer. A server whose certificate is not trusted is not
 * asked, since the request may hold secrets: then the code is 0, and the peer says why. Throws what goes wrong.
 */
export async function askFreshly(
	dial: Dial | undefined,
	request: Request,
	what: string,
	signal: AbortSignal,
): Promise<Response> {
	const { Client } = await import('undici');
	const url = new URL(request.url);
	const { stream, phases, peer } = await opened(dial, url, request.fresh ?? true, signal);
	const seen = peer === undefined ? {} : { peer };
	if (peer !== undefined && distrustOf(peer) !== undefined) {
		stream.destroy();
		return { code: 0, headers: {}, pieces: nothing(), ...seen };
	}
	const client = new Client(url.origin, {
		...{ headersTimeout: 0, bodyTimeout: 0, allowH2: false },
		connect: (_options, callback) => {
			// undici does not expect it at once.
			if (servesAsSocket(stream)) queueMicrotask(() => callback(null, stream));
		},
	});
	const close = () => {
		signal.removeEventListener('abort', close);
		void client.destroy().catch(() => undefined);
		stream.destroy();
	};
	signal.addEventListener('abort', close, { once: true });
	try {
		const asked = performance.now();
		const { statusCode, headers, body } = await send(client, request, signal);
		const pieces = closing(
			outPieces(body, (error) => new Broken(failureOf(error, what, signal))),
			close,
		);
		const timed = { ...phases, first: performance.now() - asked };
		return { code: statusCode, headers: plainHeaders(headers), pieces, phases: timed, ...seen };
	} catch (error) {
		close();
		throw error;
	}
}

async function* nothing(): AsyncGenerator<Piece> {
	// A server that was not asked says nothing.
}
