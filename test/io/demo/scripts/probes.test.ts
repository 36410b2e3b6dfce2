import { expect, test } from 'vitest';
import type { ProbeSpec } from '../../../../src/core/config/fleet.ts';
import { kinds } from '../../../../src/probes/index.ts';
import { demo } from '../harness.ts';

const hour = 3_600_000;

/** Reads every line under `probes` of the demo's fleet with the real probes, by `OF/NAME`. */
async function readings({ made, clock, signal, ask, follow }: ReturnType<typeof demo>) {
	const read = async ({ kind, name, layer, of, from, every, timeout, failures, line }: ProbeSpec) => {
		const probe = { kind, name, layer, of, every, timeout, spec: { ...line, from, failures } };
		const found = await kinds.find((one) => one.kind === kind)?.read(probe, { ask, follow, now: clock.now, signal });
		if (found?.ok !== true) throw new Error(`${of} ${kind}: ${found?.failure.message}`);
		return [`${of}/${name}` as const, { kind, ...found.value }] as const;
	};
	const all = [];
	for (const line of made.fleet.probes ?? []) all.push(await read(line));
	return new Map(all);
}

test('the real probes read every line: one job late, one failed, one backup late', async () => {
	const all = await readings(demo());
	const said = (of: `${string}/${string}`) =>
		Object.values(all.get(of)?.layers ?? {}).map(({ is, because }) => `${is}: ${because}`);
	expect(said('host/vps1/jobs')).toEqual([expect.stringMatching(/^degraded: backup-uploads is late by 10h/)]);
	expect(said('host/vps2/jobs')).toEqual(['degraded: refresh-staging ended with exit code 3']);
	expect(said('host/vps1/units')).toEqual(['ok: all 5 units are well']);
	expect(said('host/vps1/security')).toEqual(['ok: no concern']);
	expect(said('host/vps2/security')).toEqual(['degraded: 3 security updates of 5 pending']);
	expect(said('production/postgres/backup')).toEqual([expect.stringMatching(/^ok: 11h old, \d+M$/)]);
	expect(said('production/web/backup')).toEqual([expect.stringMatching(/^degraded: the newest is 34h old/)]);
	expect(said('production/web/certificate')).toEqual([
		'ok: certificate for 41 days more, by Demo Authority R1, TLS 1.3',
	]);
	expect(all.get('production/web/certificate')?.findings).toMatchObject([
		{ is: 'certificate', name: 'web.production.demo', by: 'Demo Authority R1' },
	]);
	expect(all.get('production/postgres/backup')?.findings).toMatchObject([{ format: 'gzip of SQL text', count: 7 }]);
	expect(all.get('production/web/backup')?.findings).toMatchObject([{ format: 'zstd', count: 14 }]);
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
		expect(all.get('production/postgres/backup')?.layers?.backup?.is).toBe('ok');
		await fleet.clock.pass(hour + 61_000);
	}
});
