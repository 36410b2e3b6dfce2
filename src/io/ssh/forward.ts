import type { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import type { Failure } from '../../core/model.ts';
import { Broken } from '../carrier.ts';
import { failureOf } from '../failure.ts';
import { collect } from '../pieces.ts';
import type { Target } from '../web.ts';
import { openFailure } from './channel.ts';
import { duplexOf } from './duplex.ts';
import { execRemotely } from './exec.ts';
import type { Connection } from './link.ts';

/** Says why a socket cannot be used: sshd gives the same answer for all reasons. */
const lookScript = 'if [ ! -e "$1" ]; then echo missing; elif [ ! -w "$1" ]; then echo denied; else echo there; fi';
const lookTimeout = 5000;

function opened(connection: Connection, target: Target): Promise<ClientChannel> {
	return new Promise((resolve, reject) => {
		const done = (error: Error | undefined, channel: ClientChannel) =>
			error === undefined ? resolve(channel) : reject(error);
		if ('socket' in target) connection.client.openssh_forwardOutStreamLocal(target.socket, done);
		else connection.client.forwardOut('127.0.0.1', 0, target.name, target.port, done);
	});
}

async function look(connection: Connection, host: string, socket: string): Promise<string> {
	const argv = ['sh', '-c', lookScript, 'watchdeck-look', socket];
	const signal = AbortSignal.timeout(lookTimeout);
	const run = await execRemotely(connection, host, { argv, timeout: lookTimeout }, signal);
	return run.ok ? (await collect(run.value.pieces, 100, true)).out.trim() : '';
}

/** Why the engine's socket on a host could not be forwarded. */
async function socketFailure(connection: Connection, host: string, socket: string): Promise<Failure> {
	switch (await look(connection, host, socket).catch(() => '')) {
		case 'missing': {
			const fix = 'Start Docker there (`sudo systemctl start docker`), or set `engine` of the host to its socket.';
			return { kind: 'missing', message: `There is no engine on ${host}: no socket at ${socket}.`, fix };
		}
		case 'denied': {
			const fix = 'On it run: `sudo usermod -aG docker $USER`, then connect again.';
			const message = `The engine's socket ${socket} on ${host} may not be used by your user there: permission denied.`;
			return { kind: 'forbidden', message, fix };
		}
		default: {
			const message = `The engine's socket ${socket} on ${host} cannot be reached: sshd refuses to forward it, or nobody listens.`;
			const fix =
				'On the host check `systemctl status docker`, and that sshd_config has AllowStreamLocalForwarding yes and DisableForwarding no.';
			return { kind: 'refused', message, fix };
		}
	}
}

function portFailure(error: unknown, host: string, name: string, port: number): Failure {
	if (openFailure(error) !== 'prohibited') {
		const message = `From ${host} nothing answers at ${name} port ${port}.`;
		return { kind: 'unreachable', message, fix: 'Check on the host that it runs and listens there.' };
	}
	const message = `sshd on ${host} does not let us reach ${name} port ${port} (forwarding is not allowed).`;
	return { kind: 'refused', message, fix: 'Set AllowTcpForwarding yes in its /etc/ssh/sshd_config.' };
}

/** Opens a connection from the host to a socket or port there. What goes wrong is thrown as `Broken`. */
export async function forward(connection: Connection, host: string, target: Target): Promise<Duplex> {
	try {
		return duplexOf(await opened(connection, target));
	} catch (error) {
		if (openFailure(error) === undefined) throw new Broken(failureOf(error, `The ssh connection to ${host}`));
		if ('socket' in target) throw new Broken(await socketFailure(connection, host, target.socket));
		throw new Broken(portFailure(error, host, target.name, target.port));
	}
}
