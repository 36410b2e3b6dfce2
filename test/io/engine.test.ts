import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Json, Write } from '../../src/core/call.ts';
import type { Host } from '../../src/core/model.ts';
import { makeOutside } from '../../src/io/outside.ts';
import { all } from './support/all.ts';
import { engineGet, outsideOf, type Tried, webGet } from './support/outside.ts';
import { json, type StandIn, secureStandIn, standIn } from './support/stand-in.ts';

const never = new AbortController().signal;
const inspect = {
	Name: '/api',
	Config: {
		Image: 'api:2',
		Env: ['DB_PASSWORD=hunter2hunter2', 'PLAIN=yes', 'URL=postgres://me:p4ssw0rd@db/x'],
		Cmd: ['serve', '--token=t0psecret'],
		Labels: { 'acme.secret': 'labelsecret', 'com.docker.compose.project': 'shop' },
	},
};
let folder = '';
let engine: StandIn;
let outside: Tried;

function post(path: string, body?: Json): Write {
	const call = { effect: 'write', via: 'engine', host: 'here', method: 'POST', path, timeout: 5000 } as const;
	return body === undefined ? call : { ...call, body };
}

function frame(text: string): Buffer {
	const body = Buffer.from(text);
	const head = Buffer.from([1, 0, 0, 0, 0, 0, 0, body.length]);
	return Buffer.concat([head, body]);
}

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'watchdeck-engine-'));
	const socket = join(folder, 'docker.sock');
	engine = await standIn((request, response) => {
		const path = request.url ?? '';
		if (path === '/containers/old/json') json(response, inspect);
		else if (path.startsWith('/containers/old/logs')) response.end(Buffer.concat([frame('one\n'), frame('two\n')]));
		else if (path === '/containers/x/json') json(response, { message: 'No such container: x' }, 404);
		else if (path === '/hang') response.flushHeaders();
		else if (path === '/big') response.end('x'.repeat(100_000));
		else json(response, { path });
	}, socket);
	outside = outsideOf({ name: 'here', reach: 'local', engine: socket });
});

afterEach(async () => {
	vi.unstubAllEnvs();
	await outside.close();
	await engine.stop();
	await rm(folder, { recursive: true });
});

test('DOCKER_HOST never wins over the socket that was given', async () => {
	vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:1');
	vi.stubEnv('DOCKER_TLS_VERIFY', '1');
	vi.stubEnv('DOCKER_CERT_PATH', '/no/such/folder');
	expect(await outside.ask(engineGet('here', '/info'), never)).toMatchObject({ ok: true, value: { code: 200 } });
});

test('another code is a failure in the words of the engine, with its reply', async () => {
	const answer = await outside.ask(engineGet('here', '/containers/x/json'), never);
	expect(answer).toMatchObject({ ok: false, reply: { code: 404 }, failure: { kind: 'missing' } });
	expect(!answer.ok && answer.failure.message).toContain('No such container: x');
	const fine = await outside.ask({ ...engineGet('here', '/containers/x/json'), fine: [404] }, never);
	expect(fine).toMatchObject({ ok: true, value: { code: 404 } });
});

test('values that a container keeps are put in at the last moment', async () => {
	const kept = { host: 'here', container: 'old' };
	const body = {
		Env: [{ $word: ['DB_PASSWORD=', { kept: { ...kept, env: 'DB_PASSWORD' } }] }, 'A=b'],
		Labels: { $word: { kept: { ...kept, at: ['Config', 'Labels'] } } },
		Cmd: { $word: { kept: { ...kept, at: ['Config', 'Cmd'] } } },
		First: { $word: { kept: { ...kept, at: ['Config', 'Cmd', '0'] } } },
	};
	expect(await outside.order(post('/containers/create', body), never)).toMatchObject({ ok: true });
	expect(engine.asked).toEqual(['GET /containers/old/json', 'POST /containers/create']);
	expect(JSON.parse(engine.bodies[1] ?? '')).toEqual({
		Env: ['DB_PASSWORD=hunter2hunter2', 'A=b'],
		Labels: inspect.Config.Labels,
		Cmd: inspect.Config.Cmd,
		First: 'serve',
	});
});

test('a value that is gone stops the order before it is given', async () => {
	const kept = { host: 'here', container: 'old', env: 'GONE' };
	const answer = await outside.order(post('/containers/create', { Env: [{ $word: { kept } }] }), never);
	expect(answer).toMatchObject({ ok: false, failure: { kind: 'changed', message: expect.stringContaining('GONE') } });
	expect(engine.asked).toEqual(['GET /containers/old/json']);
});

test('what looks like a secret in an inspect answer is remembered, names are not', async () => {
	await outside.ask(engineGet('here', '/containers/old/json'), never);
	const said = outside.vault.redact('hunter2hunter2 p4ssw0rd t0psecret labelsecret api:2 shop serve yes');
	for (const secret of ['hunter2hunter2', 'p4ssw0rd', 't0psecret', 'labelsecret']) expect(said).not.toContain(secret);
	for (const plain of ['api:2', 'shop', 'serve', 'yes']) expect(said).toContain(plain);
});

test('the frames of a log are taken apart, asked or followed', async () => {
	const path = '/containers/old/logs?stdout=1';
	expect(await outside.ask(engineGet('here', path), never)).toMatchObject({ ok: true, value: { text: 'one\ntwo\n' } });
	expect(await all(outside.follow(engineGet('here', path), never))).toEqual([
		{ from: 'out', text: 'one' },
		{ from: 'out', text: 'two' },
	]);
});

test('a stream that is refused gives its failure', async () => {
	expect(await all(outside.follow(engineGet('here', '/containers/x/json'), never))).toEqual([
		{ failure: expect.objectContaining({ kind: 'missing' }) },
	]);
});

test('an answer that does not come is a timeout, and one that is no longer wanted is cancelled', async () => {
	const late = await outside.ask({ ...engineGet('here', '/hang'), timeout: 50 }, never);
	expect(late).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
	const wanted = new AbortController();
	const answer = outside.ask(engineGet('here', '/hang'), wanted.signal);
	wanted.abort();
	expect(await answer).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
});

test('an answer that is too long is cut', async () => {
	const answer = await outside.ask({ ...engineGet('here', '/big'), most: 10 }, never);
	expect(answer).toMatchObject({ ok: true, value: { text: 'xxxxxxxxxx', cut: true } });
});

test('a web server is asked, and a redirect is not followed', async () => {
	const web = await standIn((_request, response) => response.writeHead(302, { location: '/other' }).end());
	const answer = await outside.ask(webGet('local', `http://127.0.0.1:${web.port}/a`), never);
	expect(answer).toMatchObject({ ok: false, reply: { code: 302 } });
	expect(web.asked).toEqual(['GET /a']);
	await web.stop();
	expect(await outside.ask(webGet('local', `http://127.0.0.1:${web.port}/a`), never)).toMatchObject({
		failure: { kind: 'unreachable', message: expect.stringContaining('connection refused') },
	});
});

test('an engine that was started anew is asked over a new connection', async () => {
	await outside.ask(engineGet('here', '/info'), never);
	expect(engine.connections().made).toBe(1);
	await engine.stop();
	engine = await standIn((request, response) => json(response, request.url), join(folder, 'docker.sock'));
	expect(await outside.ask(engineGet('here', '/info'), never)).toMatchObject({ ok: true });
});

test('an engine over TLS shows a certificate of the authority that was given', async () => {
	const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
	const subject = ['-subj', '/CN=engine', '-addext', 'subjectAltName=IP:127.0.0.1'];
	const options = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
	execFileSync('openssl', [...options, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
	const pem = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
	const secure = await secureStandIn((request, response) => json(response, request.url), pem);
	const there: Host = { name: 'there', reach: 'local', engine: `tcp://127.0.0.1:${secure.port}` };
	const trusting = outsideOf({ ...there, tls: { ca: cert } });
	expect(await trusting.ask(engineGet('there', '/info'), never)).toMatchObject({
		ok: true,
		value: { text: '"/info"' },
	});
	const strict = outsideOf({ ...there, tls: { cert, key } });
	expect(await strict.ask(engineGet('there', '/info'), never)).toMatchObject({
		failure: { kind: 'refused', message: expect.stringContaining('certificate') },
	});
	const lost = outsideOf({ ...there, tls: { ca: join(folder, 'none.pem') } });
	expect(await lost.ask(engineGet('there', '/info'), never)).toMatchObject({ failure: { kind: 'missing' } });
	for (const each of [trusting, strict, lost]) await each.close();
	await secure.stop();
});

test('an engine that is not there, or not for us, is told with its fix', async () => {
	const gone: Host = { name: 'gone', reach: 'local', engine: join(folder, 'none.sock') };
	const other = outsideOf(gone);
	expect(await other.ask(engineGet('gone', '/info'), never)).toMatchObject({
		failure: { kind: 'missing', fix: expect.stringContaining('systemctl start docker') },
	});
	await other.close();
	expect(await outside.ask(engineGet('nobody', '/info'), never)).toMatchObject({ failure: { kind: 'missing' } });
});

test('read-only has no function that gives orders', () => {
	const { vault } = outside;
	const options = { hosts: [], vault, env: {}, now: Date.now, onLink: () => undefined };
	expect(makeOutside({ ...options, readOnly: true })).not.toHaveProperty('order');
	expect(makeOutside(options)).toHaveProperty('order');
});
