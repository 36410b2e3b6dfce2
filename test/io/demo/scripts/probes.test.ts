import { expect, test } from 'vitest';
import { lightsOf } from '../../../../src/core/backup/lights.ts';
import type { ProbeSpec } from '../../../../src/core/config/fleet.ts';
import { datasetProbe } from '../../../../src/core/dataset/probe.ts';
import type { Probe } from '../../../../src/core/probe.ts';
import { kinds } from '../../../../src/probes/index.ts';
import { demo } from '../harness.ts';

const hour = 3_600_000;

/** Reads every line under `probes` of the demo's fleet with the real probes, by `OF/NAME`. */
async function readings({ made, clock, signal, ask, follow }: ReturnType<typeof demo>) {
	const probeOf = ({ kind, name, layer, of, from, every, timeout, failures, line }: ProbeSpec): Probe => {
		return { kind, name, layer, of, every, timeout, spec: { ...line, from, failures } };
	};
	const read = async (probe: Probe) => {
		const { kind, of, name } = probe;
		const found = await kinds.find((one) => one.kind === kind)?.read(probe, { ask, follow, now: clock.now, signal });
		if (found?.ok !== true) throw new Error(`${of} ${kind}: ${found?.failure.message}`);
		return [`${of}/${name}` as const, { kind, ...found.value }] as const;
	};
	const { probes = [], datasets = [] } = made.fleet;
	const all = [];
	for (const probe of [...probes.map(probeOf), ...datasets.map((one) => datasetProbe(one))])
		all.push(await read(probe));
	return new Map(all);
}

/** The lights of the datasets, by their ids. */
async function lit(fleet: ReturnType<typeof demo>) {
	const now = fleet.clock.now();
	const findings = [...(await readings(fleet)).values()].flatMap((one) => one.findings ?? []);
	return Object.fromEntries(
		findings.flatMap((one) => (one.is === 'backup' ? [[one.dataset ?? '', lightsOf(one, { at: now }, now)]] : [])),
	);
}

test('the real probes read every line: one job late, one failed', async () => {
	const all = await readings(demo());
	const said = (of: `${string}/${string}`) =>
		Object.values(all.get(of)?.layers ?? {}).map(({ is, because }) => `${is}: ${because}`);
	expect(said('host/vps1/jobs')).toEqual([expect.stringMatching(/^degraded: backup-uploads is late by 10h/)]);
	expect(said('host/vps2/jobs')).toEqual(['degraded: refresh-staging ended with exit code 3']);
	expect(said('host/vps1/units')).toEqual(['ok: all 5 units are well']);
	expect(said('host/vps1/security')).toEqual(['ok: no concern']);
	expect(said('host/vps2/security')).toEqual(['degraded: 3 security updates of 5 pending']);
	expect(said('production/web/certificate')).toEqual([
		'ok: certificate for 41 days more, by Demo Authority R1, TLS 1.3',
	]);
	expect(all.get('production/web/certificate')?.findings).toMatchObject([
		{ is: 'certificate', name: 'web.production.demo', by: 'Demo Authority R1' },
	]);
});

test('the datasets have each light in each of its states', async () => {
	const lights = await lit(demo());
	expect(lights['production/shop']).toMatchObject({
		ran: { is: 'ok', short: '11h' },
		offSite: { is: 'ok', short: 'same' },
		sane: { is: 'ok', short: '41 tables' },
		restored: { is: 'ok', short: '2d in 4m 12s' },
	});
	expect(lights['production/uploads']).toMatchObject({
		ran: { is: 'bad', short: '34h LATE' },
		offSite: { is: 'unknown', short: 'size ok' },
		sane: { is: 'unknown', text: expect.stringContaining('begins as zstd, not read to its end') },
		restored: { is: 'unknown', short: 'never' },
	});
	expect(lights['production/sessions']).toMatchObject({
		...{ ran: { is: 'ok' }, sane: { is: 'ok' }, offSite: { is: 'bad', short: 'missing' } },
	});
	expect(lights['staging/shop']).toMatchObject({
		...{ offSite: { short: 'none' }, sane: { is: 'unknown' }, restored: { is: 'bad', short: 'failed 1d' } },
	});
});

test('what the scripts say goes on with the time', async () => {
	const fleet = demo();
	const sweep = async () => {
		const findings = (await readings(fleet)).get('host/vps1/jobs')?.findings ?? [];
		return findings.find((one) => one.is === 'job' && one.name === 'queue-sweep');
	};
	await fleet.clock.pass(60_000);
	const [first, then] = [await sweep(), await fleet.clock.pass(6 * 60_000).then(sweep)];
	expect(first).toMatchObject({ by: 'cron', user: 'deploy' });
	const last = (of: typeof first) => Math.round((of?.is === 'job' ? (of.last ?? 0) : 0) / 60_000);
	expect(last(then) - last(first)).toBe(5);
});

test('at any hour of a day only what shall be late is late, and all else ran', async () => {
	const fleet = demo();
	for (let passed = 0; passed < 24; passed += 1) {
		const all = await readings(fleet);
		for (const { kind, findings = [] } of all.values()) {
			const jobs = findings.flatMap((one) => (one.is === 'job' ? [one] : []));
			if (kind === 'schedule') expect(jobs.length).toBeGreaterThan(2);
			for (const { name, late, last, next } of jobs) {
				expect([name, late === true]).toEqual([name, name === 'backup-uploads']);
				expect([name, last === undefined, next === undefined]).toEqual([name, false, false]);
			}
		}
		const shop = (await lit(fleet))['production/shop'];
		const { ran, sane, restored } = shop ?? {};
		expect([ran?.is, sane?.is, restored?.is]).toEqual(['ok', 'ok', 'ok']);
		// In the minutes after a backup it is on its way.
		expect(['ok same', 'unknown not yet']).toContain(`${shop?.offSite.is} ${shop?.offSite.short}`);
		await fleet.clock.pass(hour + 61_000);
	}
});
