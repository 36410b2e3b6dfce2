import { type AddressInfo, createServer } from 'node:net';

/** A port of loopback on which nobody listens just now. */
export function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const socket = createServer().listen(0, '127.0.0.1', () => {
			const { port } = socket.address() as AddressInfo; // it listens on a port, not on a file
			socket.close(() => resolve(port));
		});
	});
}
