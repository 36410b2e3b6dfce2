import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { whenNeeded } from '../../src/ink/width.ts';

test('a text is as wide as the stock width says, whatever is in it', () => {
	const width = whenNeeded(() => stringWidth);
	const unit = fc.oneof(
		fc.string({ unit: 'grapheme', maxLength: 8 }),
		fc.string({ unit: 'binary', maxLength: 8 }),
		fc.constantFrom(
			'👩‍🚀',
			'你好',
			'\u001b[31mred',
			'\u001b[39m',
			'\u001b[1;38;5;201mx',
			'\u001b[',
			'\t',
			'\u0000',
			'\u007f',
			'~ x !',
			'…',
		),
	);
	fc.assert(
		fc.property(fc.array(unit, { maxLength: 5 }), fc.boolean(), (parts, countAnsiEscapeCodes) => {
			const text = parts.join('');
			expect(width(text)).toBe(stringWidth(text));
			expect(width(text, { countAnsiEscapeCodes })).toBe(stringWidth(text, { countAnsiEscapeCodes }));
		}),
	);
});

test('the stock width is loaded once, and not for plain or coloured text', () => {
	let loaded = 0;
	const width = whenNeeded(() => {
		loaded += 1;
		return stringWidth;
	});
	expect(width('api  + ok   12%')).toBe(15);
	expect(width('\u001b[32m+ ok\u001b[39m')).toBe(4);
	expect(loaded).toBe(0);
	expect([width('…'), width('你')]).toEqual([1, 2]);
	expect(loaded).toBe(1);
});
