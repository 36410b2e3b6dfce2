import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Result } from '../../src/core/model.ts';
import type { Reading } from '../../src/core/probe.ts';
import { postgres } from '../../src/probes/postgres.ts';
import { type Authority, makeAuthority } from '../io/support/certificates.ts';
import { type Postgres, startPostgres } from '../lab/postgres.ts';
import { describeTools } from '../lab/tools.ts';
import { type Places, placesOf } from './places.ts';

/** A password that no quoting must touch, in more bytes than signs. */
const secret = 'gehéim" pass\\word\'';
const ways = ['here', 'over ssh'] as const;
type Way = (typeof ways)[number];
/** How long is waited for what a server does by itself. */
const patience = { timeout: 20_000, interval: 100 };

// `pg_createcluster` comes with the server.
describeTools('the probe and a real PostgreSQL', ['pg_createcluster', 'setpriv', 'openssl', 'sshd'], () => {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-pki-'));
	const running: Postgres[] = [];
	let authority: Authority;
	let places: Places;
	let main: Postgres;

	const started = <T extends Postgres>(one: T): T => {
		running.push(one);
		return one;
	};
	const withUsers = (one: Postgres) => {
		const password = secret.replaceAll("'", "''");
		one.sql(`CREATE ROLE watch LOGIN PASSWORD '${password}' IN ROLE pg_monitor`);
		one.sql(`CREATE ROLE blind LOGIN PASSWORD '${password}'`);
		one.sql(`CREATE ROLE stranger LOGIN PASSWORD '${password}'`);
		one.sql(`SET password_encryption = md5; CREATE ROLE old LOGIN PASSWORD '${password}'`);
		return one;
	};
	const read = (where: Way, { port }: Postgres, more: object = {}, carry?: unknown) => {
		const probe = { kind: 'postgres', name: 'pg', of: 'production/db', every: 1000, timeout: 4000 };
		const login = { user: 'watch', password: '${env:SECRET}' };
		const spec = { address: `127.0.0.1:${port}`, from: 'box', ...login, ...more };
		return postgres.read({ ...probe, spec }, places.reach(where), carry);
	};
	const health = (result: Result<Reading>) => {
		// Whatever comes of it, no secret does.
		expect(JSON.stringify(result)).not.toContain('gehéim');
		return result.ok ? result.value.layers?.health : result.failure;
	};

	beforeAll(async () => {
		vi.stubEnv('SECRET', secret);
		vi.stubEnv('OTHER', 'another one');
		authority = makeAuthority(folder);
		vi.stubEnv('AUTHORITY', authority.pem);
		// None of these may be used: the config alone says who asks whom.
		vi.stubEnv('PGPASSWORD', secret);
		vi.stubEnv('PGOPTIONS', '-c no_such_setting=1');
		vi.stubEnv('PGSSLMODE', 'require');
		vi.stubEnv('PGSSLNEGOTIATION', 'direct');
		vi.stubEnv('PGHOST', '/nowhere');
		places = await placesOf();
		main = withUsers(started(await startPostgres()));
	}, 60_000);
	afterAll(async () => {
		vi.unstubAllEnvs();
		await places?.close();
		for (const one of running.reverse()) await one.stop();
		rmSync(folder, { recursive: true, force: true });
	}, 60_000);

	describe.each(ways)('logins, %s', (where) => {
		test('answers, by a new and by an old kind of password', async () => {
			const because = expect.stringMatching(/^answers in \S+ m?s, 1 of 20 connections, \d\.\dM$/);
			expect(health(await read(where, main))).toMatchObject({ is: 'ok', because });
			expect(health(await read(where, main, { user: 'old' }))).toMatchObject({ is: 'ok', because });
		});
		test.each([
			['a wrong password', { password: '${env:OTHER}' }, 'password authentication failed for user "watch"'],
			['an old wrong one', { user: 'old', password: '${env:OTHER}' }, 'password authentication failed for user "old"'],
			['none', { password: undefined }, 'it wants a password, and none is given'],
			['nobody', { user: 'nobody' }, 'password authentication failed for user "nobody"'],
			['who may not come from there', { user: 'stranger' }, 'pg_hba.conf rejects connection'],
		])('%s', async (_, more, words) => {
			expect(health(await read(where, main, more))).toMatchObject({
				kind: 'forbidden',
				message: expect.stringMatching(
					new RegExp(
						`^127.0.0.1 port ${main.port}: the login as \\w+ to the database postgres was refused: .*${words}`,
					),
				),
				fix: expect.stringContaining('pg_hba.conf'),
			});
		});
		test('a database that is not there', async () => {
			expect(health(await read(where, main, { database: 'shop' }))).toMatchObject({
				kind: 'missing',
				message: `127.0.0.1 port ${main.port}: database "shop" does not exist.`,
			});
		});
	});

	test('connections, long queries and idle transactions', async () => {
		const sessions = [main.session('SELECT pg_sleep(600)'), main.session('BEGIN; SELECT 1')];
		await vi.waitFor(() => {
			expect(
				main.sql("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600);' OR query LIKE 'SELECT 1;'"),
			).toBe('2');
		}, patience);
		// The session that asked just now is gone only a moment after its client.
		await vi.waitFor(async () => {
			expect(health(await read('here', main, { connections: '10%', long: '1ms' }))).toMatchObject({
				is: 'degraded',
				because: expect.stringMatching(
					/^3 of 20 connections are used; a query runs for \d+s \(pid \d+, postgres in postgres\); a transaction lies open and idle for \d+s \(pid \d+, postgres in postgres\)$/,
				),
			});
		}, patience);
		expect(health(await read('over ssh', main, { user: 'blind', long: '1ms' }))).toMatchObject({
			is: 'ok',
			because: expect.stringMatching(/; blind may not see what others run: GRANT pg_monitor TO "blind"$/),
		});
		await Promise.all(sessions.map((session) => session.end()));
	});

	test('reads only, and gives up by itself', async () => {
		const { ask, signal } = places.reach('here');
		const put = (query: string, timeout = 3000) => {
			const to = { name: '127.0.0.1', port: main.port, user: 'watch', database: 'postgres' };
			const password = { secret: 'env:SECRET' };
			return ask({ effect: 'read', via: 'sql', host: 'box', ...to, password, query, timeout }, signal);
		};
		expect(await put('CREATE TEMP TABLE t (a int); CREATE TABLE t (a int)')).toMatchObject({
			ok: false,
			failure: { message: expect.stringContaining('read-only transaction') },
		});
		expect(await put('SELECT pg_sleep(60)', 1000)).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
		// The server has stopped it too: nothing is left running there.
		await vi.waitFor(() => {
			expect(main.sql("SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)'")).toBe('0');
		}, patience);
		expect(await put("SELECT repeat('x', 1000000) AS it")).toMatchObject({
			failure: { kind: 'garbled', message: expect.stringContaining('it said more than') },
		});
	});

	test('replicas: in step, standing still, and cut off', async () => {
		const primary = withUsers(started(await startPostgres()));
		const replica = started(await primary.replica({ wal_retrieve_retry_interval: '100ms' }));
		const first = await vi.waitFor(async () => {
			const result = await read('here', primary);
			expect(health(result)).toMatchObject({ is: 'ok', because: expect.stringMatching(/1 replica, \d+ ms behind$/) });
			return result;
		}, patience);
		expect(health(await read('here', replica))).toMatchObject({
			is: 'ok',
			because: expect.stringMatching(/a replica, 0 ms behind$/),
		});
		replica.sql('SELECT pg_wal_replay_pause()');
		primary.sql('CREATE TABLE t (a int)');
		const carry = first.ok ? first.value.carry : undefined;
		let last: Result<Reading> | undefined;
		await vi.waitFor(async () => {
			expect(health(await read('here', primary, { lag: '1ms' }, carry))).toMatchObject({
				is: 'degraded',
				because: expect.stringMatching(/^its replica standby is .*s behind$/),
			});
			last = await read('over ssh', replica, { lag: '1ms' }, last?.ok === true ? last.value.carry : undefined);
			expect(health(last)).toMatchObject({
				is: 'degraded',
				because: expect.stringMatching(/^it is .*s behind its primary$/),
			});
		}, patience);
		replica.sql('SELECT pg_wal_replay_resume()');
		primary.sql("SELECT pg_create_physical_replication_slot('forgotten', true)");
		expect(health(await read('here', primary))).toMatchObject({
			is: 'degraded',
			because: expect.stringMatching(/^it keeps .* of its log for slots that nobody reads: forgotten$/),
		});
		await primary.stop();
		await vi.waitFor(async () => {
			expect(health(await read('here', replica, { lag: '1ms' }))).toMatchObject({
				is: 'degraded',
				because: expect.stringMatching(/^it receives nothing from its primary; what it replayed last is .*s old$/),
			});
		}, patience);
	}, 60_000);

	test('TLS: only with a certificate that is trusted and for its name', async () => {
		const trusted = withUsers(started(await startPostgres({}, authority.sign('good', { names: 'IP:127.0.0.1' }))));
		const other = started(await startPostgres({}, authority.sign('other', { names: 'DNS:db.example' })));
		const ca = '${env:AUTHORITY}';
		const tls = true;
		for (const where of ways) {
			expect(health(await read(where, trusted, { tls, ca }))).toMatchObject({ is: 'ok' });
			expect(health(await read(where, trusted, { tls }))).toMatchObject({
				because: expect.stringMatching(/^the certificate authority of .*:\d+ is not trusted$/),
			});
			expect(health(await read(where, other, { tls, ca }))).toMatchObject({
				because: expect.stringMatching(/^the certificate of .*:\d+ is for another name$/),
			});
			expect(health(await read(where, main, { tls, ca }))).toMatchObject({
				because: expect.stringMatching(/:\d+ offers no TLS$/),
			});
		}
	}, 60_000);

	test('no connection left', async () => {
		const narrow = withUsers(
			started(await startPostgres({ max_connections: '5', superuser_reserved_connections: '4' })),
		);
		const session = narrow.session('SELECT pg_sleep(600)');
		await vi.waitFor(() => {
			expect(narrow.sql("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600);'")).toBe('1');
		}, patience);
		for (const where of ways)
			expect(health(await read(where, narrow))).toMatchObject({
				is: 'down',
				because: expect.stringMatching(/:\d+ takes no more connections: /),
			});
		await session.end();
	});

	test.each(ways)(
		'hung, then killed, %s',
		async (where) => {
			const one = withUsers(started(await startPostgres()));
			process.kill(one.daemon.pid, 'SIGSTOP');
			const began = performance.now();
			expect(health(await read(where, one))).toMatchObject({
				is: 'down',
				because: expect.stringMatching(/^no answer from .*:\d+ within 4 s$/),
			});
			expect(performance.now() - began).toBeLessThan(5000);
			process.kill(one.daemon.pid, 'SIGCONT');
			process.kill(one.daemon.pid, 'SIGKILL');
			await one.stop();
			expect(health(await read(where, one))).toMatchObject({
				is: 'down',
				because: expect.stringMatching(/^nothing answers at|refuses connections$/),
			});
		},
		30_000,
	);
});
