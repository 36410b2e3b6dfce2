// A Redis backed up, proven, restored and put back, compared key by key: on a host, over ssh, in a container.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type Quiet, withSession } from '../../src/app/run-headless.ts';
import type { Fleet } from '../../src/core/config/fleet.ts';
import { parseConfig } from '../../src/core/config/parse.ts';
import { type DatasetVerb, datasetWrite } from '../../src/core/dataset/call.ts';
import type { DatasetAction, Want } from '../../src/core/want.ts';
import { datasetKinds } from '../../src/datasets/index.ts';
import { redis } from '../../src/datasets/redis.ts';
import { makeOutside } from '../../src/io/outside.ts';
import { makeVault } from '../../src/io/vault.ts';
import { execIn, runRedis, type Tool } from '../lab/databases/containers.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { startRedis } from '../lab/redis.ts';
import { fillRedis, redisContents } from '../lab/rows/redis.ts';

const secret = 'w0rd"; $(id) \' é';
/** What a Redis saves to its disk, and without the five seconds that it waits for more replicas. */
const settings = { 'repl-diskless-sync-delay': '0', save: '3600 1' };

const unpacked = (path: string): Buffer =>
	(path.endsWith('.zst') ? zstdDecompressSync : gunzipSync)(readFileSync(path));

describeLab('a dataset of Redis', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['databases'], ssh: true });
	});
	afterAll(() => lab?.stop());

	const folderOf = (): string => {
		const folder = mkdtempSync(join(tmpdir(), 'watchdeck-backups-'));
		// Whoever logs in over ssh is not who runs this.
		chmodSync(folder, 0o777);
		onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
		return folder;
	};
	const fleetOf = (host: string, folder: string, more: object): Fleet => {
		const checks = {
			keys: { ask: 'DBSIZE', least: 20 },
			text: { ask: 'get "text"', is: 'value' },
			places: { ask: 'ZCARD places', is: 1 },
		};
		const cache = { kind: 'redis', folder, host: 'box', password: '${env:WORD}', checks, ...more };
		const text = JSON.stringify({
			hosts: { box: host === 'ssh' ? { ssh: 'lab' } : { local: true } },
			environments: { production: { protection: 'open', datasets: { cache } } },
		});
		const read = parseConfig(text, { probes: [], datasets: datasetKinds.map(({ form }) => form) });
		if (!read.ok) throw new Error(JSON.stringify(read.errors));
		return read.value;
	};

	/** Does something about a dataset to its end, and gives the run and how it came out. */
	type Does = (want: Want<DatasetAction>) => Promise<{ readonly id: string; readonly came: unknown }>;
	async function acting<T>(fleet: Fleet, work: (does: Does, quiet: Quiet) => Promise<T>, word = secret): Promise<T> {
		const env = { ...lab.env(), WORD: word };
		const came = await withSession({ fleet, operator: 'op-1', readOnly: false, env }, (quiet) => {
			const { acting: way } = quiet.session;
			const does: Does = async (want) => {
				const plan = await way.plan(want, 'production/cache', 'a test', 0);
				if (!plan.ok) return { id: '', came: plan.failure };
				plans.add(plan.value.id);
				const agreed = way.confirm(plan.value, 'typed env/service', { why: 'a test', typed: 'production/cache' });
				const performed = agreed.ok ? await way.perform(agreed.value) : agreed;
				return { id: plan.value.id, came: performed.ok ? performed.value : performed.failure };
			};
			return work(does, quiet).then(
				(value) => ({ value }),
				(thrown: unknown) => ({ thrown }),
			);
		});
		if ('thrown' in came) throw came.thrown;
		return came.value;
	}
	const well = { outcome: 'VERIFIED' };

	/** Something of everything is there again after each way, and what was changed meanwhile is not. */
	async function goesRound(fleet: Fleet, folder: string, tool: Tool): Promise<void> {
		fillRedis(tool);
		const first = redisContents(tool);
		const ask = (...words: readonly string[]) => tool('redis-cli', words).toString().trim();
		const before = ask('INFO', 'replication').match(/role:\w+/)?.[0];
		await acting(fleet, async (does) => {
			expect((await does({ action: 'backup' })).came).toMatchObject(well);
			expect((await does({ action: 'verify', file: '' })).came).toMatchObject(well);
			ask('DEL', 'stream', 'five megabytes');
			ask('-n', '15', 'SET', 'text', 'changed');
			ask('FUNCTION', 'FLUSH');
			const changed = redisContents(tool);
			const restored = await does({ action: 'restore', file: '' });
			expect(restored.came).toMatchObject(well);
			expect(redisContents(tool)).toEqual(first);
			expect((await does({ action: 'restore', back: restored.id })).came).toMatchObject(well);
			expect(redisContents(tool)).toEqual(changed);
		});
		expect(ask('INFO', 'replication').match(/role:\w+/)?.[0]).toBe(before);
		// An RDB ends where it ends: what the wire adds is not in it.
		const made = readdirSync(folder).filter((name) => name.includes('.rdb.'));
		for (const name of made) expect(unpacked(join(folder, name)).at(-9)).toBe(0xff);
		expect(readdirSync(join(folder, '.watchdeck')).filter((name) => name.startsWith('.'))).toEqual([]);
	}
	/** The plans that were carried out. */
	const plans = new Set(['5ed15ed1']);
	/** No server and no folder of ours is left in a place that can be looked at; others try theirs meanwhile. */
	const nothingLeft = () => {
		const left = ['/var/tmp', '/tmp'].flatMap((place) => readdirSync(place));
		expect(left.filter((name) => name.startsWith('watchdeck-apart') && plans.has(name.slice(-8)))).toEqual([]);
	};

	test.each(['here', 'ssh'])('%s', async (way) => {
		const folder = folderOf();
		const own = {
			...settings,
			appendonly: way === 'here' ? 'yes' : 'no',
			masterauth: way === 'here' ? 'its "own"' : '',
		};
		const one = await startRedis({ password: secret, settings: own });
		onTestFinished(one.stop);
		await goesRound(fleetOf(way, folder, { server: `127.0.0.1:${one.port}` }), folder, one.tool);
		expect(one.run('CONFIG', 'GET', 'masterauth').split('\n')[1] ?? '').toBe(own.masterauth);
		nothingLeft();
	});

	// Each look into a container is a program of its own there: on a busy machine they add up.
	test('in a container', { timeout: 180_000 }, async () => {
		const folder = folderOf();
		const words = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
		const cmd = ['redis-server', '--requirepass', secret, ...words];
		const one = await runRedis(lab, 'cache', { password: secret, cmd });
		await goesRound(fleetOf('here', folder, { container: 'cache' }), folder, one.tool);
		expect(one.sql('CONFIG GET masterauth')).toBe('masterauth');
		expect(await lab.names()).toEqual(['cache']);
		// Nor is anything left in it.
		const inside = execIn('cache', ['sh', '-c', 'ls /var/tmp /tmp; cat /proc/[0-9]*/comm']);
		const left = inside.toString().split('\n');
		expect(left.filter((line) => /redis-server|watchdeck-apart/.test(line))).toEqual(['redis-server']);
	});

	test('what is damaged, and who may not, change nothing', async () => {
		const folder = folderOf();
		const one = await startRedis({ password: secret, settings });
		onTestFinished(one.stop);
		fillRedis(one.tool);
		const first = redisContents(one.tool);
		const fleet = fleetOf('here', folder, { server: `127.0.0.1:${one.port}` });
		const failing = (because: RegExp) => expect.objectContaining({ message: expect.stringMatching(because) });
		const damaged = async (name: string, bytes: Buffer, because: RegExp) => {
			writeFileSync(join(folder, name), bytes);
			await acting(fleet, async (does) => {
				expect(JSON.stringify((await does({ action: 'restore', file: name })).came)).toMatch(because);
				expect(JSON.stringify((await does({ action: 'verify', file: name })).came)).toMatch(because);
			});
			rmSync(join(folder, name));
		};
		await acting(fleet, async (does) => {
			expect((await does({ action: 'backup' })).came).toMatchObject(well);
		});
		const made = readdirSync(folder).find((name) => name.includes('.rdb.')) ?? '';
		const rdb = unpacked(join(folder, made));
		const flipped = Buffer.from(rdb);
		flipped[rdb.length >> 1] = (flipped[rdb.length >> 1] ?? 0) ^ 1;
		await damaged('flipped.rdb', flipped, /is damaged/);
		await damaged('short.rdb', rdb.subarray(0, rdb.length >> 1), /is cut off/);
		await acting(
			fleet,
			async (does) => expect((await does({ action: 'backup' })).came).toEqual(failing(/WRONGPASS|NOAUTH/)),
			'another',
		);
		one.run('REPLICAOF', '127.0.0.1', '1');
		await acting(fleet, async (does) => {
			expect((await does({ action: 'restore', file: '' })).came).toEqual(failing(/follows another one/));
		});
		one.run('REPLICAOF', 'NO', 'ONE');
		expect(redisContents(one.tool)).toEqual(first);
		nothingLeft();
	});

	test('a server that is killed while it takes the data over has them once the order is given again', async () => {
		const folder = folderOf();
		const data = mkdtempSync(join(tmpdir(), 'watchdeck-redis-data-'));
		onTestFinished(() => rmSync(data, { recursive: true, force: true }));
		const own = {
			...settings,
			appendonly: 'yes',
			'key-load-delay': '0',
			'loading-process-events-interval-bytes': '1024',
		};
		const one = await startRedis({ password: secret, settings: own, data });
		fillRedis(one.tool);
		const first = redisContents(one.tool);
		const server = `127.0.0.1:${one.port}`;
		const [spec] = fleetOf('here', folder, { server }).datasets ?? [];
		if (spec === undefined) throw new Error('no dataset');
		const env = { ...process.env, WORD: secret };
		const vault = makeVault({ env, accepted: () => true, now: Date.now });
		const hosts = [{ name: 'box', reach: 'local' } as const];
		const outside = makeOutside({ hosts, vault, env, now: Date.now, onLink: () => undefined });
		onTestFinished(() => outside.close());
		const give = async (verb: DatasetVerb, more: Readonly<Record<string, string>>) => {
			const told = Object.entries({ id: '5ed15ed1', ...more });
			const answer = await outside.order(datasetWrite(spec, redis, verb, told), new AbortController().signal);
			return answer.ok ? 'well' : answer.failure.message;
		};
		const made = async (name: string) => {
			expect(await give('dump', { name })).toBe('well');
			expect(await give('keep', { name })).toBe('well');
		};
		await made('first.rdb.gz');
		one.run('FLUSHALL');
		one.run('SET', 'after', 'it');
		await made('safety.rdb.gz');
		// It waits 2 ms at each key, so that it is killed in the middle.
		one.run('CONFIG', 'SET', 'key-load-delay', '2000');
		const words = { name: 'first.rdb.gz', safety: 'safety.rdb.gz' };
		const swapping = give('swap', words);
		await vi.waitFor(() => expect(one.run('INFO')).toContain('loading:1\r\n'), { timeout: 30_000, interval: 20 });
		process.kill(one.daemon.pid, 'SIGKILL');
		expect(await swapping).toMatch(/the live server went away/);
		const again = await startRedis({ password: secret, settings: { ...own, port: String(one.port) }, data });
		onTestFinished(again.stop);
		expect(await give('swap', words)).toBe('well');
		expect(redisContents(one.tool)).toEqual(first);
		// Its AOF has them too: it reads that when it is started.
		await again.stop();
		const third = await startRedis({ password: secret, settings: { ...own, port: String(one.port) }, data });
		onTestFinished(third.stop);
		expect(redisContents(one.tool)).toEqual(first);
		// Whatever was tidied up meanwhile: that nothing was changed is said only of what was not.
		expect(await give('drop', { name: words.name })).toBe('well');
		expect(await give('unswap', words)).toBe('well');
		expect(one.run('GET', 'after')).toBe('it');
		expect(one.run('DBSIZE')).toBe('1');
		for (const verb of ['swap', 'unswap'] as const)
			expect(await give(verb, { ...words, safety: 'gone.rdb.gz' })).toMatch(/gone.rdb.gz, the way back, is not there/);
		nothingLeft();
	});
});
