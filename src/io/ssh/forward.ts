import type { Duplex } from 'node:stream';
import type { Failure, Host } from '../../core/model.ts';
import { quote } from '../../core/quote.ts';
import { Broken } from '../carrier.ts';
import { failureOf } from '../failure.ts';
import { collect } from '../pieces.ts';
import type { Target } from '../web.ts';
import { openFailure } from './channel.ts';
import { detoured, dialStdio, tryDetour } from './dial-stdio.ts';
import { execRemotely, noRoom } from './exec.ts';
import type { Connection } from './link.ts';

/** Says why a socket cannot be used: sshd gives the same answer for all reasons. */
const lookScript = 'if [ ! -e "$1" ]; then echo missing; elif [ ! -w "$1" ]; then echo denied; else echo there; fi';
const lookTimeout = 5000;

async function look(connection: Connection, host: string, socket: string): Promise<string> {
	const argv = ['sh', '-c', lookScript, 'watchdeck-look', socket];
	const signal = AbortSignal.timeout(lookTimeout + 2 * connection.roundTrip());
	const run = await execRemotely(connection, host, { argv, timeout: lookTimeout }, signal);
	return run.ok ? (await collect(run.value.pieces, 100, true)).out.trim() : '';
}

const denied = (host: Host, socket: string): Failure => ({
	kind: 'forbidden',
	message: `The engine's socket ${socket} on ${host.name} may not be used by your user there: permission denied.`,
	fix: `On it run: \`sudo usermod -aG docker $USER\`, then connect again; or set \`sudo: true\` of ${host.name} in the config.`,
});

const missing = (host: Host, socket: string): Failure => ({
	kind: 'missing',
	message: `There is no engine on ${host.name}: no socket at ${socket}.`,
	fix: 'Start Docker there (`sudo systemctl start docker`), or set `engine` of the host to its socket.',
});

function noRoad(host: Host, socket: string, sudo: boolean, why: string): Failure {
	const what = `The engine's socket ${socket} on ${host.name}`;
	if (sudo) {
		const fix = `On it allow it by a line in /etc/sudoers.d/watchdeck: NAME ALL=(root) NOPASSWD: /usr/bin/${quote(dialStdio(socket, true).slice(2))}`;
		return { kind: 'forbidden', message: `${what} may not be used by your user there, nor by sudo: ${why}.`, fix };
	}
	const message = `${what} cannot be reached: sshd refuses to forward it, or nobody listens; nor by a command: ${why}.`;
	const fix =
		'On the host check `systemctl status docker`, and that sshd_config has AllowStreamLocalForwarding yes and DisableForwarding no.';
	return { kind: 'refused', message, fix };
}

/** The way to a socket that sshd does not forward: by `docker system dial-stdio`, if need be with sudo. */
async function otherRoad(connection: Connection, host: Host, socket: string, signal: AbortSignal): Promise<Duplex> {
	const seen = await look(connection, host.name, socket).catch(() => '');
	if (seen === 'missing') throw new Broken(missing(host, socket));
	const sudo = seen === 'denied';
	if (sudo && host.sudo !== true) throw new Broken(denied(host, socket));
	const argv = dialStdio(socket, sudo);
	const tried = await tryDetour(connection, host, argv, signal);
	if (!tried.ok) throw new Broken(noRoad(host, socket, sudo, tried.failure.message));
	connection.detours.set(socket, argv);
	return detoured(connection, host, { socket, argv }, signal);
}

function portFailure(error: unknown, host: string, name: string, port: number): Failure {
	if (openFailure(error) !== 'prohibited') {
		const message = `From ${host} nothing answers at ${name} port ${port}.`;
		return { kind: 'unreachable', message, fix: 'Check on the host that it runs and listens there.' };
	}
	const message = `sshd on ${host} does not let us reach ${name} port ${port} (forwarding is not allowed).`;
	return { kind: 'refused', message, fix: 'Set AllowTcpForwarding yes in its /etc/ssh/sshd_config.' };
}

async function direct(connection: Connection, host: Host, target: Target, signal: AbortSignal): Promise<Duplex> {
	try {
		return await connection.session.open(target);
	} catch (error) {
		if (openFailure(error) === undefined) throw error;
		if ('socket' in target) return otherRoad(connection, host, target.socket, signal);
		throw new Broken(portFailure(error, host.name, target.name, target.port));
	}
}

/** Opens a connection from the host to a socket or port there. What goes wrong is thrown as `Broken`. */
export async function forward(
	connection: Connection,
	host: Host,
	target: Target,
	signal: AbortSignal,
): Promise<Duplex> {
	const socket = 'socket' in target ? target.socket : '';
	const argv = connection.detours.get(socket);
	try {
		if (argv === undefined) return await direct(connection, host, target, signal);
		return await detoured(connection, host, { socket, argv }, signal);
	} catch (error) {
		if (openFailure(error) !== undefined) throw new Broken(noRoom(host.name));
		throw new Broken(failureOf(error, `The ssh connection to ${host.name}`));
	}
}
