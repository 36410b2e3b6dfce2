import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import type { Answer } from '../../src/core/call.ts';
import type { FailureKind } from '../../src/core/model.ts';
import type { Peer } from '../../src/core/tls/peer.ts';
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
		expect(readingOf(await read(answer, more)).layers).toMatchObject({ outside: { is, because, since: 1000 } });
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
		[
			'timeout',
			'GET http://10.0.0.1:8080/health gave no answer within 4.75 s.',
			'no answer from 10.0.0.1:8080 within 5 s',
		],
		[
			'unreachable',
			'GET http://10.0.0.1:8080/health: nothing listens there (connection refused).',
			'10.0.0.1:8080 refuses connections',
		],
		[
			'unreachable',
			'GET http://10.0.0.1:8080/health: the name does not resolve.',
			'10.0.0.1:8080: the name does not resolve',
		],
		['refused', 'GET https://a/: its certificate has expired.', 'the certificate of 10.0.0.1:8080 has expired'],
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
		expect(reading.layers?.outside).toMatchObject({ is: 'down', because: 'nothing answers at 10.0.0.1:8080' });
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

describe('a line of the config', () => {
	const line = { ...spec, json: { path: '$.status', is: 'ok' }, headers: { authorization: 'Bearer ${env:A}' } };
	const probe = { ...probeOf('http', 'prod/api', line), name: 'ready' };
	test('asks over a connection of its own, with its secrets by reference', async () => {
		const { reach, calls } = reachOf(replied(200, '{"status":"ok"}'));
		expect(readingOf(await http.read(probe, reach))).toMatchObject({
			layers: { outside: { is: 'ok' } },
			samples: [{ series: 'prod/api/ready/took', value: 12 }],
		});
		expect(calls).toMatchObject([{ fresh: true, headers: { authorization: ['Bearer ', { secret: 'env:A' }] } }]);
	});
	test('asks with the authorities that it names', async () => {
		const { reach, calls } = reachOf(replied(200, ''));
		await http.read(probeOf('http', 'prod/api', { ...spec, ca: '/etc/ssl/our-ca.pem' }), reach);
		expect(calls).toMatchObject([{ fresh: { ca: '/etc/ssl/our-ca.pem' } }]);
	});
	test.each<[string, string | undefined]>([
		['json: { path: "$.checks[0].state", is: ok }, days: 30, status: [200, 204]', undefined],
		['json: { path: "$.checks[*]", is: ok }', 'json.path'],
		['json: { path: $.a, is: [ok] }', 'json.is'],
		['json: { path: $.a }', 'json.is'],
		['headers: { authorization: secret }', 'headers.authorization'],
		['days: -1', 'days'],
		['ca: /etc/ssl/our-ca.pem', 'ca'],
	])('{ %s }', (fields, wrong) => {
		const text = (place: string) => `hosts: { vps1: { ssh: vps1, ${place} } }`;
		const asLine = readConfig(text(`probes: { a: { kind: http, url: "http://a/", ${fields} } }`));
		const health = `environments: { prod: { services: { api: { health: { url: "http://a/", ${fields} } } } } }`;
		const asHealth = readConfig(`hosts: { vps1: { ssh: vps1 } }\n${health}`);
		if (wrong !== undefined) {
			expect(JSON.stringify(asLine)).toContain(`probes.a.${wrong}`);
			expect(asHealth.ok).toBe(false);
			return;
		}
		expect(asLine.ok).toBe(true);
		expect(asHealth).toMatchObject({
			value: {
				services: [{ health: { json: { path: '$.checks[0].state', is: 'ok' }, days: 30, status: [200, 204] } }],
			},
		});
	});
});

describe('https', () => {
	const until = 1000 + 20.5 * 86_400_000;
	const peer: Peer = {
		...{ protocol: 'TLSv1.3', asked: 'a', fits: true },
		chain: [{ subject: 'a', issuer: 'R3', names: ['a'], from: 0, until }],
	};
	const phases = { dns: 1.4, connect: 2.6, tls: 5, first: 7 };
	const found = { is: 'certificate', name: 'a', by: 'R3', until };
	test('also tells the certificate and the parts of the time', async () => {
		const answer: Answer = { ok: true, took: 20, value: { code: 200, text: '', err: '', phases, peer } };
		expect(readingOf(await read(answer))).toEqual({
			layers: { outside: { is: 'ok', because: '200 OK in 20 ms', since: 1000 } },
			facts: { status: 200, took: 20, dns: 1, connect: 3, tls: 5, first: 7, days: 20 },
			samples: [
				{ series: 'prod/api/http', at: 1000, value: 20 },
				{ series: 'prod/api/http/days', at: 1000, value: 20 },
			],
			findings: [found],
		});
	});
	test('that was not asked, for its certificate, is down, and the certificate is told all the same', async () => {
		const failure = { kind: 'refused', message: 'GET https://a/: its certificate authority is not trusted.' } as const;
		const reply = { code: 0, text: '', err: '', peer: { ...peer, distrust: 'SELF_SIGNED_CERT_IN_CHAIN' } };
		expect(readingOf(await read({ ok: false, took: 5, failure, reply }, { from: 'web1' }))).toEqual({
			layers: {
				outside: {
					is: 'down',
					because: 'its certificate authority is not trusted: signed by R3',
					fix: expect.stringContaining('`ca`'),
					since: 1000,
					certain: true,
				},
			},
			samples: [{ series: 'prod/api/http/days', at: 1000, value: 20 }],
			findings: [found],
		});
	});
});

test('a spec of another form is a failure', async () => {
	expect(await http.read(probeOf('http', 'prod/api', {}), reachOf(replied(200, '')).reach)).toMatchObject({
		ok: false,
	});
});
