import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonText } from '../../src/core/json-text.ts';

test('what a terminal would obey or hide is an escape, beyond the first plane too', () => {
	expect(jsonText({ a: '\u009b\u202e\u2028\ufeff\u{e0041}é宽' })).toBe(
		'{\n\t"a": "\\u009b\\u202e\\u2028\\ufeff\\udb40\\udc41é宽"\n}',
	);
});

test('it means the same, and has no unseen sign but tabs and line feeds', () => {
	fc.assert(
		fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), (value) => {
			const text = jsonText(value);
			expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
			expect(text.replace(/[\n\t]/g, '')).not.toMatch(
				/[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2028\u2029]/u,
			);
		}),
	);
});
