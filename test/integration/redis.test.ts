import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Result } from '../../src/core/model.ts';
import type { Reading } from '../../src/core/probe.ts';
import { redis } from '../../src/probes/redis.ts';
import { type Redis, type RedisOptions, startRedis } from '../lab/redis.ts';
import { describeTools } from '../lab/tools.ts';
import { type Places, placesOf } from './places.ts';

/** A password that ends no word and no command, in more bytes than signs. */
const secret = 'gehéim" pass\r\nword\'';
const ways = ['here', 'over ssh'] as const;
type Way = (typeof ways)[number];
/** How long is waited for what a server does by itself. */
const patience = { timeout: 20_000, interval: 100 };

describeTools('the probe and a real Redis', ['redis-server', 'sshd'], () => {
	const running: Redis[] = [];
	let places: Places;
	let main: Redis;

	const start = async (options: RedisOptions = {}): Promise<Redis> => {
		const one = await startRedis(options);
		running.push(one);
		return one;
	};
	const read = (where: Way, { port }: Pick<Redis, 'port'>, more: object = {}, carry?: unknown) => {
		const probe = { kind: 'redis', name: 'redis', of: 'production/cache', every: 1000, timeout: 3000 };
		const spec = { address: `127.0.0.1:${port}`, from: 'box', ...more };
		return redis.read({ ...probe, spec }, places.reach(where), carry);
	};
	const health = (result: Result<Reading>) => {
		// Whatever comes of it, no secret does.
		expect(JSON.stringify(result)).not.toContain('gehéim');
		return result.ok ? result.value.layers?.health : result.failure;
	};
	const password = '${env:SECRET}';

	beforeAll(async () => {
		vi.stubEnv('SECRET', secret);
		vi.stubEnv('OTHER', 'another one');
		places = await placesOf();
		main = await start({ password: secret });
		main.run('ACL', 'SETUSER', 'watch', 'on', `>${secret}`, '+info');
		main.run('ACL', 'SETUSER', 'blind', 'on', `>${secret}`, '+ping');
	}, 60_000);
	afterAll(async () => {
		vi.unstubAllEnvs();
		await places?.close();
		for (const one of running.reverse()) await one.stop();
	}, 60_000);

	test.each(ways)('logins, %s', async (where) => {
		expect(health(await read(where, main, { password }))).toMatchObject({
			is: 'ok',
			because: expect.stringMatching(/^answers in .* memory, \d+ clients?$/),
		});
		expect(health(await read(where, main, { password, user: 'watch' }))).toMatchObject({ is: 'ok' });
		expect(health(await read(where, main, { password, user: 'blind' }))).toMatchObject({
			kind: 'forbidden',
			fix: 'Run there: ACL SETUSER blind +info',
		});
		expect(health(await read(where, main))).toMatchObject({
			message: `127.0.0.1 port ${main.port}: it wants a password, and none is given.`,
		});
		expect(health(await read(where, main, { password: '${env:OTHER}' }))).toMatchObject({
			message: `127.0.0.1 port ${main.port}: the login as default was refused.`,
		});
	});

	test('one that wants no password says so, though one is given', async () => {
		const open = await start();
		expect(health(await read('here', open, { password }))).toMatchObject({
			is: 'ok',
			because: expect.stringContaining('wants no password'),
		});
		expect(health(await read('here', open))).toMatchObject({
			is: 'ok',
			because: expect.not.stringContaining('password'),
		});
	});

	describe('what it holds', () => {
		test('memory with a limit, evictions and hits between two readings', async () => {
			const small = await start({ settings: { maxmemory: '3mb', 'maxmemory-policy': 'allkeys-lru' } });
			const first = await read('here', small);
			expect(health(first)).toMatchObject({ is: 'ok' });
			for (let i = 0; i < 40; i += 1) small.run('SET', `key${i}`, 'x'.repeat(100_000));
			small.run('GET', 'key39');
			small.run('GET', 'no such key');
			const carry = first.ok ? first.value.carry : undefined;
			const second = await read('here', small, {}, carry);
			// A cache is full by design.
			expect(health(second)).toMatchObject({
				is: 'ok',
				because: expect.stringMatching(/50% hits, .* evictions\/min$/),
			});
			expect(second).toMatchObject({ value: { facts: { hits: 0.5, evictions: expect.any(Number) } } });
			expect(health(await read('here', small, { memory: '10%' }))).toMatchObject({
				is: 'degraded',
				because: expect.stringMatching(/of 3\.0M memory are used$/),
			});
			expect(health(await read('here', small, { evictions: 0 }, carry))).toMatchObject({
				is: 'degraded',
				because: expect.stringMatching(/^it forgets .* keys a minute for want of memory$/),
			});
		});
		test('connections over their share, and none left', async () => {
			const narrow = await start({ settings: { maxclients: '1' } });
			const other = connect(narrow.port, '127.0.0.1');
			const answers = new Promise((resolve) => other.once('data', resolve));
			other.write('PING\r\n');
			await answers;
			for (const where of ways)
				expect(health(await read(where, narrow))).toMatchObject({
					is: 'down',
					because: expect.stringMatching(/:\d+ takes no more connections \(maxclients\)$/),
				});
			other.destroy();
			await vi.waitFor(async () => {
				expect(health(await read('here', narrow, { connections: '50%' }))).toMatchObject({
					is: 'degraded',
					because: '1 of 1 connections are used',
				});
			}, patience);
		});
		test('a save that failed', async () => {
			const broken = await start({ settings: { dbfilename: 'dump.rdb' } });
			broken.run('SET', 'a', 'b');
			rmSync(broken.folder, { recursive: true, force: true });
			broken.run('BGSAVE');
			await vi.waitFor(async () => {
				expect(health(await read('here', broken))).toMatchObject({
					is: 'degraded',
					because: expect.stringContaining('its last save to disk failed'),
				});
			}, patience);
		});
		test('a replica and its primary, together and apart', async () => {
			const primary = await start();
			const replica = await start({ settings: { replicaof: `127.0.0.1 ${primary.port}` } });
			await vi.waitFor(async () => {
				expect(health(await read('here', replica))).toMatchObject({
					is: 'ok',
					because: expect.stringContaining(`a replica of 127.0.0.1:${primary.port}`),
				});
				expect(health(await read('here', primary))).toMatchObject({ because: expect.stringContaining('1 replica') });
			}, patience);
			await primary.stop();
			await vi.waitFor(async () => {
				expect(health(await read('here', replica))).toMatchObject({
					is: 'degraded',
					because: expect.stringContaining(`its link to its primary 127.0.0.1:${primary.port} is down`),
				});
			}, patience);
		});
		test('data that is still being loaded', async () => {
			const data = mkdtempSync(join(tmpdir(), 'watchdeck-redis-data-'));
			const debug = { 'enable-debug-command': 'yes' };
			const before = await start({ data, settings: debug });
			before.run('DEBUG', 'POPULATE', '20000');
			before.run('SAVE');
			await before.stop();
			const slow = { ...debug, 'key-load-delay': '1000', 'loading-process-events-interval-bytes': '1024' };
			const loading = await start({ data, settings: slow, ready: /Loading RDB/ });
			expect(health(await read('here', loading))).toMatchObject({
				is: 'down',
				because: expect.stringContaining('it is still loading its data and serves nobody'),
			});
			process.kill(loading.daemon.pid, 'SIGKILL');
			await loading.stop();
			rmSync(data, { recursive: true, force: true });
		});
	});

	test.each(ways)('hung, then killed, %s', async (where) => {
		const one = await start();
		process.kill(one.daemon.pid, 'SIGSTOP');
		const began = performance.now();
		expect(health(await read(where, one))).toMatchObject({
			is: 'down',
			because: expect.stringMatching(/^no answer from .*:\d+ within 3 s$/),
		});
		expect(performance.now() - began).toBeLessThan(4000);
		process.kill(one.daemon.pid, 'SIGCONT');
		process.kill(one.daemon.pid, 'SIGKILL');
		await one.stop();
		expect(health(await read(where, one))).toMatchObject({
			is: 'down',
			because: expect.stringMatching(/^nothing answers at|refuses connections$/),
		});
	});
});
