import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reused } from '../../src/core/reuse.ts';

test('the result equals the new value, and is the old one when they are equal', () => {
	fc.assert(
		fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
			expect(reused(before, after)).toEqual(after);
			expect(reused(before, structuredClone(before))).toBe(before);
		}),
	);
});

test('the parts that did not change keep their identity', () => {
	const before = { a: { x: [1, 2] }, b: { y: 1 }, c: [{ z: 1 }, { z: 2 }] };
	const after = reused(before, { a: { x: [1, 2] }, b: { y: 2 }, c: [{ z: 1 }, { z: 3 }] });
	expect(after.a).toBe(before.a);
	expect(after.b).not.toBe(before.b);
	expect(after.c[0]).toBe(before.c[0]);
	expect(after.c[1]).toEqual({ z: 3 });
});

test.each([
	[{ a: 1 }, { a: 1, b: 2 }],
	[{ a: 1, b: 2 }, { a: 1 }],
	[{ a: undefined }, { b: undefined }],
	[[1, 2], [1]],
	[[], {}],
	[null, {}],
])('%j is not taken for %j', (before, after) => {
	expect(reused<unknown>(before, after)).toStrictEqual(after);
});
