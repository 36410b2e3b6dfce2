// A socket between a tool and the engine that lets so many orders through, and then none: the n-th order is a point in time
// that no clock and no luck has a say in.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

/** The socket to hand to a tool (`DOCKER_HOST=unix://SOCKET`), and what went through. */
export interface Cutter {
	readonly socket: string;
	/** The orders that were carried out since `let`, as `POST /containers/ID/start`. */
	readonly orders: () => readonly string[];
	/** From now on so many orders go through; at the next one `then` is called and the line is dead. All, unless said. */
	readonly let: (orders?: number, then?: () => void) => void;
	readonly close: () => Promise<void>;
}

const isOrder = ({ method = 'GET' }: IncomingMessage) => method !== 'GET' && method !== 'HEAD';

/** Passes one request on as it is, and its answer back. */
function pass(engine: string, asked: IncomingMessage, answer: ServerResponse): void {
	const { url, method, headers } = asked;
	const onward = request({ socketPath: engine, path: url, method, headers }, (got) => {
		answer.writeHead(got.statusCode ?? 502, got.headers);
		answer.flushHeaders();
		got.pipe(answer);
	});
	onward.on('error', () => answer.destroy());
	answer.on('close', () => onward.destroy());
	asked.pipe(onward);
}

/** Listens at `socket` and passes on to the engine behind `engine`. */
export async function startCutter(engine: string, socket: string): Promise<Cutter> {
	let orders: string[] = [];
	let left = Number.POSITIVE_INFINITY;
	let dead = false;
	let atEnd = (): void => undefined;
	const server = createServer((asked, answer) => {
		if (isOrder(asked) && !dead) {
			if (left === 0) {
				dead = true;
				atEnd();
			} else {
				left -= 1;
				orders.push(`${asked.method} ${(asked.url ?? '').replace(/^\/v[\d.]+/, '')}`);
			}
		}
		if (dead) asked.socket.destroy();
		else pass(engine, asked, answer);
	});
	await new Promise<void>((resolve) => server.listen(socket, resolve));
	return {
		socket,
		orders: () => orders,
		let: (allowed = Number.POSITIVE_INFINITY, then = () => undefined) => {
			orders = [];
			left = allowed;
			dead = false;
			atEnd = then;
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
