import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import type { Answer } from '../../src/core/call.ts';
import type { Failure } from '../../src/core/model.ts';
import { postgres } from '../../src/probes/postgres.ts';
import { standing } from '../core/postgres/standing.ts';
import { probeOf, reachOf, readingOf, replied } from './reach.ts';

const line = { user: 'watch', password: '${env:PW}', from: 'vps1' };
const answer = (more = {}) => replied(0, JSON.stringify([{ it: standing(more) }]));
const failure = (kind: Failure['kind'], message: string): Answer => ({
	ok: false,
	took: 3,
	failure: { kind, message },
});
const read = (said: Answer, spec: object = line, carry?: unknown) => {
	const { reach, calls } = reachOf(said);
	return postgres.read(probeOf('postgres', 'production/db', spec), reach, carry).then((result) => ({ result, calls }));
};

test('asks one query of ours, with the password by reference', async () => {
	const { calls } = await read(answer());
	expect(calls).toMatchObject([
		{
			...{ effect: 'read', via: 'sql', host: 'vps1', name: '127.0.0.1', port: 5432, timeout: 4750 },
			...{ user: 'watch', database: 'postgres', password: { secret: 'env:PW' } },
		},
	]);
	expect(calls[0]).not.toHaveProperty('tls');
	const more = { ...line, address: 'db:6432', database: 'shop', tls: true, ca: '${file:/ca.pem}' };
	expect((await read(answer(), more)).calls).toMatchObject([
		{ name: 'db', port: 6432, database: 'shop', tls: true, ca: { secret: 'file:/ca.pem' } },
	]);
});

test('tells how it stands, in words and numbers', async () => {
	const { result } = await read(answer());
	const { layers, facts, samples = [], carry } = readingOf(result);
	expect(layers).toEqual({
		health: { is: 'ok', because: 'answers in 12 ms, 12 of 100 connections, 3.0G', since: 1000 },
	});
	expect(facts).toEqual({
		...{ version: '15.18', role: 'primary', replicas: 0, max: 100, took: 12, connections: 12, size: 3 * 1024 ** 3 },
	});
	expect(samples.map(({ series }) => series)).toEqual(
		['took', 'connections', 'size'].map((name) => `production/db/postgres/${name}`),
	);
	const next = await read(answer({ counters: { deadlocks: 1, hits: 9, reads: 1 } }), line, carry);
	// No time has passed on this clock: nothing can be said of it.
	expect(readingOf(next.result).facts).not.toHaveProperty('hits');
	const earlier = typeof carry === 'object' ? { ...carry, at: -59_000 } : undefined;
	const later = await read(answer({ counters: { deadlocks: 1, hits: 9, reads: 1 } }), line, earlier);
	expect(readingOf(later.result).facts).toMatchObject({ hits: 0.9, deadlocks: 1 });
});

test('its limits are those of the line', async () => {
	const sessions = [{ pid: 1, by: 'app', database: 'shop', active: true, seconds: 61 }];
	const { result } = await read(answer({ sessions }), { ...line, connections: '10%', long: '1m' });
	expect(readingOf(result).layers?.health).toMatchObject({
		is: 'degraded',
		because: '12 of 100 connections are used; a query runs for 1m 1s (pid 1, app in shop)',
	});
});

describe('no answer', () => {
	const what = '127.0.0.1 port 5432';
	test.each<[Failure['kind'], string, string]>([
		['timeout', `${what} from vps1 gave no answer within 4.75 s.`, 'no answer from 127.0.0.1:5432 within 5 s'],
		[
			'unreachable',
			`${what} from vps1: nothing listens there (connection refused).`,
			'127.0.0.1:5432 refuses connections',
		],
		[
			'full',
			`${what}: it takes no more connections: sorry, too many clients already.`,
			'127.0.0.1:5432 takes no more connections: sorry, too many clients already',
		],
		[
			'refused',
			`${what}: it lets nobody in yet: the database system is starting up.`,
			'127.0.0.1:5432 lets nobody in yet: the database system is starting up',
		],
	])('%s is news of it', async (kind, message, because) => {
		expect(readingOf((await read(failure(kind, message))).result).layers?.health).toMatchObject({
			is: 'down',
			because,
		});
	});
	test.each<[Failure['kind'], string]>([
		['forbidden', `${what}: the login as watch to the database postgres was refused: no.`],
		['missing', `${what}: database "shop" does not exist.`],
		['unreachable', 'vps1 does not answer.'],
	])('%s is none: %s', async (kind, message) => {
		expect((await read(failure(kind, message))).result).toMatchObject({ ok: false, failure: { kind } });
	});
	test('one that is not understood', async () => {
		expect((await read(replied(0, '[]'))).result).toMatchObject({ failure: { kind: 'garbled' } });
	});
});

test.each([
	['password: hunter2', 'by reference'],
	['ca: "${file:/ca.pem}"', 'authorities beside'],
	['tls: false', 'tls'],
	['lag: soon', 'a length of time'],
])('a line with %s is told what is wrong', (field, words) => {
	const head = 'hosts:\n  box: { ssh: box }\nenvironments:\n  production:\n    services:\n      db:\n        probes:\n';
	const read = readConfig(
		`${head}          pg:\n            kind: postgres\n            user: watch\n            ${field}\n`,
	);
	expect(read.ok).toBe(false);
	expect(JSON.stringify(read)).toContain(words);
	expect(JSON.stringify(read)).not.toContain('hunter2');
});
