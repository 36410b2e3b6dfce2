import { describe, expect, test } from 'vitest';
import { type Judging, judge, look } from '../../src/actions/checks.ts';
import type { Condition, Result } from '../../src/core/model.ts';
import type { Check } from '../../src/core/plan.ts';
import type { Reading } from '../../src/core/probe.ts';

type Sees = Condition['is'] | 'nothing' | 'failure';

function reading(is: Sees): Result<Reading> {
	if (is === 'failure') return { ok: false, failure: { kind: 'timeout', message: 'no answer' } };
	if (is === 'nothing') return { ok: true, value: {} };
	return { ok: true, value: { layers: { health: { is, because: `it is ${is}`, since: 0 } } } };
}

/** Sees one after the other, the last one for ever; every wait passes at once. */
function judging(sees: readonly Sees[], told: string[] = []): Judging & { readonly times: () => readonly number[] } {
	let now = 0;
	const times: number[] = [];
	return {
		times: () => times,
		now: () => now,
		stopped: () => false,
		wait: async (ms) => {
			now += ms;
		},
		read: async () => {
			const is = sees[Math.min(times.length, sees.length - 1)] ?? 'failure';
			times.push(now);
			return reading(is);
		},
		tell: (_check, passed, of) => told.push(`${passed}/${of}`),
	};
}

const probe = { kind: 'container', of: 'production/api', every: 1_000, timeout: 100, spec: {} };
const again: Check = { say: 'healthy', probe, holds: 'again', times: 3, within: 10_000 };
const throughout: Check = { say: 'quiet', probe, holds: 'throughout', lasts: 5_000, enough: 4 };

describe('a check that must hold again and again', () => {
	test('counts only in a row', async () => {
		const told: string[] = [];
		expect(await judge(again, judging(['ok', 'ok', 'down', 'ok'], told))).toEqual({ is: 'held' });
		expect(told).toEqual(['1/3', '2/3', '0/3', '1/3', '2/3', '3/3']);
	});
	test.each<Sees>(['down', 'degraded', 'unknown', 'nothing', 'failure'])('%s is never ok', async (sees) => {
		expect((await judge(again, judging([sees]))).is).toBe('failed');
	});
	test('says what was wrong last', async () => {
		expect(await judge(again, judging(['ok', 'down']))).toEqual({ is: 'failed', because: 'healthy: it is down' });
	});
	test('ends in time', async () => {
		const sight = judging(['down']);
		await judge(again, sight);
		expect(sight.now()).toBeLessThanOrEqual(10_000);
		expect(sight.times().at(-1)).toBe(9750);
	});
	test('asks an engine soon at first, then in its own rhythm, and between what it counts in that alone', async () => {
		const slow = judging(['down', 'down', 'down', 'down', 'ok']);
		await judge(again, slow);
		expect(slow.times()).toEqual([0, 250, 750, 1750, 2750, 3750, 4750]);
		const quick = judging(['unknown', 'ok', 'ok', 'down', 'ok']);
		await judge({ ...again, probe: { ...probe, every: 2000 }, within: 60_000 }, quick);
		expect(quick.times()).toEqual([0, 250, 2250, 4250, 6250, 8250, 10_250]);
	});
	test('asks an address no more often than the config says', async () => {
		const sight = judging(['down', 'down', 'ok']);
		await judge({ ...again, probe: { ...probe, kind: 'http' } }, sight);
		expect(sight.times()).toEqual([0, 1000, 2000, 3000, 4000]);
	});
	test('stops when it is told to', async () => {
		expect(await judge(again, { ...judging(['down']), stopped: () => true })).toEqual({ is: 'stopped' });
	});
});

describe('a check that must hold throughout', () => {
	test('holds with enough good readings and no bad one', async () => {
		expect(await judge(throughout, judging(['ok']))).toMatchObject({ is: 'held' });
		expect(await judge(throughout, judging(['failure', 'ok']))).toMatchObject({ is: 'held' });
	});
	test('fails at the first bad reading, and without enough good ones', async () => {
		expect(await judge(throughout, judging(['ok', 'down']))).toEqual({ is: 'failed', because: 'quiet: it is down' });
		expect(await judge(throughout, judging(['failure']))).toMatchObject({ is: 'failed' });
	});
});

test('a look asks again only while nothing can be told', async () => {
	const clear = judging(['down', 'ok']);
	expect((await look(again, clear)).is).toBe('no');
	expect(clear.times().length).toBe(1);
	const unclear = judging(['failure', 'unknown', 'ok']);
	expect((await look(again, unclear)).is).toBe('yes');
	expect((await look(again, judging(['failure']))).is).toBe('unknown');
});
