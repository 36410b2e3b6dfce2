import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Check } from '../../../src/core/plan.ts';
import { isBroken, lasted, noReadings, type Seen, withSeen } from '../../../src/core/watch/tally.ts';

const probe = { kind: 'watched', of: 'production/api', every: 5_000, timeout: 1_000, spec: {} };
type Throughout = Extract<Check, { readonly holds: 'throughout' }>;
const check = (more: Partial<Throughout> = {}): Throughout => ({
	...{ say: 'errors under 5%', probe, holds: 'throughout', lasts: 60_000, enough: 6, requests: 10 },
	...more,
});
const seen: fc.Arbitrary<Seen> = fc.record({
	is: fc.constantFrom('yes', 'no', 'unknown'),
	because: fc.constantFrom('fine', 'bad'),
	facts: fc.record({ requests: fc.nat(5), errors: fc.double({ min: 0, max: 1, noNaN: true }) }),
});

test('never held below enough good readings and requests, whatever came between', () => {
	fc.assert(
		fc.property(fc.array(seen), fc.integer({ min: 1, max: 10 }), fc.nat(40), (all, enough, requests) => {
			const tally = all.reduce(withSeen, noReadings);
			const good = all.filter(({ is }) => is === 'yes').length;
			const came = all.reduce((sum, { facts }) => sum + Number(facts?.['requests']), 0);
			expect(lasted(check({ enough, requests }), tally).is).toBe(
				good >= enough && came >= requests ? 'held' : 'failed',
			);
		}),
	);
});

test('broken by so many bad readings in a row, which one that says nothing does not mend', () => {
	const bad: Seen = { is: 'no', because: 'bad' };
	const none: Seen = { is: 'unknown', because: 'no answer' };
	const good: Seen = { is: 'yes', because: 'fine' };
	const after = (...all: Seen[]) => all.reduce(withSeen, noReadings);
	expect(isBroken(check(), after(good, bad))).toBe(true);
	expect(isBroken(check({ failures: 3 }), after(bad, none, bad))).toBe(false);
	expect(isBroken(check({ failures: 3 }), after(bad, none, bad, bad))).toBe(true);
	expect(isBroken(check({ failures: 3 }), after(bad, bad, good, bad))).toBe(false);
});

test('says the worst that was measured, what was not, and from how much', () => {
	const told = [0.001, 0.02, 0].map((errors): Seen => ({ is: 'yes', because: '', facts: { requests: 7, errors } }));
	const tally = told.reduce(withSeen, noReadings);
	expect(lasted(check({ enough: 3 }), tally)).toEqual({
		is: 'held',
		because: 'errors under 5% (errors at most 2.0%, p95 was not measured, of 21 requests in 3 readings)',
	});
});
