// A client of the engine of the lab's own, without a line of the product: what the tests know, they know independently.
import { Readable } from 'node:stream';
import { Agent, request } from 'undici';

/** The engine said no, or something that cannot be understood. */
export class EngineError extends Error {
	readonly status: number;
	constructor(status: number, message: string) {
		super(message);
		this.status = status;
	}
}

/** Codes of Node and undici for a socket that is not there, that nobody listens on, or that was closed in the middle. */
const gone: readonly unknown[] = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'];

/** Whether an error of a call means that there is no engine any more. */
export const isGone = (error: unknown): boolean =>
	error instanceof Error && 'code' in error && gone.includes(error.code);

/** What is asked of the engine: `query` goes into the path, `body` is JSON unless it is a stream of bytes. */
export interface EngineCall {
	readonly query?: Readonly<Record<string, string | readonly string[]>>;
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
	readonly signal?: AbortSignal;
}

/** `ask` gives the whole answer; `lines` an answer that goes on, line by line, until the signal ends it. */
export interface Engine {
	readonly ask: (method: 'GET' | 'POST' | 'DELETE', path: string, call?: EngineCall) => Promise<unknown>;
	readonly lines: (path: string, call: EngineCall, method?: 'GET' | 'POST') => AsyncIterable<string>;
}

const queryOf = (query: EngineCall['query'] = {}) =>
	Object.entries(query)
		.flatMap(([name, values]) => [values].flat().map((value) => `${name}=${encodeURIComponent(value)}`))
		.join('&');

const parsed = (text: string): unknown => {
	try {
		return text === '' ? undefined : JSON.parse(text);
	} catch {
		return text;
	}
};

/** The engine behind a socket. Answers come as parsed JSON, or as text where they are none; an error throws. */
export function engineAt(socketPath: string): Engine {
	const dispatcher = new Agent({ connect: { socketPath }, bodyTimeout: 0 });
	const send = (method: 'GET' | 'POST' | 'DELETE', path: string, { query, body, headers: own, signal }: EngineCall) => {
		const words = queryOf(query);
		const bytes = body instanceof Readable ? body : body === undefined ? null : JSON.stringify(body);
		const type = body instanceof Readable ? 'application/x-tar' : 'application/json';
		const headers = { 'content-type': type, ...own };
		const url = `http://engine${path}${words ? `?${words}` : ''}`;
		return request(url, { dispatcher, method, headers, body: bytes, ...(signal ? { signal } : {}) });
	};
	const checked = async (method: 'GET' | 'POST' | 'DELETE', path: string, call: EngineCall) => {
		const answer = await send(method, path, call);
		if (answer.statusCode < 300 || answer.statusCode === 304) return answer.body;
		const said = (await answer.body.text()).trim();
		throw new EngineError(answer.statusCode, `${method} ${path}: ${answer.statusCode} ${said}`);
	};
	return {
		ask: async (method, path, call = {}) => parsed(await (await checked(method, path, call)).text()),
		lines: async function* (path, call, method = 'GET') {
			const stream = await checked(method, path, call);
			let rest = '';
			for await (const chunk of stream.setEncoding('utf8')) {
				const parts = (rest + chunk).split('\n');
				rest = parts.pop() ?? '';
				yield* parts;
			}
		},
	};
}
