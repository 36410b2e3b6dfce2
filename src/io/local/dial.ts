import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Result } from '../../core/model.ts';
import type { Port } from '../carrier.ts';
import { failureOf } from '../failure.ts';

/** Opens a connection from this machine to a port; rejects with Node's error. `looked`: its name has been looked up. */
export function openSocket({ name, port }: Port, signal: AbortSignal, looked?: () => void): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = connect({ host: name, port });
		const fail = (error: unknown) => {
			signal.removeEventListener('abort', abort);
			socket.destroy();
			reject(error);
		};
		const abort = () => fail(signal.reason);
		if (looked !== undefined) socket.once('lookup', looked);
		signal.addEventListener('abort', abort, { once: true });
		socket.once('error', fail);
		socket.once('connect', () => {
			socket.off('error', fail);
			signal.removeEventListener('abort', abort);
			resolve(socket);
		});
	});
}

/** Opens a connection from this machine to a port. */
export async function dialLocally(to: Port, signal: AbortSignal): Promise<Result<Duplex>> {
	try {
		return { ok: true, value: await openSocket(to, signal) };
	} catch (error) {
		return { ok: false, failure: failureOf(error, `${to.name} port ${to.port}`, signal) };
	}
}
