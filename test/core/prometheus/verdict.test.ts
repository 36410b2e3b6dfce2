import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Condition } from '../../../src/core/model.ts';
import { verdictOf } from '../../../src/core/prometheus/verdict.ts';

const value = fc.oneof(
	fc.double({ min: -1e15, max: 1e15 }),
	fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);
const limits = fc.record(
	{ above: fc.integer(), below: fc.integer(), downAbove: fc.integer(), downBelow: fc.integer() },
	{ requiredKeys: [] },
);
/** A fault that is known says more than a series without a number. */
const ranks: readonly Condition['is'][] = ['ok', 'unknown', 'degraded', 'down'];

test('one more series never makes it better, and no text of a number is broken', () => {
	fc.assert(
		fc.property(
			fc.array(value, { minLength: 1, maxLength: 5 }),
			value,
			limits,
			fc.constantFrom('ms', 's', 'bytes', 'share', 'count'),
			fc.constantFrom('ok', 'unknown'),
			(some, more, given, unit, empty) => {
				const verdict = (values: readonly number[]) =>
					verdictOf(
						values.map((one, index) => ({ labels: `{i="${index}"}`, value: one })),
						{ name: 'errors', unit, empty, ...given },
					);
				const [before, after] = [verdict(some), verdict([...some, more])];
				expect(ranks.indexOf(after.is)).toBeGreaterThanOrEqual(ranks.indexOf(before.is));
				expect(after.because).not.toMatch(/Infinity|undefined|NaN(?!\))/);
				expect(Number.isFinite(after.value ?? 0)).toBe(true);
			},
		),
	);
});
