import { describe, expect, test } from 'vitest';
import type { Reply } from '../../src/core/call.ts';
import type { Reading } from '../../src/core/probe.ts';
import { metrics } from '../../src/probes/metrics.ts';
import { probeOf, reachOf, readingOf, replied } from './reach.ts';

const spec = { url: 'http://10.0.0.1/metrics', from: 'local', requests: '', durations: '', label: '' };
const probe = probeOf('metrics', 'prod/api', spec);
const read = (text: string, at = 1000, carry?: unknown, headers = {}) =>
	metrics.read(probe, reachOf(replied(200, text, headers), at).reach, carry);

const page = (ok: number, bad: number) =>
	`http_requests_total{code="200"} ${ok}\nhttp_requests_total{code="500"} ${bad}\n` +
	`http_request_duration_seconds_bucket{le="0.1"} ${ok}\nhttp_request_duration_seconds_bucket{le="+Inf"} ${ok}\n`;

test('the second page makes numbers of what the first one left', async () => {
	const first = readingOf(await read(page(100, 0), 1000));
	expect(first.samples).toEqual([]);
	const second = readingOf(await read(page(130, 10), 11_000, first.carry));
	const samples = Object.fromEntries((second.samples ?? []).map(({ series, at, value }) => [series, [at, value]]));
	expect(samples).toEqual({
		'prod/api/requests': [11_000, expect.closeTo(4, 9)],
		'prod/api/errors': [11_000, expect.closeTo(0.25, 9)],
		'prod/api/p50': [11_000, expect.closeTo(50, 9)],
		'prod/api/p95': [11_000, expect.closeTo(95, 9)],
		'prod/api/p99': [11_000, expect.closeTo(99, 9)],
	});
	expect(second.layers).toBeUndefined();
});

test('after a restart between two pages nothing of the old process is held against the new one', async () => {
	const requests = ({ samples }: Reading) => samples?.find(({ series }) => series === 'prod/api/requests')?.value;
	const first = readingOf(await read(page(1000, 500), 1000));
	const second = readingOf(await read(page(20, 0), 11_000, first.carry));
	expect(requests(second)).toBeUndefined();
	const third = readingOf(await read(page(40, 0), 21_000, second.carry));
	expect(requests(third)).toBeCloseTo(2, 9);
	expect(third.samples?.find(({ series }) => series === 'prod/api/errors')?.value).toBe(0);
});

describe('what is no page of metrics is garbled:', () => {
	test.each([
		['HTML', '<!doctype html>\n<html><body>Sign in</body></html>\n', {}],
		['nothing', '', {}],
		['JSON', '{"status":"ok"}', {}],
		['more nonsense than metrics', 'up 1\nx\ny\n', {}],
		['what came compressed', '\u001f\ufffd\b\u0000', { 'content-encoding': 'gzip' }],
		['OpenMetrics without its end', 'up 1\n', { 'content-type': 'application/openmetrics-text; version=1.0.0' }],
	])('%s', async (_, text, headers) => {
		expect(await read(text, 1000, undefined, headers)).toMatchObject({ ok: false, failure: { kind: 'garbled' } });
	});
});

test('a page of more than is read says so, and is not told to be cut short', async () => {
	const said = async (reply: Reply) => {
		const read = await metrics.read(probe, reachOf({ ok: true, took: 1, value: reply }).reach);
		return read.ok ? 'read' : read.failure.message;
	};
	const ok = { code: 200, err: '' };
	expect(await said({ ...ok, text: 'up 1\n'.repeat(200_001) })).toBe(
		'The metrics page of prod/api has more than 200000 numbers.',
	);
	expect(await said({ ...ok, text: 'up 1\n'.repeat(200_000) })).toBe('read');
	expect(await said({ ...ok, text: 'up 1\n', cut: true })).toBe('The metrics page of prod/api is longer than 16 MB.');
});

test('a failed call is a missed reading, as it is', async () => {
	const answer = { ok: false, took: 1, failure: { kind: 'refused', message: 'was answered 404' } } as const;
	expect(await metrics.read(probe, reachOf(answer).reach)).toMatchObject({ ok: false, failure: answer.failure });
});

test('OpenMetrics is asked for, uncompressed, unless the config says otherwise', async () => {
	const asked = async (headers?: object) => {
		const { reach, calls } = reachOf(replied(200, 'up 1\n'));
		await metrics.read(probeOf('metrics', 'prod/api', { ...spec, ...(headers ? { headers } : {}) }), reach);
		return calls.map((call) => call.via === 'http' && call.headers)[0];
	};
	expect(await asked()).toEqual({
		accept: 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
		'accept-encoding': 'identity',
	});
	expect(await asked({ Accept: 'text/plain', 'X-Token': 'a' })).toEqual({
		...{ Accept: 'text/plain', 'X-Token': 'a', 'accept-encoding': 'identity' },
	});
});

test('a counter of the config is found under the name that it has in OpenMetrics', async () => {
	const named = probeOf('metrics', 'prod/api', { ...spec, requests: 'shop_requests' });
	const headers = { 'content-type': 'application/openmetrics-text; version=1.0.0; charset=utf-8' };
	const openPage = (count: number) =>
		[
			...['# TYPE shop_requests counter', '# UNIT shop_requests requests', '# HELP shop_requests all'],
			`shop_requests_total{code="200"} ${count}.0 1700000000.123 # {trace_id="a } b"} 0.5 1700000000.1`,
			...['shop_requests_created{code="200"} 1.7e9', '# EOF', ''],
		].join('\n');
	const read = (count: number, at: number, carry?: unknown) =>
		metrics.read(named, reachOf(replied(200, openPage(count), headers), at).reach, carry);
	const first = readingOf(await read(100, 1000));
	const second = readingOf(await read(150, 11_000, first.carry));
	expect(second.samples).toEqual([
		{ series: 'prod/api/requests', at: 11_000, value: expect.closeTo(5, 9) },
		{ series: 'prod/api/errors', at: 11_000, value: 0 },
	]);
});

test('a large page lets others go first, and is left where it is no longer wanted', async () => {
	const text = Array.from({ length: 20_000 }, (_, index) => `a{b="${index}"} 1\n`).join('');
	let turns = 0;
	const count = () => {
		turns += 1;
		next = setImmediate(count);
	};
	let next = setImmediate(count);
	await read(text);
	clearImmediate(next);
	expect(turns).toBeGreaterThan(20);
	const end = new AbortController();
	const { reach } = reachOf(replied(200, text));
	const reading = metrics.read(probe, { ...reach, signal: end.signal });
	end.abort();
	expect(await reading).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
});
