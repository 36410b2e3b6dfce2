import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../src/core/model.ts';
import type { Check } from '../../src/core/plan.ts';
import type { Reading } from '../../src/core/probe.ts';
import { makeWorld, type Start, usualStart, type World } from './world.ts';

const lasts = 60_000;
const watched: Check = {
	...{ say: 'errors under 5%', holds: 'throughout', lasts, enough: 6, requests: 10 },
	probe: { kind: 'watched', of: 'production/api', every: 5_000, timeout: 1_000, spec: {} },
};
const numbers = (is: 'ok' | 'degraded', requests: number): Result<Reading> => ({
	ok: true,
	value: { layers: { health: { is, because: is, since: 0 } }, facts: { requests, errors: 0.01, p95: 12 } },
});

/** A roll back whose third step is watched before the fourth. */
function world(said: NonNullable<Start['numbers']>): World {
	const { plan } = makeWorld();
	const steps = plan.steps.map((step, index) => (index === 2 ? { ...step, window: [watched] } : step));
	return makeWorld({ ...usualStart, numbers: said, other: { plan: { ...plan, steps }, boxes: [] } });
}
const ends = ({ entries }: World, step: number) =>
	entries.findLast((entry) => entry.what === 'ends' && entry.step === step && entry.way === 'does');

describe('what is watched after a step', () => {
	test('holds: the next step begins only then, and the journal says what it stands on', async () => {
		const here = world(() => numbers('ok', 20));
		expect(await here.go()).toMatchObject({ outcome: 'VERIFIED' });
		const third = ends(here, 2);
		expect(third).toMatchObject({ output: expect.stringMatching(/errors under 5% \(errors at most 1\.0%.*requests/) });
		expect(third?.what === 'ends' && third.took >= lasts).toBe(true);
	});

	test.each<[string, NonNullable<Start['numbers']>, RegExp]>([
		['breaks', (now) => numbers(now > 1_020_000 ? 'degraded' : 'ok', 20), /errors under 5%: degraded/],
		['tells too little', () => numbers('ok', 0), /no traffic/],
	])('%s: all goes back by itself', async (_, said, why) => {
		const here = world(said);
		const before = here.snapshot();
		const came = await here.go();
		expect(came).toMatchObject({ outcome: 'FAILED, UNDONE', because: expect.stringMatching(why) });
		expect(here.snapshot()).toEqual(before);
		expect(here.entries.some((entry) => entry.what === 'begins' && entry.step === 3)).toBe(false);
	});

	test('that is cut at any time: the next start watches it anew, or undoes all', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(lasts - 1), fc.boolean(), async (after, isUndone) => {
				const here = world(() => numbers('ok', 20));
				const before = here.snapshot();
				expect(await here.go({}, { stopAfter: 1 + after })).not.toHaveProperty('outcome');
				const came = await here.go({}, isUndone ? { course: 'back' } : {});
				expect(came).toMatchObject({ outcome: isUndone ? expect.stringContaining('UNDONE') : 'VERIFIED' });
				if (isUndone) expect(here.snapshot()).toEqual(before);
				else expect(ends(here, 2)).toMatchObject({ output: expect.stringContaining('errors under 5%') });
				expect(here.engine.locks.size).toBe(0);
			}),
			{ numRuns: 40 },
		);
	});
});

describe('what a step needs', () => {
	const needing = (is: () => 'ok' | 'degraded'): World => {
		const { plan } = makeWorld();
		const needs: Check = { say: 'the next is well', probe: watched.probe, holds: 'again', times: 1, within: 20_000 };
		const steps = plan.steps.map((step, index) => (index === 2 ? { ...step, needs } : step));
		return makeWorld({
			...usualStart,
			numbers: () => numbers(is(), 0),
			other: { plan: { ...plan, steps }, boxes: [] },
		});
	};

	test('holds: its order is given', async () => {
		expect(await needing(() => 'ok').go()).toMatchObject({ outcome: 'VERIFIED' });
	});

	test('does not hold: its order is not given, the journal says why, and all goes back', async () => {
		const here = needing(() => 'degraded');
		const before = here.snapshot();
		const came = await here.go();
		expect(came).toMatchObject({ outcome: 'FAILED, UNDONE', because: expect.stringContaining('the next is well') });
		expect(here.snapshot()).toEqual(before);
		expect(here.entries.some((entry) => entry.what === 'begins' && entry.step === 2 && entry.way === 'does')).toBe(
			false,
		);
		expect(ends(here, 2)).toMatchObject({ output: 'Its order was not given.', failure: { kind: 'refused' } });
	});

	test('and is stopped while it waits for it: the next start goes on', async () => {
		let is: 'ok' | 'degraded' = 'degraded';
		const here = needing(() => is);
		expect(await here.go({}, { stopAfter: 1 })).not.toHaveProperty('outcome');
		is = 'ok';
		expect(await here.go()).toMatchObject({ outcome: 'VERIFIED' });
	});
});
