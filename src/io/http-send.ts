import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Broken, Piece, Request } from './carrier.ts';

/** undici's types ask for a net.Socket; it uses only what every Duplex has. */
export function servesAsSocket(stream: Duplex): stream is Socket {
	return typeof stream.cork === 'function';
}

/** Headers with their names in lower case; of one that came several times the values stand in one text. */
export function plainHeaders(
	headers: Readonly<Record<string, string | string[] | undefined>>,
): Readonly<Record<string, string>> {
	const entries = Object.entries(headers).map(([name, value]) => [
		name.toLowerCase(),
		Array.isArray(value) ? value.join(', ') : (value ?? ''),
	]);
	return Object.fromEntries(entries);
}

/** The pieces of a body; what breaks in the middle is thrown as `broken` makes it. */
export async function* outPieces(
	body: AsyncIterable<Uint8Array>,
	broken: (error: unknown) => Broken,
): AsyncGenerator<Piece> {
	try {
		for await (const bytes of body) yield { from: 'out', bytes };
	} catch (error) {
		throw broken(error);
	}
}

/** A name and password in an address go as a header, as browsers do it. */
function authorization(url: URL): Readonly<Record<string, string>> {
	if (url.username === '' && url.password === '') return {};
	const words = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
	return { authorization: `Basic ${Buffer.from(words).toString('base64')}` };
}

/** Sends a request and waits for the head of the answer. Redirects are not followed, and nothing is unpacked. */
export async function send(
	dispatcher: Dispatcher,
	request: Request,
	signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
	const url = new URL(request.url);
	return dispatcher.request({
		origin: url.origin,
		path: url.pathname + url.search,
		method: request.method,
		headers: { ...authorization(url), ...request.headers },
		body: request.body ?? null,
		signal,
		// The server need not keep what is closed after the answer.
		...(request.fresh !== undefined ? { reset: true } : {}),
	});
}
