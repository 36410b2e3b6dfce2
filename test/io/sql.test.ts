import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Answer, Read } from '../../src/core/call.ts';
import { outsideOf } from './support/outside.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
	vi.unstubAllEnvs();
	for (const end of ends.splice(0).reverse()) await end();
});

const listen = async (speak: (socket: Socket) => void): Promise<number> => {
	const open = new Set<Socket>();
	const server = createServer((socket) => {
		open.add(socket);
		socket.on('error', () => undefined);
		speak(socket);
	});
	ends.push(async () => {
		for (const socket of open) socket.destroy();
		await new Promise((resolve) => server.close(resolve));
	});
	return new Promise((resolve) => {
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			resolve(typeof address === 'object' && address !== null ? address.port : 0);
		});
	});
};
/** A message of the server: its sign, its length, what it holds (PostgreSQL's manual, "Message Formats"). */
const message = (sign: string, body: Buffer): Buffer => {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(body.length + 4);
	return Buffer.concat([Buffer.from(sign), length, body]);
};
const number = (value: number): Buffer => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
};
const letIn = Buffer.concat([message('R', number(0)), message('Z', Buffer.from('I'))]);
const error = (code: string, words: string): Buffer =>
	message('E', Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${words}\0\0`));
const scram = message('R', Buffer.concat([number(10), Buffer.from('SCRAM-SHA-256\0\0')]));

const ask = (port: number, more: Partial<Extract<Read, { via: 'sql' }>> = {}): Promise<Answer> => {
	vi.stubEnv('SECRET', 'hunter2hunter2');
	const outside = outsideOf({ name: 'here', reach: 'local' });
	ends.push(outside.close);
	const to = { name: '127.0.0.1', port, user: 'watch', database: 'shop', password: { secret: 'env:SECRET' } };
	const call: Read = { effect: 'read', via: 'sql', host: 'here', ...to, query: 'SELECT 1', timeout: 3000, ...more };
	return outside.ask(call, new AbortController().signal);
};
/** A server that says each of these in turn, one to each message that it gets. */
const scripted = (...answers: readonly Buffer[]) =>
	listen((socket) => {
		const left = [...answers];
		socket.on('data', () => {
			const next = left.shift();
			if (next !== undefined) socket.write(next);
		});
	});

/** Goes on with the login as the client began it, and wants two thousand million rounds of it. */
const hours = () =>
	listen((socket) => {
		socket.once('data', () => {
			socket.write(scram);
			socket.once('data', (bytes) => {
				const nonce = /r=([^,]+)/.exec(bytes.toString())?.[1];
				socket.write(message('R', Buffer.concat([number(11), Buffer.from(`r=${nonce}x,s=c2FsdA==,i=2000000000`)])));
			});
		});
	});

test('what is sent: the user, the database, and that the session may only read', async () => {
	const said: Buffer[] = [];
	const port = await listen((socket) => {
		socket.on('data', (bytes) => {
			said.push(bytes);
			if (said.length === 1) socket.write(letIn);
			else socket.end(error('57P01', 'going down'));
		});
	});
	expect(await ask(port)).toMatchObject({ failure: { message: expect.stringContaining('it ended the session') } });
	const startup = said[0]?.subarray(8).toString().split('\0') ?? [];
	const fields = Object.fromEntries(startup.flatMap((name, at) => (at % 2 === 0 ? [[name, startup[at + 1]]] : [])));
	expect(fields).toMatchObject({
		...{ user: 'watch', database: 'shop', application_name: 'watchdeck', client_encoding: 'UTF8' },
		options: '-c default_transaction_read_only=on -c statement_timeout=2700',
	});
	expect(said[1]?.toString()).toContain('SELECT 1');
});

describe('a server that is none, or a hostile one', () => {
	test.each<[string, () => Promise<number>, object]>([
		['says nothing', () => listen(() => undefined), { kind: 'timeout' }],
		['closes', () => listen((socket) => socket.once('data', () => socket.destroy())), { kind: 'unreachable' }],
		['ends', () => listen((socket) => socket.once('data', () => socket.end())), { kind: 'unreachable' }],
		['greets like another', () => listen((socket) => socket.end('220 mail.example.com ESMTP\r\n')), {}],
		['sends a message that ends too early', () => scripted(message('R', Buffer.alloc(0))), { kind: 'garbled' }],
		['sends one of no known kind', () => scripted(message('\u0001', number(0))), { kind: 'garbled' }],
		['sends rows that nobody asked for', () => scripted(Buffer.concat([letIn, message('D', number(1))])), {}],
		[
			'ends a session in the middle of a row',
			() => scripted(letIn, message('T', Buffer.from([0, 9, 65]))),
			{ kind: 'garbled' },
		],
		['wants a login that would take hours', hours, { kind: 'garbled', message: expect.stringContaining('iteration') }],
	])('%s', async (_, start, failure) => {
		const answer = await ask(await start(), { timeout: 500 });
		expect(answer).toMatchObject({ ok: false, failure });
		expect(JSON.stringify(answer)).not.toContain('hunter2');
	});
	test('notices without end are cut off', async () => {
		const notice = message('N', Buffer.from(`SNOTICE\0VNOTICE\0C00000\0M${'x'.repeat(10_000)}\0\0`));
		let sent = 0;
		const port = await listen((socket) => {
			const flood = () => {
				while (!socket.destroyed && socket.write(notice)) sent += notice.length;
			};
			socket.once('data', () => socket.write(letIn, flood)).on('drain', flood);
		});
		expect(await ask(port)).toMatchObject({
			failure: { kind: 'garbled', message: expect.stringContaining('262144 bytes') },
		});
		expect(sent).toBeLessThan(64 * 1024 * 1024);
	});
	test('its words are told, but only so many', async () => {
		const words = `\u001b[2J${'no '.repeat(10_000)}`;
		const answer = await ask(await scripted(error('28P01', words)));
		expect(answer).toMatchObject({ failure: { kind: 'forbidden' } });
		expect(answer.ok ? '' : answer.failure.message.length).toBeLessThan(400);
	});
});

test.each<[string, string, string, string]>([
	['28000', 'forbidden', 'the login as watch to the database shop was refused: no', 'pg_hba.conf'],
	['3D000', 'missing', 'no', '`database`'],
	['53300', 'full', 'it takes no more connections: no', 'pg_stat_activity'],
	['57P03', 'refused', 'it lets nobody in yet: no', 'Wait'],
	['08P01', 'forbidden', 'no', 'PgBouncer'],
	['0A000', 'missing', 'no (0A000)', 'PostgreSQL 10'],
	['XX000', 'refused', 'no (XX000)', 'log'],
])('the code %s is %s', async (code, kind, says, fix) => {
	const port = await scripted(error(code, 'no'));
	expect(await ask(port)).toMatchObject({
		failure: { kind, message: `127.0.0.1 port ${port}: ${says}.`, fix: expect.stringContaining(fix) },
	});
});
