import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { type Charset, charsetOf, inCharset } from '../../src/core/charset.ts';
import { clean } from '../../src/core/clean.ts';
import { sparkline } from '../../src/core/sparkline.ts';

test.each<readonly [Readonly<Record<string, string>>, Charset]>([
	[{ LANG: 'en_US.UTF-8' }, 'unicode'],
	[{ LANG: 'C.utf8', TERM: 'xterm-256color' }, 'unicode'],
	[{ LC_CTYPE: 'UTF-8' }, 'unicode'],
	[{ LANG: 'de_DE.UTF-8', LC_ALL: 'C' }, 'ascii'],
	[{ LANG: 'C', LC_CTYPE: 'de_DE.UTF-8' }, 'unicode'],
	[{ LANG: 'de_DE.UTF-8', LC_ALL: '' }, 'unicode'],
	[{ LANG: 'de_DE@euro' }, 'ascii'],
	[{}, 'ascii'],
	[{ LANG: 'en_US.UTF-8', TERM: 'linux' }, 'letters'],
	[{ LC_ALL: 'C', LANG: 'C', TERM: 'linux' }, 'ascii'],
])('%j can show %s', (env, charset) => expect(charsetOf(env)).toBe(charset));

test('a curve keeps its eight heights and its gaps', () => {
	const curve = sparkline([0, 1, 2, 3, undefined, 4, 5, 6, 7]);
	expect(inCharset(curve, 'ascii')).toBe('_.:- =+*#');
	expect(inCharset(curve, 'letters')).toBe('_.:- =+*#');
	expect(inCharset(curve, 'unicode')).toBe(curve);
});

test('letters stay where the terminal has them, and are one question mark a cell where it does not', () => {
	expect(inCharset('große Datei…', 'letters')).toBe('große Datei~');
	expect(inCharset('große 日本 · Datei…', 'ascii')).toBe('gro?e ???? . Datei~');
});

test('whatever is drawn, ASCII is what comes out, in as many cells', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (raw) => {
			const text = clean(raw);
			const plain = inCharset(text, 'ascii');
			expect(plain).toMatch(/^[ -~]*$/);
			expect(plain.length).toBe(stringWidth(text));
		}),
	);
});
