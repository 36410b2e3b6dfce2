// Fakes of the servers that probes ask: each answers what its protocol allows, in whatever words it is given.
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import type { Fake } from './engine.ts';
import { type Say, within } from './texts.ts';

/** A fake that listens on a port of loopback. */
export interface Listening extends Fake {
	readonly port: number;
}

async function listening(server: Server): Promise<Listening> {
	const open = new Set<Socket>();
	server.on('connection', (socket) => {
		open.add(socket);
		socket.on('error', () => undefined);
		socket.once('close', () => open.delete(socket));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	return {
		port: typeof address === 'object' && address !== null ? address.port : 0,
		stop: async () => {
			for (const socket of open) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Writes what an answer of HTTP is made of, byte by byte: no library would let such words through. */
export type Page = (path: string, socket: Socket) => void;

/** A web server by hand. */
export function fakeWeb(page: Page): Promise<Listening> {
	return listening(
		createServer((socket) => {
			let asked = '';
			socket.on('data', (bytes) => {
				asked += bytes.toString('latin1');
				if (!asked.includes('\r\n\r\n')) return;
				page(asked.split(' ', 2)[1] ?? '/', socket);
				asked = '';
			});
		}),
	);
}

/** An answer with a body; `reason` stands in its first line. */
export function answered(reason: string, body: string | Buffer, ...headers: readonly string[]): Buffer {
	const bytes = Buffer.from(body);
	const head = [`HTTP/1.1 ${reason}`, ...headers, `Content-Length: ${bytes.length}`, 'Connection: close', '', ''];
	return Buffer.concat([Buffer.from(head.join('\r\n')), bytes]);
}

/** What a web server with metrics, a health check and Prometheus' API says. */
export const pagesOf =
	(say: Say): Page =>
	(path, socket) => {
		const alert = {
			labels: { alertname: say('ALERT'), severity: say('critical') },
			annotations: { summary: say('SUMMARY') },
			...{ state: 'firing', activeAt: '2026-11-21T10:00:00Z' },
		};
		// Of a label only backslash, quote and line feed are escaped (the Prometheus text format).
		const label = `"${say('LABEL').replaceAll('\\', '\\\\')}"`;
		const pages: Readonly<Record<string, () => Buffer>> = {
			'/health': () => answered(`500 ${say('REASON').replace('\u0085', '')}`, say('BODY')),
			'/moved': () => answered('302 Found', '', `Location: ${say('/MOVED')}`),
			'/metrics': () =>
				answered(
					'200 OK',
					`# HELP up ${say('HELP')}\n# TYPE http_requests_total counter\nhttp_requests_total{code=${label}} 5\n${say('up')} 1\n`,
				),
			'/api/v1/alerts': () => answered('200 OK', JSON.stringify({ status: 'success', data: { alerts: [alert] } })),
			'/api/v1/rules': () => answered('200 OK', JSON.stringify({ status: 'success', data: { groups: [] } })),
			'/api/v1/query': () =>
				answered(
					'422 Unprocessable Entity',
					JSON.stringify({ status: 'error', errorType: say('TYPE'), error: say('QUERY') }),
				),
		};
		const bytes = pages[path.split('?', 1)[0] ?? '']?.();
		socket.end(bytes ?? answered(`404 ${say('NOWHERE')}`, ''));
	};

/** A server that says a line of its own to whatever it is told: Redis' refusal, or a protocol that nobody asked for. */
export const fakeSayer = (bytes: Buffer): Promise<Listening> =>
	listening(createServer((socket) => void socket.once('data', () => socket.end(bytes))));

/** A server that refuses a login as PostgreSQL does (message formats of protocol 3.0: `N` to SSL, then `ErrorResponse`). */
export function fakePostgres(say: Say): Promise<Listening> {
	const fields = [`S${say('FATAL')}`, 'C28P01', `M${say('REFUSED')}`, `H${say('HINT')}`];
	const body = Buffer.from(`${fields.map((field) => `${field}\0`).join('')}\0`);
	const size = Buffer.alloc(4);
	size.writeUInt32BE(body.length + 4);
	const refusal = Buffer.concat([Buffer.from('E'), size, body]);
	return listening(
		createServer((socket) => {
			socket.on('data', (bytes) => {
				const isTls = bytes.length === 8 && bytes.readUInt32BE(4) === 80_877_103;
				if (isTls) socket.write('N');
				else socket.end(refusal);
			});
		}),
	);
}

/** A server whose certificate, signed by itself, has these words in its subject, issuer and names. */
export function fakeTls(folder: string, say: Say): Promise<Listening> {
	const own = mkdtempSync(join(folder, 'tls-'));
	const [key, cert] = [join(own, 'key.pem'), join(own, 'cert.pem')];
	// OpenSSL takes at most 64 signs, and a backslash before what is meant as it is.
	const escaped = (text: string) => within(64, text).replaceAll('\\', '\\\\');
	const subject = `/O=${escaped(say('ISSUER'))}/CN=${escaped(say('SUBJECT'))}`;
	// A name is an IA5String: it takes only ASCII.
	const name = say('san')
		.replace(/[^\u0001-\u007f]/gu, '')
		.replaceAll('\\', '\\\\');
	execFileSync(
		'openssl',
		[
			...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '5', '-utf8'],
			...['-keyout', key, '-out', cert, '-subj', subject, '-addext', `subjectAltName=DNS:${name}`],
		],
		{ stdio: ['ignore', 'ignore', 'pipe'] },
	);
	const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, (socket) => socket.end());
	server.on('tlsClientError', () => undefined);
	return listening(server);
}

/** A DNS server over UDP that answers TXT with a text and MX with a name of such words (RFC 1035, section 4). */
export async function fakeDns(say: Say): Promise<Listening> {
	const socket = createSocket('udp4');
	const text = Buffer.from(within(250, say('RECORD')));
	const label = Buffer.from(within(60, say('MAILER')));
	socket.on('message', (asked, { port, address }) => {
		const question = asked.subarray(12, asked.indexOf(0, 12) + 5);
		const type = question.readUInt16BE(question.length - 4);
		const data =
			type === 16
				? Buffer.concat([Buffer.from([text.length]), text])
				: Buffer.concat([Buffer.from([0, 10, label.length]), label, Buffer.from([0])]);
		const head = Buffer.concat([asked.subarray(0, 2), Buffer.from([0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0])]);
		const record = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 1, 0, data.length]);
		socket.send(Buffer.concat([head, question, record, data]), port, address);
	});
	await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
	return { port: socket.address().port, stop: () => new Promise((resolve) => socket.close(() => resolve())) };
}
