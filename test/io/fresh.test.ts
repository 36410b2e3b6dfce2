import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Read } from '../../src/core/call.ts';
import { type Authority, makeAuthority, type Pair } from './support/certificates.ts';
import { outsideOf, type Tried, webGet } from './support/outside.ts';
import { type StandIn, secureStandIn, standIn } from './support/stand-in.ts';

const never = new AbortController().signal;
const fresh = (url: string, more: Partial<Read> = {}): Read =>
	({ ...webGet('here', url), fresh: true, ...more }) as Read;
let folder = '';
let authority: Authority;
let good: Pair;
let outside: Tried;
let server: StandIn;
const stops: (() => Promise<void>)[] = [];

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'watchdeck-fresh-'));
	authority = makeAuthority(folder);
	good = authority.sign('good');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => {
	outside = outsideOf({ name: 'here', reach: 'local' });
	server = await standIn((request, response) => {
		if (request.url === '/moved') response.writeHead(302, { location: '/there' }).end();
		else if (request.url === '/bomb')
			response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000)));
		else if (request.url === '/endless') {
			const flood = (): void => {
				while (response.write('x'.repeat(65_536)));
			};
			response.on('drain', flood);
			flood();
		} else if (request.url === '/drip') {
			response.write('x');
		} else response.end('fine');
	});
	stops.push(outside.close, server.stop);
});
afterEach(async () => {
	for (const stop of stops.splice(0)) await stop();
});
const at = (path: string, name = '127.0.0.1') => `http://${name}:${server.port}${path}`;

describe('a fresh request', () => {
	test('has a connection of its own, closed after, and its phases', async () => {
		for (const made of [1, 2]) {
			const answer = await outside.ask(fresh(at('/')), never);
			expect(answer).toMatchObject({
				...{ ok: true, value: { code: 200, text: 'fine' } },
				value: { phases: { connect: expect.any(Number), first: expect.any(Number) } },
			});
			expect(answer.ok && Object.keys(answer.value.phases ?? {})).toEqual(['connect', 'first']);
			await vi.waitFor(() => expect(server.connections()).toEqual({ made, open: 0 }));
		}
		const [plain, kept] = [await outside.ask(webGet('here', at('/')), never), server.connections()];
		expect(plain.ok && plain.value.phases).toBe(undefined);
		expect(kept).toEqual({ made: 3, open: 1 });
	});
	test('to a name also has the time that the name took', async () => {
		expect(await outside.ask(fresh(at('/', 'localhost')), never)).toMatchObject({
			value: { phases: { dns: expect.any(Number) } },
		});
	});
	test('is sent nowhere else', async () => {
		expect(await outside.ask(fresh(at('/moved'), { fine: [302] }), never)).toMatchObject({
			value: { code: 302, headers: { location: '/there' } },
		});
		expect(server.asked).toEqual(['GET /moved']);
	});
	test('unpacks nothing: a bomb stays as small as it comes', async () => {
		const answer = await outside.ask(fresh(at('/bomb'), { most: 100_000 }), never);
		expect(answer.ok && [answer.value.text.length <= 100_000, answer.value.cut]).toEqual([true, undefined]);
	});
	test('reads an endless answer to its limit, and lets go of the server', async () => {
		const answer = await outside.ask(fresh(at('/endless'), { most: 100_000 }), never);
		expect(answer.ok && [answer.value.text.length, answer.value.cut]).toEqual([100_000, true]);
		await vi.waitFor(() => expect(server.connections().open).toBe(0));
	});
	test('gives up an answer that never ends in time, and lets go of the server', async () => {
		expect(await outside.ask(fresh(at('/drip'), { timeout: 300 }), never)).toMatchObject({
			failure: { kind: 'timeout' },
		});
		await vi.waitFor(() => expect(server.connections().open).toBe(0));
	});
	test('that is no longer wanted is cancelled', async () => {
		const end = new AbortController();
		const answer = outside.ask(fresh(at('/drip')), end.signal);
		end.abort();
		expect(await answer).toMatchObject({ failure: { kind: 'cancelled' } });
	});
	test('says who does not listen', async () => {
		await server.stop();
		expect(await outside.ask(fresh(at('/')), never)).toMatchObject({
			failure: {
				kind: 'unreachable',
				message: `GET ${at('/')}: nothing listens there (connection refused).`,
			},
		});
	});
});

test('a server whose certificate is not trusted is not asked, but what it showed is told', async () => {
	const secure = await secureStandIn((_, response) => response.end('fine'), good);
	stops.push(secure.stop);
	const headers = { authorization: 'Bearer secret' };
	const answer = await outside.ask(fresh(`https://127.0.0.1:${secure.port}/`, { headers } as Partial<Read>), never);
	expect(answer).toMatchObject({
		ok: false,
		failure: { kind: 'refused', message: expect.stringContaining('its certificate authority is not trusted') },
		reply: { code: 0, peer: { chain: [{ subject: 'good', issuer: 'Test CA' }, {}] } },
	});
	expect(secure.asked).toEqual([]);
});

describe('a server whose certificate is of an authority of ones own', () => {
	const get = async (more: Partial<Read>) => {
		const secure = await secureStandIn((_, response) => response.end('fine'), good);
		stops.push(secure.stop);
		return { secure, answer: await outside.ask(fresh(`https://127.0.0.1:${secure.port}/`, more), never) };
	};
	test('is asked where the file with that authority is named', async () => {
		const { answer } = await get({ fresh: { ca: authority.file } } as Partial<Read>);
		expect(answer).toMatchObject({ ok: true, value: { code: 200, text: 'fine', peer: { fits: true } } });
	});
	test('is not asked where a file cannot be read, which is told', async () => {
		const { secure, answer } = await get({ fresh: { ca: join(folder, 'gone.pem') } } as Partial<Read>);
		expect(answer).toMatchObject({
			ok: false,
			failure: { kind: 'missing', message: `The file ${join(folder, 'gone.pem')}: there is no such file.` },
		});
		expect(secure.connections().open).toBe(0);
		expect(secure.asked).toEqual([]);
	});
	test('is not trusted for an authority of another', async () => {
		const other = mkdtempSync(join(folder, 'other-'));
		const { answer } = await get({ fresh: { ca: makeAuthority(other).file } } as Partial<Read>);
		expect(answer).toMatchObject({ ok: false, failure: { kind: 'refused' } });
	});
});

test.each([true, false])('what answers in another protocol is told so (fresh: %s)', async (isFresh) => {
	const other = createServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-OpenSSH_9.2\r\n'));
	await once(other.listen(0, '127.0.0.1'), 'listening');
	const address = other.address();
	const port = typeof address === 'object' ? address?.port : undefined;
	const url = `http://127.0.0.1:${port}/`;
	const answer = await outside.ask(isFresh ? fresh(url) : webGet('here', url), never);
	other.close();
	expect(answer).toMatchObject({
		ok: false,
		failure: { kind: 'garbled', message: expect.stringMatching(/: it does not speak HTTP\.$/) },
	});
});
