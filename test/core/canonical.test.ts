import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonical } from '../../src/core/canonical.ts';

/** The same value with the keys of every object the other way round. */
function turned(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(turned);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.reverse()
			.map(([key, member]) => [key, turned(member)]),
	);
}

test('equal values have equal texts, whatever the order of their keys', () => {
	fc.assert(fc.property(fc.jsonValue(), (value) => canonical(turned(value)) === canonical(value)));
});

test('the text is JSON of the value', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
		}),
	);
});

test('keys stand in order, and what is undefined does not', () => {
	expect(canonical({ b: [undefined, { d: 1, c: 'x' }], a: undefined })).toBe('{"b":[null,{"c":"x","d":1}]}');
});
