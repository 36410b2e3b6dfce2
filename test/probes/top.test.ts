import { spawn } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import type { Probe } from '../../src/core/probe.ts';
import { top } from '../../src/probes/top.ts';
import { reachOf, replied } from './reach.ts';
import { reachBy, shells } from './shells.ts';

const probe: Probe = { kind: 'top', of: 'host/vps1', every: 4000, timeout: 4000, spec: { host: 'vps1' } };

test.each(shells)('%s %s tells of the processors and processes of this machine', async (path, first) => {
	const busy = spawn('/bin/sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' });
	try {
		const reach = reachBy(path, first);
		const before = await top.read(probe, reach);
		if (!before.ok) throw new Error(before.failure.message);
		expect(before.value.top?.processes.length).toBeGreaterThan(0);
		expect(before.value.top?.processes[0]).not.toHaveProperty('cpu');
		const share = async (): Promise<number> => {
			const after = await top.read(probe, reach, before.value.carry);
			if (!after.ok) throw new Error(after.failure.message);
			const { cores = [], processes = [] } = after.value.top ?? {};
			for (const core of cores) expect(core).toBeLessThanOrEqual(1);
			return processes.find(({ pid }) => pid === busy.pid)?.cpu ?? 0;
		};
		// A busy loop is seen as soon as the kernel has counted a tick of it, and others are not busier.
		await vi.waitFor(async () => expect(await share()).toBeGreaterThan(0), { timeout: 20_000, interval: 100 });
	} finally {
		busy.kill();
	}
});

test('an answer that is none is a failure with its fix', async () => {
	expect(await top.read(probe, reachOf(replied(0, 'Welcome to vps1!')).reach)).toMatchObject({
		ok: false,
		failure: { kind: 'garbled', fix: 'Check that the host runs Linux and what its login shell prints.' },
	});
});
