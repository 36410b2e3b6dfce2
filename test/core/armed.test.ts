import fc from 'fast-check';
import { expect, test } from 'vitest';
import { armedNow, armedUntil, longestArming, mayArm } from '../../src/core/armed.ts';
import { environmentProtection } from '../../src/core/host/protection.ts';
import type { Note } from '../../src/core/journal.ts';
import { aState, entriesOf, minutes, start } from '../support/plans.ts';

const note = (at: number, length: number | undefined, by = 'op-1', environment = 'production'): Note =>
	length === undefined
		? { what: 'disarmed', at, by, run: 'arm1', environment, text: environment }
		: { what: 'armed', at, by, run: 'arm1', environment, until: at + length, text: environment };

function stateOf(notes: readonly Note[], protection: 'locked' | 'open' = 'locked') {
	const state = aState(protection);
	return { ...state, journal: { entries: entriesOf(notes) } };
}
const protection = (notes: readonly Note[], now: number) => environmentProtection(stateOf(notes), 'production', now);

test('a locked environment is protected while its operator has armed it, and locked before, after and for others', () => {
	const armed = [note(start, minutes(15))];
	expect(protection([], start)).toBe('locked');
	expect(protection(armed, start)).toBe('protected');
	expect(protection(armed, start + minutes(15) - 1)).toBe('protected');
	expect(protection(armed, start + minutes(15))).toBe('locked');
	expect(protection([note(start, minutes(15), 'op-2')], start)).toBe('locked');
	expect(protection([note(start, minutes(15), 'op-1', 'staging')], start)).toBe('locked');
	expect(protection([...armed, note(start + 1, undefined)], start + 2)).toBe('locked');
	expect(protection([...armed, note(start + 1, undefined), note(start + 2, minutes(1))], start + 3)).toBe('protected');
	expect(protection(armed, start - minutes(1))).toBe('locked');
});

test('only what is locked is armed, and an open environment stays open', () => {
	const open = stateOf([note(start, minutes(15))], 'open');
	expect(environmentProtection(open, 'production', start)).toBe('open');
	expect(armedNow(open, start)).toEqual([]);
	expect(armedNow(stateOf([note(start, minutes(15))]), start)).toEqual([
		{ environment: 'production', left: minutes(15) },
	]);
});

test('never for more than an hour after the line, whatever the line says', () => {
	fc.assert(
		fc.property(fc.integer(), fc.integer({ min: -1e10, max: 1e10 }), (length, later) => {
			const until = armedUntil(stateOf([note(start, length)]), 'production', start + later);
			if (until === undefined) return;
			expect(until).toBeLessThanOrEqual(start + longestArming);
			expect(start + later).toBeLessThan(until);
		}),
	);
});

test('refused with the remedy: too long, no time, not locked, read-only', () => {
	const state = aState('locked');
	expect(mayArm(state, 'production', longestArming).ok).toBe(true);
	for (const [of, environment, length, why] of [
		[state, 'production', longestArming + 1, 'for an hour at the most'],
		[state, 'production', 0, 'for an hour at the most'],
		[state, 'production', Number.NaN, 'for an hour at the most'],
		[state, 'staging', 1000, 'staging is not locked'],
		[{ ...state, readOnly: true }, 'production', 1000, '--read-only'],
	] as const) {
		const may = mayArm(of, environment, length);
		expect(may.ok ? '' : may.failure.message).toContain(why);
		expect(may.ok ? '' : may.failure.fix).toBeTruthy();
	}
});
