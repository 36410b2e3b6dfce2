import type { Duplex } from 'node:stream';
import type { FailureKind } from '../core/model.ts';
import type { Starttls } from '../core/tls/peer.ts';
import { Broken } from './carrier.ts';

/** Bytes that a server may say before TLS begins; a greeting has a few hundred. */
const most = 16 * 1024;
/** The message SSLRequest: its length and its code (PostgreSQL, "Message Formats"). */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
/** A whole reply of SMTP: lines with `-` after the code, then one without (RFC 5321 §4.2.1). */
const smtpReply = /^(?:\d{3}-[^\n]*\n)*\d{3}(?: [^\n]*)?\r?\n$/;

function broken(kind: FailureKind, message: string, fix: string): Broken {
	return new Broken({ kind, message, fix });
}

function strange(what: string, protocol: string): Broken {
	return broken('garbled', `${what}: it does not speak ${protocol}.`, 'Check the port, and `starttls` in the config.');
}

function noTls(what: string, fix: string): Broken {
	return broken('refused', `${what}: it offers no TLS.`, fix);
}

/**
 * What a server says until it is whole. The stream is paused after: what follows is for the handshake, and nothing may
 * have come already, since the server must wait for us. So a text that goes on after its end is never whole.
 */
function heard(stream: Duplex, isWhole: (text: string) => boolean, odd: () => Broken): Promise<string> {
	return new Promise((resolve, reject) => {
		let text = '';
		const leave = () => {
			stream.off('data', hear).off('end', end).off('close', end).off('error', fail);
			stream.pause();
		};
		const fail = (error: Error) => {
			leave();
			reject(error);
		};
		const end = () => fail(odd());
		const hear = (bytes: Buffer) => {
			text += bytes.toString('latin1');
			if (isWhole(text)) {
				leave();
				resolve(text);
			} else if (text.length > most) fail(odd());
		};
		stream.on('data', hear).on('end', end).on('close', end).on('error', fail);
		// A stream that was paused stays so until it is told.
		stream.resume();
	});
}

async function smtp(stream: Duplex, what: string): Promise<void> {
	const reply = async (): Promise<string> =>
		heard(
			stream,
			(text) => smtpReply.test(text),
			() => strange(what, 'SMTP'),
		);
	if (!(await reply()).startsWith('220')) throw strange(what, 'SMTP');
	stream.write('EHLO [127.0.0.1]\r\n');
	const offers = /^250[- ]STARTTLS\b/im.test(await reply());
	if (offers) stream.write('STARTTLS\r\n');
	if (!offers || !(await reply()).startsWith('220')) throw noTls(what, 'Give its mail server a certificate.');
}

async function imap(stream: Duplex, what: string): Promise<void> {
	const odd = () => strange(what, 'IMAP');
	if (!(await heard(stream, (text) => text.endsWith('\n'), odd)).startsWith('* OK')) throw odd();
	stream.write('a STARTTLS\r\n');
	const answer = await heard(stream, (text) => /^a [^\n]*\n$/m.test(text), odd);
	if (!/^a OK\b/m.test(answer)) throw noTls(what, 'Give its mail server a certificate.');
}

async function postgres(stream: Duplex, what: string): Promise<void> {
	stream.write(sslRequest);
	const answer = await heard(
		stream,
		(text) => text.length > 0,
		() => strange(what, 'the protocol of PostgreSQL'),
	);
	if (answer === 'N') throw noTls(what, 'Set `ssl = on` in its postgresql.conf, with a certificate.');
	if (answer !== 'S') throw strange(what, 'the protocol of PostgreSQL');
}

/** Says what a protocol wants before TLS begins on its port; `what` begins sentences. Throws what goes wrong as `Broken`. */
export async function askForTls(stream: Duplex, protocol: Starttls, what: string): Promise<void> {
	switch (protocol) {
		case 'smtp':
			return smtp(stream, what);
		case 'imap':
			return imap(stream, what);
		case 'postgres':
			return postgres(stream, what);
	}
}
