import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Result } from '../../core/model.ts';
import type { Port } from '../carrier.ts';
import { failureOf } from '../failure.ts';

/** Opens a connection from this machine to a port. */
export function dialLocally({ name, port }: Port, signal: AbortSignal): Promise<Result<Duplex>> {
	return new Promise((resolve) => {
		const socket = connect({ host: name, port });
		const fail = (error: unknown) => {
			socket.destroy();
			resolve({ ok: false, failure: failureOf(error, `${name} port ${port}`, signal) });
		};
		const abort = () => fail(signal.reason);
		signal.addEventListener('abort', abort, { once: true });
		socket.once('error', fail);
		socket.once('connect', () => {
			socket.off('error', fail);
			signal.removeEventListener('abort', abort);
			resolve({ ok: true, value: socket });
		});
	});
}
