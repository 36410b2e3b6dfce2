import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clean, cleanLines, safeName, shown } from '../../src/core/clean.ts';

test.each([
	['colours', '\u001b[1;31mred\u001b[0m', 'red'],
	['8-bit control sequences', '\u009b31mred', 'red'],
	['a title', '\u001b]0;owned\u0007x', 'x'],
	['a title ended by ST', '\u001b]0;owned\u001b\\x', 'x'],
	['a copy to the clipboard', '\u001b]52;c;ZXZpbA==\u0007x', 'x'],
	['a link', '\u001b]8;;http://evil\u0007text\u001b]8;;\u0007', 'text'],
	['a device control string', '\u001bPq#0\u001b\\x', 'x'],
	['a string that never ends', 'a\u001b]0;rest', 'a0;rest'],
	['a string that ends in another', 'a\u001b]0;b\u001b]0;c\u0007d', 'a0;bd'],
	['a sequence that would take our words with it', 'a\u001b[ (killed)', 'a (killed)'],
	['an escape that would', 'a\u001b firing', 'a firing'],
	['the shape of the cursor', 'a\u001b[4 qb', 'ab'],
	['a sequence that is cut', 'a\u001b[', 'a'],
	['cursor moves', 'a\u001b[2J\u001b[Hb', 'ab'],
	['bells, backspaces, NUL', 'a\u0007\b\u0000b', 'ab'],
	['line ends and tabs', 'a\tb\r\nc', 'a b  c'],
	['bidi controls', 'abc\u202edcba\u2066x', 'abcdcbax'],
	['zero width', 'ad\u200bmi\ufeffn', 'admin'],
	['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
	['joined emoji', '👩\u200d💻', '👩💻'],
	['tints and frames', '👍\u{1f3fd}1\ufe0f\u20e3', '👍1'],
	['towers of marks', `o${'\u0301'.repeat(50)}k`, `o${'\u0301'.repeat(4)}k`],
])('%s', (_what, text, wanted) => {
	expect(clean(text)).toBe(wanted);
});

test('no control, format or unpaired character is left of any text', () => {
	const parts = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.constantFrom(
			'\u001b[',
			'\u001b]',
			'\u001bP',
			'\u009d',
			'\u001b\\',
			'\u0007',
			'31m',
			'\u202e',
			'\ud800',
			'\u001b',
		),
	);
	fc.assert(
		fc.property(fc.array(parts), (pieces) => {
			const text = clean(pieces.join(''));
			return text.isWellFormed() && !/\p{Cc}|\p{Cf}|\p{Default_Ignorable_Code_Point}|[\u2028\u2029]/u.test(text);
		}),
		{ numRuns: 2000 },
	);
});

test('cleaning twice is cleaning once', () => {
	fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => clean(clean(text)) === clean(text)));
});

test('a line of 10 MB is looked at only as far as it may be drawn', () => {
	expect(clean('\u001b[31m'.repeat(2_000_000)).length).toBeLessThanOrEqual(4096);
	expect(clean('x'.repeat(10_000_000), 100)).toHaveLength(100);
	expect(clean('😀'.repeat(10), 4)).toBe('😀…');
});

test('lines are cleaned one by one and counted', () => {
	expect(cleanLines('a\u001b[2J\nb\r\nc', 2)).toEqual(['a', 'b']);
});

test('our own words with cleaned ones in between', () => {
	expect(shown`api ${clean('\u0007x')} has ${3}`).toBe('api x has 3');
});

test('a name that is one of ours stays; another gets a form of ours that tells it from all others', () => {
	expect(safeName('api-1.x')).toBe('api-1.x');
	expect(safeName('-rf')).toMatch(/^rf-[0-9a-f]{8}$/);
	expect(safeName('')).toMatch(/^x-[0-9a-f]{8}$/);
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (name) => /^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/.test(safeName(name))),
	);
	fc.assert(
		fc.property(fc.string(), fc.string(), (a, b) => a === b || safeName(a) !== safeName(b)),
		{ numRuns: 1000 },
	);
});
