import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Result } from '../../src/core/model.ts';
import type { Reading } from '../../src/core/probe.ts';
import { prometheus } from '../../src/probes/prometheus.ts';
import { type Prometheus, startPrometheus } from '../lab/prometheus.ts';
import { describeTools } from '../lab/tools.ts';
import { freePort } from '../support/free-port.ts';
import { type Places, placesOf } from './places.ts';

const rules = [
	{
		name: 'lab',
		rules: [
			{ alert: 'Watchdog', expr: 'vector(1)' },
			{
				alert: 'TargetGone',
				expr: 'up == 0',
				labels: { severity: 'critical' },
				annotations: { summary: '{{ $labels.instance }} is not scraped' },
			},
			{ alert: 'GoneForLong', expr: 'up == 0', for: '1h' },
		],
	},
];
/** The user `admin` with the password `test`; the hash is that of Prometheus' own documentation, "Basic auth". */
const web = { basic_auth_users: { admin: '$2b$12$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay' } };
const login = Buffer.from('admin:test').toString('base64');

describeTools('the probe and a real Prometheus', ['prometheus', 'sshd'], () => {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-prometheus-'));
	const before = process.env['WATCHDECK_TEST_LOGIN'];
	let open: Prometheus;
	let locked: Prometheus;
	let places: Places;
	let gone: number;

	const read = (where: 'here' | 'over ssh', spec: object): Promise<Result<Reading>> => {
		const probe = { kind: 'prometheus', name: 'p', of: 'host/box', every: 1000, timeout: 5000 };
		return prometheus.read({ ...probe, spec: { url: open.url, from: 'box', ...spec } }, places.reach(where));
	};

	beforeAll(async () => {
		process.env['WATCHDECK_TEST_LOGIN'] = login;
		gone = await freePort();
		const port = await freePort();
		for (const name of ['open', 'locked']) mkdirSync(join(folder, name));
		open = await startPrometheus(join(folder, 'open'), [`127.0.0.1:${port}`, `127.0.0.1:${gone}`], { port, rules });
		locked = await startPrometheus(join(folder, 'locked'), [], { port: await freePort(), web });
		places = await placesOf();
		await vi.waitFor(
			async () => {
				const alerts = await open.query('ALERTS{alertname="TargetGone",alertstate="firing"}');
				const up = await open.query('up == 1');
				expect([Object.keys(alerts).length, Object.keys(up).length]).toEqual([1, 1]);
			},
			{ interval: 200, timeout: 60_000 },
		);
	}, 90_000);
	afterAll(async () => {
		if (before === undefined) delete process.env['WATCHDECK_TEST_LOGIN'];
		await Promise.all([places?.close(), open?.daemon.stop(), locked?.daemon.stop()]);
		rmSync(folder, { recursive: true, force: true });
	});

	test.each(['here', 'over ssh'] as const)('values, alerts, errors and logins, %s', async (where) => {
		expect(await read(where, { expr: 'up', name: 'up', down_below: 1 })).toMatchObject({
			value: {
				layers: {
					health: {
						is: 'down',
						because: `up 0 below 1 {instance="127.0.0.1:${gone}",job="lab"}, the worst of 2`,
					},
				},
				samples: [{ series: 'host/box/p/value', value: 0 }],
			},
		});
		expect(await read(where, { expr: 'scalar(count(up)) * 0.25', unit: 'share' })).toMatchObject({
			value: { layers: { health: { is: 'ok', because: 'p 50.0%' } } },
		});
		expect(await read(where, { expr: 'sum(no_such_metric)' })).toMatchObject({
			value: { layers: { health: { is: 'unknown', because: 'p: no data' } }, samples: [] },
		});
		expect(await read(where, { expr: 'vector(0) / vector(0)' })).toMatchObject({
			value: { layers: { health: { is: 'unknown', because: expect.stringContaining('NaN') } }, samples: [] },
		});
		expect(await read(where, { expr: 'up[5m]' })).toMatchObject({ failure: { fix: expect.stringContaining('rate(') } });
		expect(await read(where, { expr: 'sum(up' })).toMatchObject({
			failure: {
				kind: 'refused',
				message: expect.stringContaining('parse error'),
				fix: expect.stringContaining('/query'),
			},
		});
		expect(await read(where, { alerts: true })).toMatchObject({
			value: {
				layers: { health: { is: 'degraded', because: 'firing: TargetGone (critical); pending: GoneForLong' } },
				facts: { rules: 3, firing: 1, pending: 1 },
				findings: [
					{
						...{ is: 'alert', name: 'TargetGone', state: 'firing', severity: 'critical' },
						labels: `{instance="127.0.0.1:${gone}",job="lab"}`,
						summary: `127.0.0.1:${gone} is not scraped`,
						since: expect.any(Number),
					},
					{ is: 'alert', name: 'GoneForLong', state: 'pending' },
				],
			},
		});
		expect(await read(where, { alerts: true, url: locked.url })).toMatchObject({ failure: { kind: 'forbidden' } });
		const headers = { Authorization: 'Basic ${env:WATCHDECK_TEST_LOGIN}' };
		expect(await read(where, { alerts: true, url: locked.url, headers })).toMatchObject({
			value: { layers: { health: { is: 'unknown', because: 'this Prometheus has no alerting rules' } } },
		});
		expect(await read(where, { expr: 'up', url: `http://127.0.0.1:${gone}` })).toMatchObject({
			failure: { message: expect.stringContaining(String(gone)) },
		});
	});
});
