import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { patternOf } from '../../../src/core/command/pattern.ts';
import { cpuOf } from '../../support/cpu.ts';

const isTooLong = (source: string) => {
	const made = patternOf(source);
	return !made.ok && made.wrong.includes('more than 200 steps');
};
function find(source: string, text: string) {
	const made = patternOf(source);
	if (!made.ok) throw new Error(made.wrong);
	return made.pattern.find(text);
}

describe('a pattern', () => {
	test.each<[string, string, object | undefined]>([
		['load: ([\\d.]+)', 'up 3 days, load: 0.25, 0.3', { text: 'load: 0.25', group: '0.25' }],
		['^ok$', 'not ok\nok\n', { text: 'ok' }],
		['^ok$', 'not ok', undefined],
		['a|ab', 'xab', { text: 'a' }],
		['(?:ab?)+?c', 'aababc', { text: 'aababc' }],
		['(?<n>\\d+) (jobs|tasks)', 'has 12 tasks', { text: '12 tasks', group: '12' }],
		['\\bup\\b', 'upper up', { text: 'up' }],
		['[^\\]a-c\\s]+', ']abc xyz', { text: 'xyz' }],
		['x{2,3}', 'x xx xxxx', { text: 'xx' }],
		['x{2}y?', 'xxxy', { text: 'xx' }],
		['\\u{1f600}.', 'a😀😀b', { text: '😀😀' }],
		['\\p{Lu}+', 'abÄÖc', { text: 'ÄÖ' }],
		['', 'abc', { text: '' }],
		['(a*)*b', 'aaab', { text: 'aaab' }],
		['a.c', 'a\nc abc', { text: 'abc' }],
		// JavaScript goes on to `aa`: what is repeated here may be empty.
		['(?:a*?|b)*', 'aa', { text: 'a' }],
	])('%j in %j', (source, text, expected) => {
		const found = find(source, text);
		if (expected === undefined) expect(found).toBeUndefined();
		else expect(found).toMatchObject(expected);
	});

	test.each([
		['(', 'Unterminated group'],
		['a**', 'Nothing to repeat'],
		['(a)\\1', 'refers back'],
		['(?<n>a)\\k<n>', 'refers back'],
		['a(?=b)', 'looks ahead'],
		['(?<!b)a', 'looks ahead or behind'],
		['(?i:a)', 'changes flags'],
		['(a{999}){999}', 'steps'],
		['a'.repeat(501), 'longer'],
	])('%j is refused', (source, wrong) => {
		expect(patternOf(source)).toMatchObject({ ok: false, wrong: expect.stringContaining(wrong) });
	});

	test.each(['(a+)+$', '(a|a)*$', '(a|aa)+$', '(.*a){12}$', '.*.*.*.*x', '(\\w+\\s?)*$', '(?:(?:a*)*)*b'])(
		'%s takes time that grows with the text only',
		(source) => {
			const once = (text: string) => cpuOf(() => void find(source, text));
			// What else runs makes its caches cold, so that the best of some is what it takes.
			const time = (length: number) => {
				const text = `${'a'.repeat(length)}!`;
				return Math.max(5, Math.min(...Array.from({ length: 3 }, () => once(text))));
			};
			time(1000);
			expect(time(32_000) / time(4000)).toBeLessThan(40);
		},
	);

	const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '^', '$', '\\b');
	const times = fc.constantFrom('*', '+', '?', '*?', '+?', '{1,2}');
	/** Expressions in which groups are repeated as `repeated` writes them. */
	const sources = (repeated: (inner: string) => string) =>
		fc.letrec<{ source: string; part: string }>((tie) => ({
			part: fc.oneof(
				{ depthSize: 'small', withCrossShrink: true },
				atom,
				fc.tuple(fc.constantFrom('a', 'b', '.', '[ab]'), times).map((all) => all.join('')),
				tie('source').map((inner) => `(?:${inner})`),
				tie('source').map(repeated),
			),
			source: fc.array(fc.oneof(tie('part'), fc.constant('|')), { maxLength: 5 }).map((all) => all.join('')),
		})).source;
	const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', ' '), maxLength: 12 });
	const inJavaScript = (source: string, text: string) => new RegExp(source, 'mu').exec(text);

	test('finds what JavaScript finds', () => {
		const never = sources((inner) => `(?:b(?:${inner}))*`);
		fc.assert(
			fc.property(never, text, (source, text) => {
				fc.pre(!isTooLong(source));
				expect(find(source, text)?.text).toBe(inJavaScript(source, text)?.[0]);
			}),
			{ numRuns: 3000 },
		);
	});
	test('finds something where JavaScript does, also where nothing is repeated', () => {
		fc.assert(
			fc.property(
				sources((inner) => `(?:${inner})*`),
				text,
				(source, text) => {
					fc.pre(!isTooLong(source));
					expect(find(source, text) === undefined).toBe(inJavaScript(source, text) === null);
				},
			),
			{ numRuns: 3000 },
		);
	});
});
