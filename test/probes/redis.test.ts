import { describe, expect, test } from 'vitest';
import type { Answer, Read } from '../../src/core/call.ts';
import type { Failure } from '../../src/core/model.ts';
import { redis } from '../../src/probes/redis.ts';
import { probeOf, reachOf, readingOf, replied } from './reach.ts';

const line = { from: 'vps1', password: '${env:PW}' };
const info = (more = '') =>
	`$99\r\n# Server\r\nredis_version:7.0.15\r\nrun_id:a\r\nused_memory:1024\r\nconnected_clients:2\r\n${more}\r\n\r\n+OK\r\n`;
const failure = (kind: Failure['kind'], message: string): Answer => ({
	ok: false,
	took: 3,
	failure: { kind, message },
});
const read = (said: Answer, spec: object = line, carry?: unknown) => {
	const { reach, calls } = reachOf(said);
	return redis.read(probeOf('redis', 'production/cache', spec), reach, carry).then((result) => ({ result, calls }));
};

test.each([
	[line, [['AUTH', { secret: 'env:PW' }], ['INFO'], ['QUIT']]],
	[{ ...line, user: 'watch' }, [['AUTH', 'watch', { secret: 'env:PW' }], ['INFO'], ['QUIT']]],
	[{ from: 'vps1' }, [['INFO'], ['QUIT']]],
])('what it is told: %j', async (spec, resp) => {
	const { calls } = await read(replied(0, ''), spec);
	const to = { host: 'vps1', name: '127.0.0.1', port: 6379 };
	const limits = { until: '\r\n+OK\r\n', timeout: 4750, most: 65_536 };
	expect(calls).toEqual([{ effect: 'read', via: 'tcp', ...to, resp, ...limits }]);
});

test('tells how it stands, in words and numbers, and rates from the second reading on', async () => {
	const counters = 'evicted_keys:0\r\nkeyspace_hits:0\r\nkeyspace_misses:0';
	const { result } = await read(replied(0, `+OK\r\n${info(counters)}`));
	const { layers, facts, samples = [], carry } = readingOf(result);
	expect(layers).toEqual({ health: { is: 'ok', because: 'answers in 12 ms, 1.0K memory, 2 clients', since: 1000 } });
	expect(facts).toEqual({ version: '7.0.15', role: 'primary', replicas: 0, took: 12, memory: 1024, clients: 2 });
	expect(samples.map(({ series }) => series)).toEqual(
		['took', 'memory', 'clients'].map((name) => `production/cache/redis/${name}`),
	);
	const earlier = typeof carry === 'object' ? { ...carry, at: -59_000 } : undefined;
	const grown = 'evicted_keys:3\r\nkeyspace_hits:9\r\nkeyspace_misses:1';
	const later = await read(replied(0, `+OK\r\n${info(grown)}`), line, earlier);
	expect(readingOf(later.result).facts).toMatchObject({ evictions: 3, hits: 0.9 });
});

describe('no answer', () => {
	const what = '127.0.0.1 port 6379';
	test.each<[string, Answer, string]>([
		[
			'hung',
			failure('timeout', `${what} from vps1 gave no answer within 4.75 s.`),
			'no answer from 127.0.0.1:6379 within 5 s',
		],
		[
			'gone',
			failure('unreachable', `${what}: nothing listens there (connection refused).`),
			'127.0.0.1:6379 refuses connections',
		],
		[
			'full',
			replied(0, '-ERR max number of clients reached\r\n'),
			'127.0.0.1:6379 takes no more connections (maxclients)',
		],
		['loading', replied(0, '+OK\r\n-LOADING Redis is loading\r\n+OK\r\n'), '127.0.0.1:6379 is still loading its data'],
		['not Redis', replied(0, 'SSH-2.0-OpenSSH\r\n'), '127.0.0.1:6379 does not speak the protocol of Redis'],
	])('%s is news of it', async (_, said, because) => {
		expect(readingOf((await read(said)).result).layers?.health).toMatchObject({ is: 'down', because });
	});
	test.each<[string, Answer]>([
		['a login that was refused', replied(0, '-WRONGPASS no\r\n-NOAUTH no\r\n+OK\r\n')],
		['protected mode', replied(0, '-DENIED Redis is running in protected mode\r\n')],
		['a host that is not reached', failure('unreachable', 'vps1 does not answer.')],
	])('%s is none', async (_, said) => {
		expect((await read(said)).result).toMatchObject({ ok: false, failure: { message: expect.any(String) } });
	});
});

describe('a connection that is reset', () => {
	const reset = failure('unreachable', '127.0.0.1 port 6379: the connection was reset.');
	const readTwice = async (second: Answer) => {
		const answers = [reset, second];
		const { reach } = reachOf(reset);
		const asked: Read[] = [];
		const ask = async (call: Read) => {
			asked.push(call);
			return answers.shift() ?? reset;
		};
		return { result: await redis.read(probeOf('redis', 'production/cache', line), { ...reach, ask }), asked };
	};
	test.each<[string, Answer, string]>([
		[
			'why is asked once more',
			replied(0, '-ERR max number of clients reached\r\n'),
			'127.0.0.1:6379 takes no more connections (maxclients)',
		],
		['and nothing is said', failure('timeout', 'gave no answer'), 'the connection to 127.0.0.1:6379 was reset'],
		['and something else is said', replied(0, 'SSH-2.0\r\n'), 'the connection to 127.0.0.1:6379 was reset'],
	])('%s', async (_, second, because) => {
		const { result, asked } = await readTwice(second);
		expect(readingOf(result).layers?.health).toMatchObject({ is: 'down', because });
		expect(asked.slice(1)).toMatchObject([{ resp: [], until: '\r\n', timeout: 500 }]);
	});
});
