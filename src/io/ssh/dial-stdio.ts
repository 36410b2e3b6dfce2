import type { Duplex } from 'node:stream';
import type { Host, Millis, Result } from '../../core/model.ts';
import { quote } from '../../core/quote.ts';
import { makeDeadline } from '../deadline.ts';
import { usualSocket } from '../engine-road.ts';
import { openChannel } from './channel.ts';
import { noRoom } from './exec.ts';
import type { Connection } from './link.ts';
import type { Channel } from './session.ts';

/** An engine that has not answered after this time is not there. */
const patience: Millis = 5000;
/** So long a connection waits for one of the sessions that sshd gives. */
const roomWithin: Millis = 3000;
/** As much of what the command said as goes into a sentence, in characters. */
const longest = 300;

/**
 * The command that joins its standard input and output with an engine's socket. With sudo it is exactly the one that a
 * line of sudoers can allow, as long as the socket is the usual one.
 */
export function dialStdio(socket: string, sudo: boolean): readonly string[] {
	const at = sudo && socket === usualSocket ? [] : ['-H', `unix://${socket}`];
	return [...(sudo ? ['sudo', '-n'] : []), 'docker', ...at, 'system', 'dial-stdio'];
}

async function started(
	connection: Connection,
	host: Host,
	argv: readonly string[],
	signal: AbortSignal,
): Promise<Channel> {
	// The way there and back is gone twice: to open a channel, and to start the command in it.
	const deadline = makeDeadline(signal, roomWithin + 2 * connection.roundTrip(), noRoom(host.name));
	try {
		return await openChannel(connection.start, quote(argv), connection.dials, deadline.signal);
	} finally {
		deadline.done();
	}
}

/** A connection by such a command; one that fails is not used again before all ways were tried anew. */
export async function detoured(
	connection: Connection,
	host: Host,
	{ socket, argv }: { readonly socket: string; readonly argv: readonly string[] },
	signal: AbortSignal,
): Promise<Duplex> {
	const channel = await started(connection, host, argv, signal);
	channel.stderr.resume();
	void channel.ended.then((code) => {
		// One that was left by us ends with whatever code our leaving gave it.
		if (code !== 0 && !channel.stream.readableAborted) connection.detours.delete(socket);
	});
	return channel.stream;
}

async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
	let text = '';
	for await (const bytes of stream) {
		if (text.length < longest) text += String(bytes);
	}
	return text;
}

async function firstWords(stream: AsyncIterable<unknown>): Promise<string> {
	for await (const bytes of stream) return String(bytes).slice(0, longest);
	return '';
}

/** Whether an engine answers by such a command; if not, what the command said. */
export async function tryDetour(
	connection: Connection,
	host: Host,
	argv: readonly string[],
	signal: AbortSignal,
): Promise<Result<true>> {
	const name = quote(argv);
	const channel = await started(connection, host, argv, signal);
	const late = makeDeadline(signal, patience + connection.roundTrip(), {
		kind: 'timeout',
		message: `${name} gave no answer`,
	});
	late.signal.addEventListener('abort', channel.stop, { once: true });
	const said = textOf(channel.stderr).catch(() => '');
	try {
		// A command that is over already says why on its standard error.
		channel.stream.on('error', () => undefined);
		if (channel.stream.writable)
			channel.stream.write('GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n');
		// Leaving the loop over a stream destroys it, and so ends the command.
		const answer = await firstWords(channel.stream).catch(() => '');
		if (answer.startsWith('HTTP/1.')) return { ok: true, value: true };
		const words = (await said).trim().split('\n').at(-1)?.slice(0, longest) ?? '';
		return { ok: false, failure: { kind: 'refused', message: `\`${name}\`: ${words || 'no answer'}` } };
	} finally {
		late.done();
		channel.stop();
	}
}
