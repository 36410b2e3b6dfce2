import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import type { Answer, Read } from '../../src/core/call.ts';
import { prometheus } from '../../src/probes/prometheus.ts';
import { probeOf, reachOf, readingOf, replied } from './reach.ts';

const usual = { url: 'http://127.0.0.1:9090/', from: 'vps1' };
const probe = (spec: object) => ({ ...probeOf('prometheus', 'prod/api', { ...usual, ...spec }), name: 'errors' });
const success = (data: unknown, more: object = {}) =>
	replied(200, JSON.stringify({ status: 'success', data, ...more }));
const vector = (...series: readonly [labels: object, value: string][]) =>
	success({ resultType: 'vector', result: series.map(([metric, value]) => ({ metric, value: [1, value] })) });
const refused = (code: number, errorType: string, error: string) =>
	replied(code, JSON.stringify({ status: 'error', errorType, error }));
const read = async (answer: Answer, spec: object = {}) =>
	prometheus.read(probe({ expr: 'up', ...spec }), reachOf(answer).reach);
const says = async (answer: Answer, spec: object = {}) => {
	const { layers, samples } = readingOf(await read(answer, spec));
	return [layers?.health?.is, layers?.health?.because, samples?.map(({ value }) => value)];
};

test.each([
	['a limit', vector([{}, '7']), { above: 5 }, 'set its limit anew'],
	['no data', vector(), {}, 'say `empty: ok`'],
	['no number', vector([{}, 'NaN']), {}, 'say `empty: ok`'],
])('%s has its remedy', async (_, answer, spec, fix) => {
	expect(readingOf(await read(answer, spec)).layers?.health?.fix).toContain(fix);
});

test.each(['banana', '', '7 apples', '0x10', 'nan'])('%j is no value that a Prometheus gives', async (value) => {
	const failure = { kind: 'garbled', message: 'The answer to the expression is not that of an instant query.' };
	expect(await read(vector([{}, value]))).toMatchObject({ ok: false, failure });
});

test.each(['7', '-0.5', '1e+06', '8.881784197001252e-16', '+Inf', '-Inf'])('%s is one', async (value) => {
	expect(readingOf(await read(vector([{}, value]))).layers?.health?.is).toBe('ok');
});

describe('an expression', () => {
	test('is asked for from the host, with the login by reference, for less time than the probe has', async () => {
		const { reach, calls } = reachOf(vector([{}, '1']));
		const headers = { Authorization: 'Bearer ${env:TOKEN}' };
		await prometheus.read(probe({ expr: 'a{b="c d"} + 1', headers }), reach);
		expect(calls).toMatchObject([
			{
				...{ effect: 'read', via: 'http', host: 'vps1', method: 'GET', timeout: 4750 },
				url: 'http://127.0.0.1:9090/api/v1/query?query=a%7Bb%3D%22c+d%22%7D+%2B+1&timeout=4500ms',
				headers: { Authorization: ['Bearer ', { secret: 'env:TOKEN' }] },
			},
		]);
	});
	test('gives a sample and its unit', async () => {
		const answer = vector([{ __name__: 'up', job: 'api' }, '0.25']);
		expect(readingOf(await read(answer, { unit: 'share', name: 'error rate' }))).toEqual({
			layers: { health: { is: 'ok', because: 'error rate 25.0% {job="api"}', since: 1000 } },
			facts: { name: 'error rate', unit: 'share', series: 1, value: 0.25 },
			samples: [{ series: 'prod/api/errors/value', at: 1000, value: 0.25 }],
		});
	});
	const two = vector([{ instance: 'a' }, '3'], [{ instance: 'b' }, '7'], [{ instance: 'c' }, 'NaN']);
	test.each<[string, Answer, object, unknown[]]>([
		['the highest', two, { empty: 'ok' }, ['ok', 'errors 7 {instance="b"}, the worst of 3, 1 without a number', [7]]],
		[
			'one without a number is not outvoted',
			two,
			{ above: 10 },
			[
				'unknown',
				'errors has no number (NaN) for {instance="c"}, 1 of 3, as 0 divided by 0 gives; of the others the worst is 7 {instance="b"}',
				[7],
			],
		],
		[
			'the lowest',
			two,
			{ below: 5 },
			['degraded', 'errors 3 below 5 {instance="a"}, the worst of 3, 1 without a number', [3]],
		],
		[
			'down before degraded',
			two,
			{ above: 5, down_below: 4 },
			['down', 'errors 3 below 4 {instance="a"}, the worst of 3, 1 without a number', [3]],
		],
		[
			'a limit with its unit',
			vector([{}, '0.9']),
			{ unit: 's', above: '800ms' },
			['degraded', 'errors 900ms above 800ms', [0.9]],
		],
		['a limit that is just kept', vector([{}, '5']), { above: 5 }, ['ok', 'errors 5', [5]]],
		['a scalar', success({ resultType: 'scalar', result: [1, '2'] }), {}, ['ok', 'errors 2', [2]]],
		['no data is unknown', vector(), {}, ['unknown', 'errors: no data', []]],
		['no data is fine where it was said', vector(), { empty: 'ok' }, ['ok', 'errors: no data', []]],
		[
			'NaN is no number',
			vector([{}, 'NaN']),
			{ above: 1 },
			['unknown', 'errors is no number (NaN), as 0 divided by 0 gives', []],
		],
		[
			'NaN of one series is no number',
			vector([{ a: 'b' }, 'NaN']),
			{ above: 1 },
			['unknown', 'errors is no number (NaN) for {a="b"}, as 0 divided by 0 gives', []],
		],
		[
			'infinity is above every limit, whatever no data means',
			vector([{ a: 'b' }, '+Inf']),
			{ unit: 'share', above: '1%', down_above: '25%', empty: 'ok' },
			['down', 'errors infinity above 25.0% {a="b"}', []],
		],
		[
			'infinity is worse than what has an end',
			vector([{ a: 'b' }, '3'], [{ a: 'c' }, '+Inf']),
			{ above: 10 },
			['degraded', 'errors infinity above 10 {a="c"}, the worst of 2', []],
		],
		[
			'minus infinity is below every limit',
			vector([{}, '-Inf']),
			{ unit: 's', below: '1s' },
			['degraded', 'errors minus infinity below 1.0s', []],
		],
		[
			'a warning is told',
			success({ resultType: 'scalar', result: [1, '2'] }, { warnings: ['store b timed out'] }),
			{},
			['ok', 'errors 2; Prometheus warns: store b timed out', [2]],
		],
	])('%s', async (_, answer, spec, expected) => expect(await says(answer, spec)).toEqual(expected));
});

describe('what is wrong is told in the words of the API, with the remedy:', () => {
	test.each<[string, Answer, object]>([
		[
			'a wrong expression',
			refused(400, 'bad_data', '1:3: parse error: unexpected end'),
			{
				kind: 'refused',
				message: 'Prometheus at http://127.0.0.1:9090 refused the expression: 1:3: parse error: unexpected end',
				fix: 'Try it at http://127.0.0.1:9090/query and correct it.',
			},
		],
		[
			'a slow one',
			refused(503, 'timeout', 'query timed out'),
			{ kind: 'timeout', fix: expect.stringContaining('recording rule') },
		],
		['no login', replied(401, 'Unauthorized\n'), { kind: 'forbidden', fix: expect.stringContaining('headers') }],
		[
			'a login page',
			replied(302, '<a href="/login">Found</a>'),
			{ kind: 'refused', fix: expect.stringContaining('url') },
		],
		['another server', replied(404, '<h1>Not Found</h1>'), { kind: 'missing', fix: expect.stringContaining('url') }],
		['another page', replied(200, '<html>'), { kind: 'garbled' }],
		['a broken one', replied(502, 'Bad Gateway'), { kind: 'refused' }],
		[
			'a range',
			success({ resultType: 'matrix', result: [] }),
			{ kind: 'refused', fix: expect.stringContaining('rate(') },
		],
		[
			'a histogram',
			success({ resultType: 'vector', result: [{ metric: {}, histogram: [1, {}] }] }),
			{ kind: 'refused', fix: expect.stringContaining('histogram_quantile') },
		],
		['a text', success({ resultType: 'string', result: [1, 'a'] }), { kind: 'refused' }],
		['nonsense', success({ resultType: 'vector', result: [{ metric: {}, value: 'x' }] }), { kind: 'garbled' }],
		[
			'too much',
			{ ok: true, took: 1, value: { code: 200, text: '{"status":"succ', err: '', cut: true } },
			{ kind: 'full', fix: expect.stringContaining('topk') },
		],
		[
			'no answer',
			{ ok: false, took: 1, failure: { kind: 'unreachable', message: 'connection refused' } },
			{ kind: 'unreachable' },
		],
	])('%s', async (_, answer, failure) => expect(await read(answer)).toMatchObject({ ok: false, failure }));
	test('however long and hostile they are', async () => {
		const result = await read(refused(400, 'bad_data', `\u001b[2J${'x\n'.repeat(1_000_000)}`));
		expect(result.ok ? '' : result.failure.message.length).toBeLessThan(400);
	});
});

describe('alerts', () => {
	const alert = (alertname: string, state: string, more: object = {}) => ({
		labels: { alertname, job: 'api', ...more },
		annotations: { summary: `${alertname} happened` },
		state,
		activeAt: '2026-01-02T03:04:05.5Z',
	});
	const rules = (...all: readonly object[]) => ({ groups: [{ name: 'g', rules: all }] });
	const fine = { name: 'High', health: 'ok' };
	const listed = async (found: readonly object[], known: object = rules(fine), spec: object = {}) => {
		const reach = {
			...reachOf(success({ alerts: found })).reach,
			ask: async (call: Read) =>
				call.via === 'http' && call.url.includes('rules') ? success(known) : success({ alerts: found }),
		};
		return prometheus.read(probe({ alerts: true, ...spec }), reach);
	};
	test('are listed, the worst first', async () => {
		const all = [
			alert('Soon', 'pending'),
			alert('Low', 'firing', { severity: 'warning' }),
			alert('Watchdog', 'firing'),
			alert('High', 'firing', { severity: 'critical' }),
		];
		const { layers, findings, facts } = readingOf(await listed(all));
		expect(layers?.health).toMatchObject({
			is: 'degraded',
			because: 'firing: High (critical), Low (warning); pending: Soon',
		});
		expect(facts).toEqual({ rules: 1, firing: 2, pending: 1 });
		expect(findings?.[0]).toEqual({
			...{
				is: 'alert',
				name: 'High',
				state: 'firing',
				severity: 'critical',
				since: Date.UTC(2026, 0, 2, 3, 4, 5, 500),
			},
			...{ labels: '{job="api"}', summary: 'High happened' },
		});
		expect(findings).toHaveLength(3);
	});
	test('count only where they have the labels', async () => {
		const reading = readingOf(await listed([alert('High', 'firing')], rules(fine), { match: { job: 'web' } }));
		expect(reading.layers?.health).toMatchObject({ is: 'ok', because: 'no alert fires' });
	});
	test.each<[string, object, object]>([
		[
			'no rules',
			rules(),
			{ is: 'unknown', because: 'this Prometheus has no alerting rules', fix: expect.stringContaining('`rule_files`') },
		],
		[
			'a rule that fails',
			rules({ name: 'Odd', health: 'err', lastError: 'many-to-many\nmatching' }),
			{ is: 'unknown', because: 'the rule Odd cannot be evaluated: many-to-many matching' },
		],
	])('%s is not green', async (_, known, health) => {
		expect(readingOf(await listed([], known)).layers?.health).toMatchObject(health);
	});
	test('are bounded, whatever they hold', async () => {
		const many = Array.from({ length: 5000 }, (_, index) => alert(`A${index}`, 'firing', { long: 'x'.repeat(5000) }));
		const { layers, findings } = readingOf(await listed(many));
		expect(findings?.length).toBe(200);
		expect(JSON.stringify(findings).length).toBeLessThan(200 * 500);
		expect(layers?.health?.because.length).toBeLessThan(200);
	});
	test('of another form are garbled', async () => {
		expect(await listed([{ state: 7 }])).toMatchObject({ ok: false, failure: { kind: 'garbled' } });
		expect(await listed([], { groups: 7 })).toMatchObject({ ok: false, failure: { kind: 'garbled' } });
	});
});

test.each([
	['{ }', '`expr` or `alerts: true`'],
	['{ expr: up, alerts: true }', 'two lines'],
	['{ expr: up, above: "5%" }', 'unit: count'],
	['{ expr: up, above: soon }', 'a number'],
	['{ expr: up, headers: { Authorization: abc } }', 'by reference'],
])('the config refuses %s', (line, message) => {
	const text = `hosts:\n  a:\n    local: true\n    probes:\n      p: ${line.replace('{', '{ kind: prometheus, url: "http://127.0.0.1:9090",').replace(', }', ' }')}\n`;
	const result = readConfig(text);
	expect(result.ok ? '' : result.errors.map((error) => error.message).join()).toContain(message);
});
