import { expect, test } from 'vitest';
import { holding } from '../../src/actions/holding.ts';
import { running } from '../../src/actions/running.ts';
import type { Answer } from '../../src/core/call.ts';
import { agreed, digest, id, makeWorld } from './world.ts';

const never = new AbortController().signal;
const held = (plan: string): Answer => ({
	...{ ok: true, took: 1 },
	value: { code: 0, text: `state=held\nplan=${plan}\nsince=1\nbeat=1\nnow=1\n`, err: '' },
});

/** The locks of a run, on a host where this plan holds them. */
const makeScene = () => {
	let now = 1_000;
	let holder = id;
	const asked: string[] = [];
	const { plan } = makeWorld();
	const run = running(
		agreed(plan, 'enter', now),
		{
			...{ digest, signal: never, stop: never, now: () => now, emit: () => {} },
			ask: async (call) => {
				asked.push(call.via === 'exec' ? String(call.argv[4]) : call.via);
				return held(holder);
			},
			order: async () => held(id),
			read: async () => ({ ok: false, failure: { kind: 'bug', message: 'nothing is read here' } }),
			wait: () => new Promise(() => {}),
			choose: () => new Promise(() => {}),
			journal: {
				append: async () => ({ ok: false, failure: { kind: 'bug', message: 'nothing is written here' } }),
				open: async () => ({ ok: true, value: [] }),
				read: async () => ({ ok: true, value: [] }),
			},
		},
		[],
	);
	return {
		...{ locks: holding(run), asked },
		pass: (ms: number) => {
			now += ms;
		},
		steal: () => {
			holder = 'other';
		},
	};
};

test('the answer to taking it is enough for the first order, and every other one asks', async () => {
	const { locks, asked, steal } = makeScene();
	expect(await locks.take()).toBeUndefined();
	expect(await locks.lost()).toBeUndefined();
	expect(asked).toEqual([]);
	expect(await locks.lost()).toBeUndefined();
	expect(asked).toEqual(['holder']);
	steal();
	expect((await locks.lost())?.message).toContain('was lost');
});

test('whoever was suspended after taking it asks before the first order too, whatever the clock says', async () => {
	for (const gone of [2_000, 3_600_000, -5_000]) {
		const { locks, pass, steal } = makeScene();
		await locks.take();
		steal();
		pass(gone);
		expect((await locks.lost())?.message).toContain('was lost');
	}
});
