import type { Failure, Millis, Result } from '../../core/model.ts';
import { quote } from '../../core/quote.ts';
import type { Command, Running } from '../carrier.ts';
import { failureOf } from '../failure.ts';
import { tookTooLong } from '../local/exec.ts';
import { merged } from '../pieces.ts';
import { openChannel, openFailure } from './channel.ts';
import type { Connection } from './link.ts';
import type { Channel } from './session.ts';

/** Codes of timeout(1): it ended the command politely, or had to kill it; that of busybox says 143 instead of 124. */
const timedOut: readonly number[] = [124, 137, 143];

/** The command as one line for the shell over there. Closing a channel ends nothing, so `timeout` does it. */
function remoteLine(command: Command): string {
	if (command.timeout === undefined) return quote(command.argv);
	return quote(['timeout', '-k', '1', String(Math.ceil(command.timeout / 1000)), ...command.argv]);
}

function lost(host: string, name: string): Failure {
	return {
		kind: 'unreachable',
		message: `The ssh connection to ${host} was lost while ${name} ran; whether it came to its end is not known.`,
		fix: 'Look on the host what was done.',
	};
}

async function codeOf(channel: Channel, command: Command, host: string): Promise<Result<number>> {
	const [name = ''] = command.argv;
	const began = performance.now();
	const code = await channel.ended;
	if (code === undefined) return { ok: false, failure: lost(host, name) };
	const limit: Millis | undefined = command.timeout;
	const late = limit !== undefined && timedOut.includes(code) && performance.now() - began >= limit * 0.9;
	return late ? { ok: false, failure: tookTooLong(name, host, limit) } : { ok: true, value: code };
}

/** Gives a command its input. One that is over already takes none, and its output must not be lost by trying. */
function send({ stream }: Channel, { input = '', held }: Command): void {
	if (!stream.writable) return;
	if (held === true) stream.write(input);
	else stream.end(input);
}

/** What is said when sshd has no room for another command. */
export function noRoom(host: string): Failure {
	const message = `sshd on ${host} has no room for another command (MaxSessions).`;
	return { kind: 'full', message, fix: 'Raise MaxSessions in /etc/ssh/sshd_config on it, at least to 10.' };
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
		const channel = await openChannel(connection.start, remoteLine(command), places, signal);
		const code = codeOf(channel, command, host);
		signal.addEventListener('abort', channel.stop, { once: true });
		void channel.ended.then(() => signal.removeEventListener('abort', channel.stop));
		// A command that does not read its input closes it; that is no failure of ours.
		channel.stream.on('error', () => undefined);
		send(channel, command);
		return {
			ok: true,
			value: { pieces: merged(channel.stream, channel.stderr, { signal, left: channel.stop }), code },
		};
	} catch (error) {
		if (openFailure(error) === undefined || signal.aborted)
			return { ok: false, failure: failureOf(error, `A command on ${host}`, signal) };
		return { ok: false, failure: noRoom(host) };
	}
}
