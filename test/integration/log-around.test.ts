import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { containerTap } from '../../src/app/log-taps.ts';
import type { Chunk } from '../../src/core/call.ts';
import type { Span } from '../../src/core/logs/around.ts';
import { outsideOf, type Tried } from '../io/support/outside.ts';
import { describeLab } from '../lab/describe.ts';
import { type Lab, startLab } from '../lab/lab.ts';

describeLab('a part of the log of a container', () => {
	let lab: Lab;
	let outside: Tried;
	beforeAll(async () => {
		lab = await startLab({ images: ['app'] });
		outside = outsideOf({ name: 'vps1', reach: 'local', engine: lab.socket });
	});
	afterAll(async () => {
		await outside?.close();
		await lab?.stop();
	});

	/** All that the engine gives of a time; the stream ends by itself. */
	const read = async (span: Span): Promise<readonly Chunk[]> => {
		const about = { name: 'api', image: { id: '' }, restarts: 0, health: 'none', labels: {} } as const;
		const tap = containerTap({ ...about, host: 'vps1', id: 'api', state: 'running' }, span);
		const lines: Chunk[] = [];
		for await (const chunk of outside.follow(tap.call(undefined, false), new AbortController().signal)) {
			if ('failure' in chunk) throw new Error(chunk.failure.message);
			lines.push(chunk);
		}
		return lines;
	};

	test('is what it wrote from one time to the other, both in it, also once it is stopped', async () => {
		await lab.run('api', 'app:v1', { env: { FAIL: '500', LOAD: '40' } });
		const always = { from: 0, to: 4_000_000_000_000 };
		await vi.waitFor(async () => expect((await read(always)).length).toBeGreaterThan(40), { timeout: 20_000 });
		const all = (await read(always)).slice(0, 40);
		const [from, to] = [all[10]?.at ?? 0, all[29]?.at ?? 0];
		const wanted = all.filter(({ at = 0 }) => at >= from && at <= to);
		expect(wanted.length).toBeGreaterThanOrEqual(20);
		expect(wanted.length).toBeLessThan(40);
		const span = { from, to: to + 1 };
		const inSpan = (lines: readonly Chunk[]) => lines.filter(({ at = 0 }) => at <= to);
		expect(inSpan(await read(span))).toEqual(wanted);
		expect((await read(span)).length).toBeLessThan(wanted.length + 5);
		await lab.halt('api');
		expect(inSpan(await read(span))).toEqual(wanted);
	});
});
