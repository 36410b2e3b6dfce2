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
function judging(sees: readonly Sees[], told: string[] = []): Judging & { readonly reads: () => number } {
	let now = 0;
	let reads = 0;
	return {
		reads: () => reads,
		now: () => now,
		stopped: () => false,
		wait: async (ms) => {
			now += ms;
		},
		read: async () => {
			const is = sees[Math.min(reads, sees.length - 1)] ?? 'failure';
			reads += 1;
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
		expect(sight.reads()).toBe(11);
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
	expect(clear.reads()).toBe(1);
	const unclear = judging(['failure', 'unknown', 'ok']);
	expect((await look(again, unclear)).is).toBe('yes');
	expect((await look(again, judging(['failure']))).is).toBe('unknown');
});
