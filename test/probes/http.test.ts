import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/core/call.ts';
import type { FailureKind } from '../../src/core/model.ts';
import { http } from '../../src/probes/http.ts';
import { probeOf, reachOf, readingOf, replied } from './reach.ts';

const spec = { url: 'http://10.0.0.1:8080/health', from: 'local' };
const read = (answer: Answer, more: object = {}) =>
	http.read(probeOf('http', 'prod/api', { ...spec, ...more }), reachOf(answer).reach);
const failed = (kind: FailureKind, message: string): Answer => ({ ok: false, took: 5, failure: { kind, message } });

describe('an answer', () => {
	test.each<[string, Answer, object, 'ok' | 'down', string]>([
		['200', replied(200, 'fine'), {}, 'ok', '200 OK in 12 ms'],
		['500', replied(500, ''), {}, 'down', '500 Internal Server Error in 12 ms'],
		['a redirect', replied(301, ''), {}, 'down', '301 Moved Permanently in 12 ms'],
		['a status of the config', replied(401, ''), { status: [401] }, 'ok', '401 Unauthorized in 12 ms'],
		['another', replied(200, ''), { status: [401] }, 'down', '200 OK in 12 ms'],
		['the text', replied(200, 'all well'), { contains: 'well' }, 'ok', '200 OK in 12 ms'],
		[
			'no text',
			replied(200, ''),
			{ contains: 'well' },
			'down',
			'200 OK in 12 ms, but the answer does not contain "well"',
		],
	])('with %s is judged', async (_, answer, more, is, because) => {
		expect(readingOf(await read(answer, more)).layers).toEqual({ outside: { is, because, since: 1000 } });
	});

	test('is also a number and facts, whatever its status', async () => {
		expect(readingOf(await read(replied(500, '')))).toMatchObject({
			facts: { status: 500, took: 12 },
			samples: [{ series: 'prod/api/http', at: 1000, value: 12 }],
		});
	});
});

describe('no answer', () => {
	test.each<[FailureKind, string, string]>([
		['timeout', 'GET http://10.0.0.1:8080/health gave no answer within 4.75 s.', 'no answer within 5 s'],
		[
			'unreachable',
			'GET http://10.0.0.1:8080/health: nothing listens there (connection refused).',
			'connection refused',
		],
		['unreachable', 'GET http://10.0.0.1:8080/health: the name does not resolve.', 'the name does not resolve'],
		['refused', 'GET https://a/: its certificate has expired.', 'its certificate has expired'],
	])('(%s: %s) is down', async (kind, message, because) => {
		const reading = readingOf(await read(failed(kind, message)));
		expect(reading).toEqual({ layers: { outside: { is: 'down', because, since: 1000 } } });
	});

	test.each<[FailureKind, string]>([
		['unreachable', 'The ssh connection to web1 was lost.'],
		['login', 'web1 refused the key.'],
		['host key', 'The host key of web1 changed.'],
		['cancelled', 'It was no longer wanted and was stopped.'],
	])('from a host that is not reached itself (%s) says nothing of the service', async (kind, message) => {
		expect(await read(failed(kind, message), { from: 'web1' })).toMatchObject({
			ok: false,
			failure: { kind, message },
		});
	});

	test('through a host that is reached is down', async () => {
		const message = 'From web1 nothing answers at 10.0.0.1 port 8080.';
		const reading = readingOf(await read(failed('unreachable', message), { from: 'web1' }));
		expect(reading.layers?.outside).toMatchObject({ is: 'down', because: 'connection refused' });
	});
});

test('it only reads, from the host that the config names, and gives up before the probe is given up', async () => {
	const { reach, calls } = reachOf(replied(200, ''));
	await http.read(probeOf('http', 'prod/api', { ...spec, from: 'web1', headers: { a: { secret: 'env:A' } } }), reach);
	expect(calls).toMatchObject([
		{ effect: 'read', via: 'http', host: 'web1', method: 'GET', headers: { a: { secret: 'env:A' } } },
	]);
	expect(calls[0]?.timeout).toBeLessThan(5000);
});

test('a spec of another form is a failure', async () => {
	expect(await http.read(probeOf('http', 'prod/api', {}), reachOf(replied(200, '')).reach)).toMatchObject({
		ok: false,
	});
});
