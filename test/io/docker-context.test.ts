import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findEngine } from '../../src/io/docker-context.ts';

let home = '';
const servers: Server[] = [];

beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'watchdeck-context-'));
});
afterEach(() => {
	for (const server of servers.splice(0)) server.close();
	rmSync(home, { recursive: true });
});

function put(path: string, text: string): void {
	mkdirSync(dirname(join(home, path)), { recursive: true });
	writeFileSync(join(home, path), text);
}

async function socket(path: string): Promise<string> {
	mkdirSync(dirname(join(home, path)), { recursive: true });
	const server = createServer();
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(join(home, path), resolve));
	return join(home, path);
}

function find(env: Readonly<Record<string, string>> = {}) {
	return findEngine({
		env: { HOME: home, XDG_RUNTIME_DIR: join(home, 'run'), ...env },
		socket: join(home, 'docker.sock'),
	});
}

function context(name: string, host: string, ...tls: readonly string[]): string {
	const id = createHash('sha256').update(name).digest('hex');
	put(`.docker/contexts/meta/${id}/meta.json`, JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }));
	for (const file of tls) put(`.docker/contexts/tls/${id}/docker/${file}`, 'pem');
	return join(home, `.docker/contexts/tls/${id}/docker`);
}

test('with nothing there it says where it looked', async () => {
	const found = await find();
	expect(found.is).toBe('none');
	expect(found.is === 'none' && found.looked.join('\n')).toContain(join(home, 'docker.sock'));
	expect(found.is === 'none' && found.looked.join('\n')).toContain(join(home, 'run/docker.sock'));
});

test('the usual socket, and the rootless one', async () => {
	const rootless = await socket('run/docker.sock');
	expect(await find()).toMatchObject({ is: 'found', host: { name: 'local', reach: 'local', engine: rootless } });
	const usual = await socket('docker.sock');
	expect(await find()).toMatchObject({ is: 'found', host: { engine: usual } });
});

test.each([
	['tcp://10.0.0.1:2375', { name: '10.0.0.1', reach: 'local', engine: 'tcp://10.0.0.1:2375' }],
	['10.0.0.1:2375', { name: '10.0.0.1', reach: 'local', engine: 'tcp://10.0.0.1:2375' }],
	['ssh://deploy@web1', { name: 'web1', reach: { ssh: 'deploy@web1' } }],
	['ssh://deploy@web1:2222', { name: 'web1', reach: { ssh: 'ssh://deploy@web1:2222' } }],
	[
		'ssh://web1/run/user/1000/docker.sock',
		{ name: 'web1', reach: { ssh: 'web1' }, engine: '/run/user/1000/docker.sock' },
	],
])('DOCKER_HOST=%s', async (address, host) => {
	await socket('docker.sock');
	expect(await find({ DOCKER_HOST: address })).toEqual({ is: 'found', by: 'DOCKER_HOST', host });
});

test('DOCKER_HOST with TLS', async () => {
	const found = await find({ DOCKER_HOST: 'tcp://10.0.0.1:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs' });
	expect(found).toMatchObject({
		is: 'found',
		host: { tls: { ca: '/certs/ca.pem', cert: '/certs/cert.pem', key: '/certs/key.pem' } },
	});
});

test.each([
	['npipe:////./pipe/docker_engine', 'Windows pipe'],
	['ftp://x', 'not an address'],
	['unix:///no/such.sock', '/no/such.sock'],
])('DOCKER_HOST=%s is there but refused', async (address, words) => {
	await socket('docker.sock');
	const found = await find({ DOCKER_HOST: address });
	expect(found).toMatchObject({
		is: 'refused',
		failure: { message: expect.stringContaining(words), fix: expect.any(String) },
	});
});

test('the current context, and DOCKER_CONTEXT before it', async () => {
	await socket('docker.sock');
	put('.docker/config.json', JSON.stringify({ currentContext: 'prod' }));
	const folder = context('prod', 'tcp://prod:2376', 'ca.pem', 'cert.pem', 'key.pem');
	context('dev', 'tcp://dev:2375', 'ca.pem');
	expect(await find()).toEqual({
		is: 'found',
		by: 'the docker context prod',
		host: {
			name: 'prod',
			reach: 'local',
			engine: 'tcp://prod:2376',
			tls: { ca: join(folder, 'ca.pem'), cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') },
		},
	});
	expect(await find({ DOCKER_CONTEXT: 'dev' })).toMatchObject({ host: { name: 'dev' } });
	expect(await find({ DOCKER_CONTEXT: 'default' })).toMatchObject({ host: { engine: join(home, 'docker.sock') } });
	expect(await find({ DOCKER_HOST: 'tcp://other:1' })).toMatchObject({ host: { name: 'other' } });
});

test('a context that is not there is not passed over', async () => {
	await socket('docker.sock');
	expect(await find({ DOCKER_CONTEXT: 'gone' })).toMatchObject({
		is: 'refused',
		failure: { kind: 'missing', message: expect.stringContaining('gone') },
	});
});
