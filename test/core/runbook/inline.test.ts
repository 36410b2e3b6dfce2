import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inlineOf } from '../../../src/core/runbook/inline.ts';
import { cpuOf } from '../../support/cpu.ts';

const plain = (text: string) =>
	inlineOf(text)
		.runs.map((run) => run.text)
		.join('');

describe('the marks inside a line', () => {
	test.each([
		[
			'**Restart** it *once*',
			[
				['Restart', 'strong'],
				[' it ', 'plain'],
				['once', 'strong'],
			],
		],
		[
			'run `docker ps` now',
			[
				['run ', 'plain'],
				['docker ps', 'code'],
				[' now', 'plain'],
			],
		],
		[
			'`` a ` b `` and ` alone',
			[
				['a ` b', 'code'],
				[' and ` alone', 'plain'],
			],
		],
		[
			'***both*** __under__ snake_case_name',
			[
				['both', 'strong'],
				[' ', 'plain'],
				['under', 'strong'],
				[' snake_case_name', 'plain'],
			],
		],
		[
			'~~do not~~ cd ~/.ssh',
			[
				['~~do not~~', 'struck'],
				[' cd ~/.ssh', 'plain'],
			],
		],
		['2 * 3 * 4 and a*', [['2 * 3 * 4 and a*', 'plain']]],
		[String.raw`\*not\* a &amp; b &#x41; &nope;`, [['*not* a & b A &nope;', 'plain']]],
		[
			'**`code` in bold**',
			[
				['code', 'code'],
				[' in bold', 'strong'],
			],
		],
		['a\nb  \nc\\\nd', [['a b\nc\nd', 'plain']]],
		['[unclosed [ref][x] [ ] ](y', [['[unclosed [ref][x] [ ] ](y', 'plain']]],
	])('of %j', (text, runs) => {
		expect(inlineOf(text).runs.map((run) => [run.text, run.mark])).toEqual(runs);
	});

	test('a link is its text with a number, and where it leads stands beside; the same target has one number', () => {
		const { runs, links } = inlineOf(
			'See [the panel](https://a.example/x "title"), [it](https://a.example/x), [b](<c d>).',
		);
		expect(runs.map((run) => run.text).join('')).toBe('See the panel [1], it [1], b [2].');
		expect(links).toEqual(['https://a.example/x', 'c d']);
	});

	test('a link that is its own text has no number, as an autolink has none; an image says what it is', () => {
		expect(inlineOf('<https://a.example> [https://b.example](https://b.example)')).toEqual({
			runs: [
				{ text: 'https://a.example ', mark: 'plain' },
				{ text: 'https://b.example', mark: 'link' },
			],
			links: [],
		});
		expect(plain('[![build](b.svg)](https://ci.example)')).toBe('image: build [1] [2]');
	});

	test('loses no word of a text, whatever marks are in it, and never throws', () => {
		const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
		const mark = fc.constantFrom(
			'*',
			'**',
			'_',
			'~~',
			'`',
			'``',
			'[',
			']',
			'(',
			')',
			'](',
			'![',
			'<',
			'>',
			'\\',
			'&',
			'\n',
			' ',
			'  \n',
			'"',
		);
		fc.assert(
			fc.property(fc.array(fc.oneof(word, mark), { maxLength: 60 }), (parts) => {
				const { runs, links } = inlineOf(parts.join(''));
				const told = [...runs.map(({ text }) => text), ...links].join(' ').replaceAll(/[^a-z0-9]/g, '');
				// The title of a link is for a browser that shows it under the mouse.
				const all = parts.join('').replaceAll(/"[^"]*"/g, ' ');
				for (const one of all.match(/[a-z0-9]+/g) ?? [])
					if (!told.includes(one)) throw new Error(`${one} is lost of ${JSON.stringify(all)}`);
			}),
			{ numRuns: 200 },
		);
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
				inlineOf(text);
			}),
		);
	});

	test.each([
		['*', '*'.repeat(100_000)],
		['*a ', '*a '.repeat(50_000)],
		['a*', 'a*'.repeat(50_000)],
		['[', '['.repeat(100_000)],
		['](', `${'['.repeat(50_000)}${']('.repeat(50_000)}`],
		['](a', `${'['.repeat(50_000)}${'](a'.repeat(50_000)}`],
		['](a "', `${'['.repeat(50_000)}${'](a "'.repeat(20_000)}`],
		['![](x)', `${'!['.repeat(30_000)}${'](x)'.repeat(30_000)}`],
		['backticks', Array.from({ length: 450 }, (_, at) => `${'`'.repeat(at + 1)}a`).join('')],
		['<a@', '<a@'.repeat(50_000)],
		['&', '&#'.repeat(50_000)],
		['~~', '~~a'.repeat(50_000)],
	])('takes time by the length of a text of %s alone', (_name, text) => {
		const half = text.slice(0, text.length / 2);
		const took = (of: string) => cpuOf(() => inlineOf(of));
		took(half);
		// Twice the text in some more than twice the time; four times would be its square.
		const [less, more] = [Math.min(took(half), took(half)), Math.min(took(text), took(text))];
		expect(more).toBeLessThan(Math.max(60, less * 3.6));
	});
});
