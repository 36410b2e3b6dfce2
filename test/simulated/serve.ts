// Serves the engines of simulated hosts over loopback, a port each, for a program that is measured: a process of its own,
// so that its work is not the program's. Started by `engines.ts`, which says what it answers to.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { wait } from '../../src/io/clock.ts';
import { flood } from './flood.ts';
import { type SimulatedHost, simulatedHosts } from './hosts.ts';

/** A host as it is served: where its engine answers. */
export interface Served {
	readonly name: string;
	readonly containers: readonly string[];
	readonly port: number;
}

/** The longest that each question was not asked, in milliseconds, by its path. */
export type Asked = Readonly<Record<string, number>>;

/** What the served engines have seen. */
export interface Seen {
	/** By host. */
	readonly asked: Readonly<Record<string, Asked>>;
	/** Bytes that they got and sent. */
	readonly bytes: number;
	/** Lines of logs that were sent. */
	readonly lines: number;
}

/** What they are told: the host that answers nothing any more, how many lines a second each log says, to forget gaps. */
export interface Wish {
	readonly hang?: string;
	readonly rate?: number;
	readonly anew?: true;
}

type Questions = Map<string, { readonly last: number; readonly longest: number }>;

const [many = 1, containers = 1] = process.argv.slice(2).map(Number);
const asked = new Map<string, Questions>();
const open = new Set<Socket>();
let closed = 0;
let hung = '';
let rate = 0;
let lines = 0;

const heard = (host: string, url: string): void => {
	const [path = '', query = ''] = url.split('?');
	const known: Questions = asked.get(host) ?? new Map();
	asked.set(host, known);
	// What is answered by a stream is not asked again.
	if (query.includes('stream=true')) {
		known.delete(path);
		return;
	}
	const last = performance.now();
	const before = known.get(path);
	const longest = before === undefined ? 0 : Math.max(before.longest, last - before.last);
	known.set(path, { last, longest });
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks).toString();
};

async function* outOf(pieces: AsyncIterable<{ readonly bytes: Uint8Array }>): AsyncGenerator<Uint8Array> {
	for await (const piece of pieces) yield piece.bytes;
}

const answer = async (host: SimulatedHost, request: IncomingMessage, response: ServerResponse): Promise<void> => {
	const { method = 'GET', url = '/' } = request;
	heard(host.name, url);
	const body = await bodyOf(request);
	if (host.name === hung) return;
	const end = new AbortController();
	response.once('close', () => end.abort());
	if (rate > 0 && /\/logs\?.*follow=1/.test(url)) {
		response.writeHead(200);
		const count = (some: number): void => {
			lines += some;
		};
		await pipeline(flood(rate, count, end.signal), response).catch(() => undefined);
		return;
	}
	const said = await host.carrier.engine({ method, url, headers: {}, body }, end.signal);
	if (!said.ok) return void response.destroy();
	response.writeHead(said.value.code, said.value.headers);
	// A stream says its head at once, also when it has nothing to say yet.
	response.flushHeaders();
	await pipeline(outOf(said.value.pieces), response).catch(() => undefined);
};

/** Serves a host's engine; gives its port. */
const serve = (host: SimulatedHost): Promise<number> =>
	new Promise((resolve) => {
		const server = createServer((request, response) => void answer(host, request, response));
		server.keepAliveTimeout = 60_000;
		server.on('connection', (socket) => {
			open.add(socket);
			socket.once('close', () => {
				open.delete(socket);
				closed += socket.bytesRead + socket.bytesWritten;
			});
		});
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			resolve(typeof address === 'object' && address !== null ? address.port : 0);
		});
	});

const bytes = (): number =>
	[...open].reduce((sum, { bytesRead, bytesWritten }) => sum + bytesRead + bytesWritten, closed);

/** What was seen, and how long each question was not asked, also until now. */
const seen = (): Seen => {
	const now = performance.now();
	const of = (questions: Questions): Asked =>
		Object.fromEntries([...questions].map(([path, { last, longest }]) => [path, Math.max(longest, now - last)]));
	return {
		asked: Object.fromEntries([...asked].map(([host, questions]) => [host, of(questions)])),
		bytes: bytes(),
		lines,
	};
};

/** Gaps from now on count, those before do not. */
const forget = (): void => {
	for (const questions of asked.values())
		for (const [path, { last }] of questions) questions.set(path, { last, longest: 0 });
};

const hosts = simulatedHosts({ hosts: many, containers }, { now: () => Date.now(), wait });
const ports = await Promise.all(hosts.map(serve));
process.on('message', (wish: Wish) => {
	if (wish.hang !== undefined) hung = wish.hang;
	if (wish.rate !== undefined) rate = wish.rate;
	if (wish.anew === true) forget();
	process.send?.(seen());
});
// Who started it is gone.
process.on('disconnect', () => process.exit());
const served: readonly Served[] = hosts.map((host, index) => ({
	name: host.name,
	containers: host.containers,
	port: ports[index] ?? 0,
}));
process.send?.(served);
