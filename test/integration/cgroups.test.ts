import { afterAll, beforeAll, expect, test } from 'vitest';
import { readStats } from '../../src/core/engine/stats.ts';
import type { Used } from '../../src/core/host/cgroups.ts';
import { cgroups } from '../../src/probes/cgroups.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { type Places, placesOf } from './places.ts';

const probe = { kind: 'cgroups', of: 'host/box', every: 5000, timeout: 5000, spec: { host: 'box' } };

describeLab('what containers use, from the control groups of a real engine', () => {
	let lab: Lab;
	let places: Places;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
		places = await placesOf();
	});
	afterAll(async () => {
		await places?.close();
		await lab?.stop();
	});

	test.each(['here', 'over ssh'] as const)('is what the engine says of them: %s', async (where) => {
		const limit = 64 * 1024 * 1024;
		const name = where === 'here' ? 'one' : 'two';
		const { id, url } = await lab.run(name, 'app:v1', { memory: limit });
		const read = async (carry?: unknown) => {
			const result = await cgroups.read(probe, places.reach(where), carry);
			if (!result.ok) throw new Error(result.failure.message);
			return { used: result.value.used?.get(id), carry: result.value.carry, again: result.value.again };
		};
		const first = await read();
		expect(first.again).toBe(500);
		expect(first.used?.cpu).toBeUndefined();
		let next: Used | undefined;
		// Until the kernel has counted what these requests cost; the first may come before the program listens.
		while (!next?.cpu || !next.netOut) {
			await fetch(url).then(
				(answer) => answer.text(),
				(error: unknown) => expect(error).toMatchObject({ cause: { code: 'ECONNREFUSED' } }),
			);
			next = (await read(first.carry)).used;
		}
		expect(next.netIn).toBeGreaterThan(0);
		const text = JSON.stringify(await lab.engine.ask('GET', `/containers/${id}/stats?stream=false`));
		const theirs = readStats('box', text);
		if (!theirs.ok) throw new Error(theirs.failure.message);
		expect(theirs.value.limit).toBe(limit);
		// A program that serves needs now more, now less.
		const share = (theirs.value.memory ?? 0) / limit;
		expect(next.memory).toBeGreaterThan(share / 2);
		expect(next.memory).toBeLessThan(share * 2);
	});
});
