import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Reply } from '../core/call.ts';
import type { Millis, Result } from '../core/model.ts';
import { nameIn, namesIn } from '../core/tls/names.ts';
import type { Certificate, Peer, Starttls } from '../core/tls/peer.ts';
import { readAuthorities } from './authorities.ts';
import { failureOf } from './failure.ts';
import { askForTls } from './starttls.ts';

/** What a handshake is told besides the stream. `servername`: whom it is for; an address is not sent as SNI. */
interface Greeting {
	readonly servername: string;
	/** PEM of the authorities that are trusted instead of those of Node. */
	readonly ca?: string;
	/** The protocol that is spoken after it (ALPN). */
	readonly speaks?: string;
}

/** A connection after its handshake. */
export interface Secured {
	readonly socket: TLSSocket;
	readonly peer: Peer;
}

/** No chain that a client follows is longer. */
const longestChain = 10;

/** A time that is none, which only a broken certificate has, is one long past. */
const timeOf = (date: Date): Millis => (Number.isNaN(date.getTime()) ? 0 : date.getTime());

function certificateOf(one: X509Certificate): Certificate {
	return {
		// The types do not say it, but a certificate without a subject has none here either.
		subject: nameIn(one.subject ?? ''),
		issuer: nameIn(one.issuer ?? ''),
		names: namesIn(one.subjectAltName ?? ''),
		from: timeOf(one.validFromDate),
		until: timeOf(one.validToDate),
	};
}

function chainOf(leaf: X509Certificate): Peer['chain'] {
	const above: Certificate[] = [];
	let next = leaf.issuerCertificate;
	while (next !== undefined && above.length < longestChain - 1) {
		above.push(certificateOf(next));
		next = next.issuerCertificate;
	}
	return [certificateOf(leaf), ...above];
}

function fits(leaf: X509Certificate, name: string): boolean {
	return (isIP(name) === 0 ? leaf.checkHost(name) : leaf.checkIP(name)) !== undefined;
}

function peerOf(socket: TLSSocket, asked: string): Peer | undefined {
	const leaf = socket.getPeerX509Certificate();
	if (leaf === undefined) return undefined;
	// An Error by its type, but Node puts the code here.
	const distrust = socket.authorized ? {} : { distrust: String(socket.authorizationError) };
	const protocol = socket.getProtocol() ?? 'TLS';
	return { protocol, asked, fits: fits(leaf, asked), ...distrust, chain: chainOf(leaf) };
}

/**
 * Does the handshake on a stream, and takes any chain: what is to be thought of it stands in the peer, and the caller has
 * to look at it before a word is said. Rejects with the error of Node.
 */
export async function secure(stream: Duplex, { servername, ca, speaks }: Greeting): Promise<Secured> {
	const { connect } = await import('node:tls');
	return new Promise((resolve, reject) => {
		const socket = connect({
			socket: stream,
			...(isIP(servername) === 0 ? { servername } : {}),
			...(ca === undefined ? {} : { ca }),
			...(speaks === undefined ? {} : { ALPNProtocols: [speaks] }),
			rejectUnauthorized: false,
			checkServerIdentity: () => undefined,
		});
		// Also what breaks when nobody waits any more has a listener.
		socket.on('error', reject);
		socket.once('close', () => reject(new Error('it closed the connection in the handshake')));
		socket.once('secureConnect', () => {
			const peer = peerOf(socket, servername);
			if (peer === undefined) reject(new Error('it showed no certificate'));
			else resolve({ socket, peer });
		});
	});
}

/** A handshake that is wanted for what the server shows. */
interface Shake {
	readonly name: string;
	readonly port: number;
	readonly servername?: string;
	readonly starttls?: Starttls;
	/** The path of a file with the authorities that are trusted. */
	readonly ca?: string;
}

/** Asks for TLS where the protocol wants that, does the handshake, closes the connection; the reply has the `peer`. */
export async function shake(stream: Duplex, wanted: Shake, signal: AbortSignal): Promise<Result<Reply>> {
	const { name, port, servername = name, starttls, ca } = wanted;
	const what = `${name} port ${port}`;
	const abort = () => stream.destroy();
	signal.addEventListener('abort', abort, { once: true });
	stream.on('error', () => undefined);
	try {
		if (starttls !== undefined) await askForTls(stream, starttls, what);
		const trust = ca === undefined ? {} : { ca: await readAuthorities(ca) };
		const { socket, peer } = await secure(stream, { servername, ...trust });
		socket.destroy();
		return { ok: true, value: { code: 0, text: '', err: '', peer } };
	} catch (error) {
		return { ok: false, failure: failureOf(error, what, signal) };
	} finally {
		signal.removeEventListener('abort', abort);
		stream.destroy();
	}
}
