import { constants } from 'node:os';
import type { ClientChannel } from 'ssh2';
import { failed } from '../../core/failed.ts';
import type { Failure, Millis, Result } from '../../core/model.ts';
import { quote } from '../../core/quote.ts';
import type { Command, Running } from '../carrier.ts';
import { failureOf } from '../failure.ts';
import { tookTooLong } from '../local/exec.ts';
import { merged } from '../pieces.ts';
import { openChannel, openFailure, stopChannel } from './channel.ts';
import type { Connection } from './link.ts';

/** Codes of timeout(1): it ended the command politely, or had to kill it. */
const timedOut: readonly number[] = [124, 137];

/** The command as one line for the shell over there. Closing a channel ends nothing, so `timeout` does it. */
function remoteLine(command: Command): string {
	if (command.timeout === undefined) return quote(command.argv);
	return quote(['timeout', '-k', '1', String(Math.ceil(command.timeout / 1000)), ...command.argv]);
}

function signalNumber(name: string): number {
	const numbers: Readonly<Record<string, number>> = constants.signals;
	return numbers[name.startsWith('SIG') ? name : `SIG${name}`] ?? 0;
}

function lost(host: string, name: string): Failure {
	return {
		kind: 'unreachable',
		message: `The ssh connection to ${host} was lost while ${name} ran; whether it came to its end is not known.`,
		fix: 'Look on the host what was done.',
	};
}

function codeOf(channel: ClientChannel, command: Command, host: string): Promise<Result<number>> {
	const [name = ''] = command.argv;
	const began = performance.now();
	const late = (code: number): boolean => {
		const limit: Millis | undefined = command.timeout;
		return limit !== undefined && timedOut.includes(code) && performance.now() - began >= limit * 0.9;
	};
	return new Promise((resolve) => {
		let ended: Result<number> = { ok: false, failure: lost(host, name) };
		channel.once('exit', (status: number | null, by?: string) => {
			const code = status ?? 128 + signalNumber(by ?? '');
			ended = late(code)
				? { ok: false, failure: tookTooLong(name, host, command.timeout ?? 0) }
				: { ok: true, value: code };
		});
		channel.once('close', () => resolve(ended));
	});
}

/** Runs a command on the other side. One without a time limit takes the place of a stream. */
export async function execRemotely(
	connection: Connection,
	host: string,
	command: Command,
	signal: AbortSignal,
): Promise<Result<Running>> {
	const places = command.timeout === undefined ? connection.streams : connection.commands;
	try {
		const channel = await openChannel(connection.client, remoteLine(command), places, signal);
		const code = codeOf(channel, command, host);
		let open = true;
		const stop = () => open && stopChannel(channel);
		signal.addEventListener('abort', stop, { once: true });
		channel.once('close', () => {
			open = false;
			signal.removeEventListener('abort', stop);
		});
		// A command that does not read its input closes it; that is no failure of ours.
		channel.on('error', () => undefined);
		channel.end(command.input ?? '');
		return { ok: true, value: { pieces: merged(channel, channel.stderr, { signal, left: stop }), code } };
	} catch (error) {
		if (openFailure(error) === undefined || signal.aborted)
			return { ok: false, failure: failureOf(error, `A command on ${host}`, signal) };
		const message = `sshd on ${host} has no room for another command (MaxSessions).`;
		const fix = 'Raise MaxSessions in /etc/ssh/sshd_config on it, at least to 10.';
		return failed('full', message, fix);
	}
}
