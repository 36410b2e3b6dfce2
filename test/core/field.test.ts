import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Edited, edited, graphemes, inserted } from '../../src/core/field.ts';

const typed = (...keys: readonly string[]): Edited =>
	keys.reduce((field: Edited, key) => edited(field, key) ?? field, { text: '', at: 0 });

describe('a text field', () => {
	test('takes letters, spaces and digits where its cursor is', () => {
		expect(typed('a', 'c', 'left', 'b', 'end', 'space', '1')).toEqual({ text: 'abc 1', at: 5 });
	});

	test('deletes what a person sees as one character', () => {
		expect(typed('a', '👨‍👩‍👧', 'backspace')).toEqual({ text: 'a', at: 1 });
		expect(typed('e\u0301', 'x', 'home', 'delete')).toEqual({ text: 'x', at: 0 });
		expect(typed('🇩🇪', 'left', 'a')).toEqual({ text: 'a🇩🇪', at: 1 });
	});

	test('forgets all before its cursor with ctrl-u', () => {
		expect(typed('a', 'b', 'c', 'left', 'ctrl-u')).toEqual({ text: 'c', at: 0 });
	});

	test.each(['up', 'down', 'tab', 'pageup', 'ctrl-c', 'ctrl-r', 'enter', 'esc'])('leaves %s to others', (key) => {
		expect(edited({ text: 'abc', at: 1 }, key)).toBeUndefined();
	});

	test('makes line breaks and control characters of a paste to spaces, and takes the beginning of a book', () => {
		expect(inserted({ text: 'ab', at: 1 }, 'x\r\ny\u001b[31mz')).toEqual({ text: 'ax y [31mzb', at: 10 });
		expect(inserted({ text: 'ab', at: 1 }, 'x'.repeat(1000))).toEqual({ text: `a${'x'.repeat(498)}b`, at: 499 });
		expect(inserted({ text: '', at: 0 }, `${'x'.repeat(499)}🇩🇪`).text).toBe('x'.repeat(499));
		const full = { text: 'x'.repeat(500), at: 3 };
		expect(inserted(full, 'y')).toEqual(full);
	});

	test('keeps its cursor at an edge of a grapheme, whatever is typed', () => {
		const key = fc.oneof(
			fc.constantFrom('left', 'right', 'home', 'end', 'backspace', 'delete', 'ctrl-u', 'space'),
			fc.string({ unit: 'grapheme', minLength: 1, maxLength: 2 }),
			fc.constantFrom('👨‍👩‍👧', '🇩🇪', 'e\u0301', '\u0301', '\u200d', '각', 'ᄀ'),
		);
		fc.assert(
			fc.property(fc.array(key, { maxLength: 40 }), (keys) => {
				const { text, at } = typed(...keys);
				const ends = graphemes(text).map((_, index, all) => all.slice(0, index + 1).join('').length);
				expect([0, ...ends]).toContain(at);
			}),
		);
	});
});
