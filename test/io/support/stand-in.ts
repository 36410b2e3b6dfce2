import { chmodSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server } from 'node:net';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A server in this process that stands in for an engine or a web server. */
export interface StandIn {
	readonly port: number;
	/** What was asked, as `METHOD path`, and the bodies. */
	readonly asked: string[];
	readonly bodies: string[];
	/** Connections that were made in all, and those that are open. */
	readonly connections: () => { readonly made: number; readonly open: number };
	readonly stop: () => Promise<void>;
}

async function serve(server: Server, at: string | number, seen: Pick<StandIn, 'asked' | 'bodies'>): Promise<StandIn> {
	const open = new Set<{ destroy: () => void }>();
	let made = 0;
	server.on('connection', (socket) => {
		made += 1;
		open.add(socket);
		socket.once('close', () => open.delete(socket));
	});
	await new Promise<void>((resolve) =>
		typeof at === 'string' ? server.listen(at, resolve) : server.listen(at, '127.0.0.1', resolve),
	);
	if (typeof at === 'string') chmodSync(at, 0o666);
	const address = server.address();
	return {
		...seen,
		port: typeof address === 'object' && address !== null ? address.port : 0,
		connections: () => ({ made, open: open.size }),
		stop: async () => {
			for (const socket of open) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function noting(handler: Handler) {
	const seen = { asked: [] as string[], bodies: [] as string[] };
	const note: Handler = (request, response) => {
		let body = '';
		request.setEncoding('utf8');
		request.on('data', (text: string) => {
			body += text;
		});
		request.on('end', () => {
			seen.asked.push(`${request.method} ${request.url}`);
			seen.bodies.push(body);
			handler(request, response);
		});
	};
	return { seen, note };
}

/** A stand-in at a socket file, or on loopback where no file is given. */
export async function standIn(handler: Handler, socket?: string): Promise<StandIn> {
	const { seen, note } = noting(handler);
	return serve(createServer(note), socket ?? 0, seen);
}

/** The same with TLS. */
export async function secureStandIn(
	handler: Handler,
	pem: { readonly key: string; readonly cert: string },
): Promise<StandIn> {
	const { seen, note } = noting(handler);
	return serve(createTlsServer(pem, note), 0, seen);
}

/** Answers with JSON. */
export function json(response: ServerResponse, value: unknown, status = 200): void {
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(value));
}
