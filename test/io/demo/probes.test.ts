import { expect, test } from 'vitest';
import type { Probe, ProbeKind } from '../../../src/core/probe.ts';
import { host } from '../../../src/probes/host.ts';
import { http } from '../../../src/probes/http.ts';
import { metrics } from '../../../src/probes/metrics.ts';
import { top } from '../../../src/probes/top.ts';
import { demo } from './harness.ts';

const minute = 60_000;

/** Reads a probe of the fleet as the scheduler does, giving it what it carried. */
function reader(of: ReturnType<typeof demo>, kind: ProbeKind, probe: Probe) {
	let carry: unknown;
	const reach = { ask: of.ask, follow: of.follow, now: of.clock.now, signal: of.signal };
	return async () => {
		const read = await kind.read(probe, reach, carry);
		if (!read.ok) throw new Error(read.failure.message);
		carry = read.value.carry;
		return read.value;
	};
}

/** The api of production as the fleet's config has it. */
function specOf({ made }: ReturnType<typeof demo>) {
	const api = made.fleet.services[0];
	if (api?.health === undefined || api.metrics === undefined) throw new Error('The first service is not the api.');
	const probe = (kind: string, spec: unknown): Probe => ({
		kind,
		of: 'production/api',
		every: 5000,
		timeout: 4000,
		spec,
	});
	return { health: probe('http', api.health), metrics: probe('metrics', api.metrics) };
}

test('the real probes see the story', async () => {
	const fleet = demo();
	const { clock } = fleet;
	const probes = specOf(fleet);
	const health = reader(fleet, http, probes.health);
	const numbers = reader(fleet, metrics, probes.metrics);
	const last = async (minutes: number) => {
		await clock.pass(minutes * minute - 5_000);
		await numbers();
		await clock.pass(5_000);
		const { samples = [] } = await numbers();
		return Object.fromEntries(samples.map(({ series, value }) => [series.replace('production/api/', ''), value]));
	};
	const well = await last(0.6);
	expect((await health()).layers?.health ?? (await health()).layers?.outside).toMatchObject({ is: 'ok' });
	const ill = await last(2);
	const sick = await health();
	expect(Object.values(sick.layers ?? {}).map(({ is }) => is)).toContain('down');
	expect(Object.keys(ill)).toEqual(Object.keys(well));
	const ratio = Object.keys(ill).find((name) => /error/i.test(name)) ?? '';
	expect(well[ratio]).toBeLessThan(0.02);
	expect(ill[ratio]).toBeGreaterThan(0.4);
	expect(ill['p95']).toBeGreaterThan(2 * (well['p95'] ?? 0));
});

test('the real host probe reads a simulated host', async () => {
	const fleet = demo();
	const read = reader(fleet, host, {
		kind: 'host',
		of: 'host/vps1',
		every: 5000,
		timeout: 4000,
		spec: { host: 'vps1' },
	});
	await read();
	await fleet.clock.pass(5_000);
	const { samples = [], facts } = await read();
	const values = Object.fromEntries(samples.map(({ series, value }) => [series, value]));
	expect(values['host/vps1/cpu']).toBeGreaterThan(0.05);
	expect(values['host/vps1/cpu']).toBeLessThan(0.6);
	expect(facts).toMatchObject({ name: 'vps1', cpus: 4, skew: 0, disk_mount: '/' });
});

test('a host tells what keeps it busy', async () => {
	const fleet = demo();
	const read = reader(fleet, top, {
		kind: 'top',
		of: 'host/vps1',
		every: 4000,
		timeout: 4000,
		spec: { host: 'vps1' },
	});
	expect((await read()).top?.cores).toEqual([]);
	await fleet.clock.pass(10_000);
	const { cores = [], processes = [] } = (await read()).top ?? {};
	expect(cores).toHaveLength(4);
	expect(processes[0]).toMatchObject({ name: 'node', cpu: expect.closeTo(0.3, 0) });
});
