import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Read } from '../../src/core/call.ts';
import type { Peer, Starttls } from '../../src/core/tls/peer.ts';
import { type Authority, makeAuthority, type Pair } from './support/certificates.ts';
import { outsideOf } from './support/outside.ts';

const ends: (() => Promise<void>)[] = [];
let folder = '';
let authority: Authority;
let good: Pair;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'watchdeck-tls-'));
	authority = makeAuthority(folder);
	good = authority.sign('good', { names: 'DNS:good.example,DNS:*.wild.example,IP:127.0.0.1' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(async () => {
	for (const end of ends.splice(0).reverse()) await end();
});

const listen = async (speak: (socket: Socket) => void): Promise<number> => {
	const open = new Set<Socket>();
	const server: Server = createServer((socket) => {
		open.add(socket);
		socket.on('error', () => undefined);
		speak(socket);
	});
	const port = await new Promise<number>((resolve) => {
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			resolve(typeof address === 'object' && address !== null ? address.port : 0);
		});
	});
	ends.push(async () => {
		for (const socket of open) socket.destroy();
		await new Promise((resolve) => server.close(resolve));
	});
	return port;
};
/** Goes over to TLS on a connection, as a server does. */
const secured = (socket: Socket, pair: Pair) =>
	new TLSSocket(socket, { isServer: true, key: pair.key, cert: pair.cert }).on('error', () => undefined);
const ask = (port: number, more: Partial<Extract<Read, { via: 'tls' }>> = {}): Promise<Answer> => {
	const outside = outsideOf({ name: 'here', reach: 'local' });
	ends.push(outside.close);
	const call: Read = { effect: 'read', via: 'tls', host: 'here', name: '127.0.0.1', port, timeout: 3000, ...more };
	return outside.ask(call, new AbortController().signal);
};
const peerOf = (answer: Answer): Peer => {
	if (!answer.ok || answer.value.peer === undefined) throw new Error(JSON.stringify(answer));
	return answer.value.peer;
};

describe('a handshake', () => {
	test('tells the chain, and that nobody here trusts it', async () => {
		const peer = peerOf(await ask(await listen((socket) => secured(socket, good)), { servername: 'good.example' }));
		expect(peer).toMatchObject({
			...{ protocol: 'TLSv1.3', asked: 'good.example', fits: true, distrust: 'SELF_SIGNED_CERT_IN_CHAIN' },
			chain: [
				{ subject: 'good', issuer: 'Test CA', names: ['good.example', '*.wild.example', '127.0.0.1'] },
				{ subject: 'Test CA', issuer: 'Test CA', names: [] },
			],
		});
		const days = (peer.chain[0].until - Date.now()) / 86_400_000;
		expect(Math.floor(days)).toBe(60);
	});
	test.each([
		['good.example', true],
		['a.wild.example', true],
		['a.b.wild.example', false],
		['bad.example', false],
		['127.0.0.1', true],
		['127.0.0.2', false],
	])('with an authority of our own it is trusted; for %s it is %s', async (servername, fits) => {
		const ca = authority.file;
		const peer = peerOf(await ask(await listen((socket) => secured(socket, good)), { servername, ca }));
		expect([peer.distrust, peer.fits]).toEqual([undefined, fits]);
	});
	test('a certificate that has ended is told, not refused', async () => {
		const old = authority.sign('old', { days: -3 });
		const peer = peerOf(await ask(await listen((socket) => secured(socket, old)), { ca: authority.file }));
		expect(peer.distrust).toBe('CERT_HAS_EXPIRED');
		expect(peer.chain[0].until).toBeLessThan(Date.now());
	});
	test('texts that would steer a terminal come as texts, none of them cut into other lines', async () => {
		const subject = '/CN=\u001b[2Jevil\u202e/O=CN=other';
		const bad = authority.sign('bad', { subject, names: 'DNS:a.example' });
		const [leaf] = peerOf(await ask(await listen((socket) => secured(socket, bad)))).chain;
		expect(leaf.subject).toContain('evil');
		expect(leaf.subject).not.toContain('other');
	});
	test.each([
		['is not there', 'nothing.pem', 'there is no such file'],
		['holds something else', 'good.key', 'holds no certificate'],
	])('a file of authorities that %s is no news of the server', async (_, name, message) => {
		const port = await listen((socket) => secured(socket, good));
		expect(await ask(port, { ca: join(folder, name) })).toMatchObject({
			failure: { kind: 'missing', message: expect.stringContaining(message) },
		});
	});
	test('a server that does not speak TLS is told so', async () => {
		const port = await listen((socket) => socket.write('220 plain\r\n'));
		expect(await ask(port)).toMatchObject({
			failure: { kind: 'refused', message: `127.0.0.1 port ${port}: it does not speak TLS.` },
		});
	});
	test.each<[string, (socket: Socket) => void, string]>([
		['says nothing', () => undefined, 'timeout'],
		['closes', (socket) => socket.once('data', () => socket.destroy()), 'unreachable'],
		['ends', (socket) => socket.once('data', () => socket.end()), 'unreachable'],
	])('one that %s', async (_, speak, kind) => {
		expect(await ask(await listen(speak), { timeout: 300 })).toMatchObject({ ok: false, failure: { kind } });
	});
});

/** What a server says first, and to each line or message that comes; `tls`: then TLS begins. */
interface Script {
	readonly first?: string;
	readonly answers: readonly string[];
}
const scripted = ({ first, answers }: Script) =>
	listen((socket) => {
		const left = [...answers];
		if (first !== undefined) socket.write(first);
		const hear = () => {
			const answer = left.shift();
			if (answer === undefined) return;
			socket.write(answer.replace('<tls>', ''));
			if (!answer.endsWith('<tls>')) return;
			socket.off('data', hear);
			secured(socket, good);
		};
		socket.on('data', hear);
	});

describe('TLS after other words', () => {
	test.each<[Starttls, Script]>([
		['postgres', { answers: ['S<tls>'] }],
		['smtp', { first: '220-mx\r\n220 ready\r\n', answers: ['250-mx\r\n250 STARTTLS\r\n', '220 go\r\n<tls>'] }],
		['imap', { first: '* OK ready\r\n', answers: ['* any\r\na OK begin\r\n<tls>'] }],
	])('%s', async (starttls, script) => {
		expect(peerOf(await ask(await scripted(script), { starttls })).chain[0].subject).toBe('good');
	});
	test.each<[string, Starttls, Script, string]>([
		['no TLS in PostgreSQL', 'postgres', { answers: ['N'] }, 'it offers no TLS'],
		['another protocol', 'postgres', { first: 'SSH-2.0', answers: [] }, 'it does not speak the protocol of PostgreSQL'],
		['bytes behind the S', 'postgres', { answers: ['Sx'] }, 'it does not speak the protocol of PostgreSQL'],
		['no STARTTLS among what it offers', 'smtp', { first: '220 a\r\n', answers: ['250 SIZE\r\n'] }, 'it offers no TLS'],
		['a refusal', 'smtp', { first: '554 no\r\n', answers: [] }, 'it does not speak SMTP'],
		[
			'TLS that is not there now',
			'smtp',
			{ first: '220 a\r\n', answers: ['250 STARTTLS\r\n', '454 no\r\n'] },
			'no TLS',
		],
		['a no', 'imap', { first: '* OK a\r\n', answers: ['a BAD what\r\n'] }, 'it offers no TLS'],
		['endless words', 'smtp', { first: '220-'.padEnd(70_000, 'x'), answers: [] }, 'it does not speak SMTP'],
	])('%s', async (_, starttls, script, message) => {
		const answer = await ask(await scripted(script), { starttls });
		expect(answer).toMatchObject({ ok: false, failure: { message: expect.stringContaining(message) } });
	});
});
