import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTurns, openAsking } from '../../src/app/init-asking.ts';
import { readEngines } from '../../src/app/init-engines.ts';
import { hostsOf } from '../../src/app/init-places.ts';
import { webPort } from '../../src/app/init-web.ts';
import { maySave, saveConfig } from '../../src/app/save-config.ts';
import type { Answer, Read } from '../../src/core/call.ts';
import type { Host } from '../../src/core/model.ts';

test('hosts are called after their machines, each by a name of its own', () => {
	const given = [
		'deployer@vps1.example',
		'root@vps1.example',
		'ssh://anna@vps2:2222',
		'local',
		'x@[::1]',
		'vps2',
		'vps2',
	];
	const hosts = hostsOf(given);
	expect(hosts.map(({ name }) => name).slice(0, 4)).toEqual(['vps1.example', 'vps1.example-2', 'vps2', 'local-2']);
	expect(hosts[0]?.reach).toEqual({ ssh: 'deployer@vps1.example' });
	expect(new Set(hosts.map(({ name }) => name)).size).toBe(6);
	expect(hosts.every(({ name }) => /^[A-Za-z0-9][\w.-]{0,62}$/.test(name))).toBe(true);
});

test('only so many go on at once, and all have their turn, also after one that throws', async () => {
	const turns = makeTurns(3);
	let busy = 0;
	let most = 0;
	const work = async (index: number) => {
		busy += 1;
		most = Math.max(most, busy);
		await new Promise((resolve) => setImmediate(resolve));
		busy -= 1;
		if (index === 1) throw new Error('a bug');
		return index;
	};
	const done = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => turns(() => work(index))));
	expect(most).toBe(3);
	expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(19);
});

const { signal } = new AbortController();
const asked: string[] = [];
const served = async (listener: RequestListener) => {
	asked.length = 0;
	const server = createServer((request, response) => {
		asked.push(`${request.method} ${request.url}`);
		listener(request, response);
	}).listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const asking = openAsking([], process.env, signal);
	const found = await webPort(asking.ask, 'local', { address: '127.0.0.1', port, inside: port });
	await asking.close();
	server.closeAllConnections();
	server.close();
	return { port, found };
};

test('a web server is asked by GET alone for its health and its metrics', async () => {
	const { port, found } = await served(({ url }, response) => {
		if (url === '/metrics') response.end('up 1\n');
		else response.writeHead(url === '/healthz' ? 200 : 404).end('ok');
	});
	expect(found).toEqual({
		health: { url: `http://127.0.0.1:${port}/healthz` },
		metrics: `http://127.0.0.1:${port}/metrics`,
	});
	expect(asked.every((one) => one.startsWith('GET /'))).toBe(true);
});

test('an answer that never ends is given up, and one of 10 MB is cut', async () => {
	const endless = await served((_request, response) => {
		response.write('up 1\n');
	});
	expect(endless.found).toEqual({});
	expect(asked).toEqual(['GET /']);
	const huge = await served((_request, response) => response.end('up 1\n'.repeat(2_000_000)));
	expect(huge.found.metrics).toContain('/metrics');
});

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'watchdeck-save-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file that is there stays, unless it may be written over', async () => {
	const file = join(folder, 'new', 'watchdeck.yaml');
	expect((await saveConfig(file, 'one', { force: false })).ok).toBe(true);
	expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual(['one', 0o600]);
	const again = await saveConfig(file, 'two', { force: false });
	expect(again).toMatchObject({ ok: false, failure: { fix: expect.stringContaining('--force') } });
	expect(readFileSync(file, 'utf8')).toBe('one');
	expect((await saveConfig(file, 'two', { force: true })).ok).toBe(true);
	expect(readFileSync(file, 'utf8')).toBe('two');
});

test('whether a file may be written is known before anything is looked for', async () => {
	const file = join(folder, 'watchdeck.yaml');
	expect(await maySave(file, { force: false })).toBeUndefined();
	writeFileSync(file, 'one');
	expect(await maySave(file, { force: true })).toBeUndefined();
	expect(await maySave(file, { force: false })).toEqual({
		kind: 'changed',
		message: `${file} is there already.`,
		fix: 'Name another file, or write over it: --force',
	});
	for (const force of [true, false]) {
		const failure = { kind: 'refused', message: `${folder} is a folder.`, fix: `Name a file in it: ${file}` };
		expect(await maySave(folder, { force })).toEqual(failure);
		expect(await saveConfig(folder, 'two', { force })).toEqual({ ok: false, failure });
	}
});

test('where no file can be, the failure says so', async () => {
	writeFileSync(join(folder, 'file'), '');
	const saved = await saveConfig(join(folder, 'file', 'watchdeck.yaml'), 'one', { force: false });
	expect(saved).toMatchObject({ ok: false, failure: { message: expect.stringContaining(folder) } });
});

test('a host whose usual socket is not there is asked by the engine of its account', async () => {
	const finds = { now: 1, ports: [], files: [], certificates: [], units: [], denied: [] };
	const said = (name: string, socket?: string) => ({
		host: { name, reach: { ssh: name } },
		finds: socket === undefined ? finds : { ...finds, socket },
		...{ jobs: [], unread: [] },
	});
	let known: readonly Host[] = [];
	const ask = async (call: Read): Promise<Answer> => {
		const { engine } = known.find(({ name }) => name === call.host) ?? {};
		if (engine === '/run/user/1000/docker.sock')
			return { ok: true, took: 1, value: { code: 200, text: '[]', err: '' } };
		return { ok: false, took: 1, failure: { kind: 'missing', message: `no engine on ${call.host}` } };
	};
	const setHosts = async (hosts: readonly Host[]) => {
		known = hosts;
	};
	const hosts = [said('rootless', '/run/user/1000/docker.sock'), said('bare'), said('stale', '/gone.sock')];
	const pairs = await readEngines({ ask, setHosts }, hosts, () => {});
	expect(pairs.map(({ said, engine }) => [said.host, engine.failure?.message])).toEqual([
		[{ name: 'rootless', reach: { ssh: 'rootless' }, engine: '/run/user/1000/docker.sock' }, undefined],
		[{ name: 'bare', reach: { ssh: 'bare' } }, 'no engine on bare'],
		[{ name: 'stale', reach: { ssh: 'stale' } }, 'no engine on stale'],
	]);
});
