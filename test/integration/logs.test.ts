import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Reading } from '../../src/core/probe.ts';
import { makeOutside } from '../../src/io/outside.ts';
import { makeVault } from '../../src/io/vault.ts';
import { logs } from '../../src/probes/logs.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { describeTools } from '../lab/tools.ts';
import { type Places, placesOf } from './places.ts';

const probe = (spec: object) => {
	return {
		kind: 'logs',
		name: 'log',
		of: 'production/api',
		every: 60_000,
		timeout: 10_000,
		spec: { from: 'box', ...spec },
	};
};
const count = ({ samples = [] }: Reading, name: string) =>
	samples.find(({ series }) => series === `production/api/log/${name}`)?.value;

describeTools('the log of a file', ['sshd'], () => {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-log-'));
	let places: Places;
	beforeAll(async () => {
		places = await placesOf();
	});
	afterAll(async () => {
		await places?.close();
		rmSync(folder, { recursive: true });
	});
	test.each(['here', 'over ssh'] as const)('%s', async (where) => {
		const file = join(folder, `${where}.log`);
		writeFileSync(file, 'ERROR: old\n');
		let now = 0;
		const read = async (carry?: unknown): Promise<Reading> => {
			now += 60_000;
			const result = await logs.read(probe({ file }), { ...places.reach(where), now: () => now }, carry);
			if (!result.ok) throw new Error(result.failure.message);
			return result.value;
		};
		const first = await read();
		expect(first.samples).toBeUndefined();
		appendFileSync(file, 'ERROR: new\n"GET / HTTP/1.1" 429 0\n');
		const second = await read(first.carry);
		expect([count(second, 'errors'), count(second, 'limited')]).toEqual([1, 1]);
	});
});

describeLab('the log of a container', () => {
	let lab: Lab;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
	});
	afterAll(() => lab?.stop());

	test('is counted from its last line on', async () => {
		const seen = { ...process.env, ...lab.env() };
		const vault = makeVault({ env: seen, accepted: () => true, now: Date.now });
		const host = { name: 'box', reach: 'local', engine: lab.socket } as const;
		const outside = makeOutside({
			hosts: [host],
			vault,
			env: seen,
			now: Date.now,
			onLink: () => undefined,
			readOnly: true,
		});
		await lab.run('api', 'app:v1', {});
		const written = () => lab.engine.ask('GET', '/containers/api/logs', { query: { stdout: '1' } });
		await expect.poll(written).toContain('listens on');
		const { signal } = new AbortController();
		let now = 0;
		const read = async (carry?: unknown): Promise<Reading> => {
			now += 60_000;
			const result = await logs.read(
				probe({ container: 'api', patterns: { any: [' '] } }),
				{ ...outside, now: () => now, signal },
				carry,
			);
			if (!result.ok) throw new Error(result.failure.message);
			return result.value;
		};
		const first = await read();
		expect(count(await read(first.carry), 'any')).toBe(0);
		await lab.halt('api');
		await lab.engine.ask('POST', '/containers/api/start');
		// It writes its first lines when it has started, one after the other.
		let after = first;
		const counted = async () => {
			after = await read(after.carry);
			return count(after, 'any');
		};
		await expect.poll(counted).toBeGreaterThan(0);
		await expect.poll(counted).toBe(0);
		await outside.close();
	});
});
