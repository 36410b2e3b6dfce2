import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Read } from '../../src/core/call.ts';
import type { Host } from '../../src/core/model.ts';
import { outsideOf } from './support/outside.ts';

const here: Host = { name: 'here', reach: 'local' };
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
	for (const end of ends.splice(0).reverse()) await end();
});

/** A server on a free port, and how many connections it has. */
const server = async (speak: (socket: Socket) => void): Promise<{ readonly port: number; readonly server: Server }> => {
	const made = createServer((socket) => {
		socket.on('error', () => undefined);
		speak(socket);
	});
	const port = await new Promise<number>((resolve) => {
		made.listen(0, '127.0.0.1', () => {
			const address = made.address();
			resolve(typeof address === 'object' && address !== null ? address.port : 0);
		});
	});
	ends.push(() => new Promise((resolve) => made.close(() => resolve())));
	return { port, server: made };
};
const ask = (
	port: number,
	more: Partial<Extract<Read, { via: 'tcp' }>> = {},
	signal = new AbortController().signal,
) => {
	const outside = outsideOf(here);
	ends.push(outside.close);
	const call: Read = { effect: 'read', via: 'tcp', host: 'here', name: '127.0.0.1', port, timeout: 3000, ...more };
	return outside.ask(call, signal);
};

describe('a connection to a port', () => {
	test('stands, and is closed again without a word', async () => {
		const said: Buffer[] = [];
		let closed: () => void = () => undefined;
		const gone = new Promise<void>((resolve) => {
			closed = resolve;
		});
		const { port } = await server((socket) => socket.on('data', (bytes) => said.push(bytes)).on('close', closed));
		expect(await ask(port)).toMatchObject({ ok: true, value: { code: 0, text: '' } });
		await gone;
		expect(said).toEqual([]);
	});
	test('what it says is read until the word that is waited for, also in pieces', async () => {
		const { port } = await server((socket) => {
			socket.on('data', (bytes) => {
				socket.write(`+${String(bytes).trim().slice(0, 2)}`);
				socket.write('NG\r\nmore');
			});
		});
		expect(await ask(port, { send: 'PO\r\n', until: '\r\n' })).toMatchObject({
			ok: true,
			value: { text: expect.stringMatching(/^\+PONG\r\n/) },
		});
	});
	test('an endless talker costs no more than the limit', async () => {
		const { port } = await server((socket) => {
			const flood = (): void => {
				while (socket.write('x'.repeat(65_536)));
			};
			socket.on('drain', flood);
			flood();
		});
		const answer = await ask(port, { until: 'never', most: 100_000 });
		expect(answer.ok && answer.value.text.length).toBe(100_000);
	});
	test('one that says nothing is given up in time', async () => {
		const { port } = await server(() => undefined);
		expect(await ask(port, { until: 'hello', timeout: 100 })).toMatchObject({
			ok: false,
			failure: { kind: 'timeout' },
		});
	});
	test('nobody listens: said with the place', async () => {
		const { port, server: gone } = await server(() => undefined);
		await new Promise((resolve) => gone.close(resolve));
		ends.length = 0;
		expect(await ask(port)).toMatchObject({
			ok: false,
			failure: { kind: 'unreachable', message: `127.0.0.1 port ${port}: nothing listens there (connection refused).` },
		});
	});
	test('no longer wanted: cancelled', async () => {
		const { port } = await server(() => undefined);
		const end = new AbortController();
		const answer = ask(port, { until: 'hello' }, end.signal);
		end.abort();
		expect(await answer).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
	});
});
