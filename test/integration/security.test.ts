import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Reading } from '../../src/core/probe.ts';
import { security } from '../../src/probes/security.ts';
import { describeLab } from '../lab/describe.ts';
import { type Places, placesOf } from './places.ts';

const probe = {
	...{ kind: 'security', of: 'host/box', every: 60_000, timeout: 50_000 },
	spec: { from: 'box', logins: 100, firewall: true },
};

describeLab('the security of a real machine', () => {
	let places: Places;
	beforeAll(async () => {
		places = await placesOf();
	});
	afterAll(() => places?.close());

	test.each(['here', 'over ssh'] as const)(
		'%s',
		async (where) => {
			const read = async (): Promise<Reading> => {
				const result = await security.read(probe, places.reach(where));
				if (!result.ok) throw new Error(result.failure.message);
				return result.value;
			};
			const state = (reading: Reading, about: string) =>
				reading.findings?.find((one) => one.is === 'security' && one.about === about);
			const before = await read();
			expect(state(before, 'firewall')).toMatchObject({ state: 'concern', says: 'nothing filters what comes in' });
			const updates = state(before, 'updates');
			expect(updates?.is === 'security' && updates.says).toMatch(/security updates?|lists/);
			// The network of the lab is its own: no rule of the machine is touched.
			execFileSync('iptables', ['-A', 'INPUT', '-p', 'tcp', '--dport', '9', '-j', 'DROP']);
			expect(state(await read(), 'firewall')).toMatchObject({
				...{ state: 'unknown', says: 'iptables keeps out some of what comes in, and has no rule for the rest' },
			});
			execFileSync('iptables', ['-A', 'INPUT', '-i', 'lo', '-j', 'ACCEPT']);
			execFileSync('iptables', ['-A', 'INPUT', '-j', 'DROP']);
			expect(state(await read(), 'firewall')).toMatchObject({ state: 'fine', says: 'iptables filters what comes in' });
			execFileSync('iptables', ['-F', 'INPUT']);
		},
		120_000,
	);
});
