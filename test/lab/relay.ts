import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A relay to a port of this machine that lets every byte wait: a line to the other end of the world. */
export interface Relay {
	readonly port: number;
	/** From now on each byte waits so long in each direction, in milliseconds. */
	readonly delay: (each: number) => void;
	readonly stop: () => Promise<void>;
}

/** Starts a relay on a port of its own. A kernel that can delay packets (netem) is not to be had everywhere. */
export async function startRelay(to: number, each = 0): Promise<Relay> {
	let length = each;
	const open = new Set<Socket>();
	const carry = (from: Socket, into: Socket) => {
		// One line of promises keeps the order, while all that came waits at the same time.
		let last = Promise.resolve();
		const late = (give: () => void) => {
			const due = wait(length);
			last = last.then(() => due).then(give);
		};
		from.on('data', (bytes) => late(() => void into.write(bytes)));
		from.on('close', () => late(() => void into.destroy()));
		from.on('error', () => undefined);
	};
	const server = createServer((near) => {
		const far = connect(to, '127.0.0.1');
		for (const socket of [near, far]) {
			open.add(socket);
			socket.setNoDelay(true).on('close', () => open.delete(socket));
		}
		carry(near, far);
		carry(far, near);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('no port');
	return {
		port: address.port,
		delay: (next) => {
			length = next;
		},
		stop: async () => {
			const closed = new Promise((resolve) => server.close(resolve));
			for (const socket of open) socket.destroy();
			await closed;
		},
	};
}
