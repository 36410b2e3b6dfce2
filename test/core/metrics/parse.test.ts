import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type KnownSeries, metricValue, readPage } from '../../../src/core/metrics/parse.ts';

type Found = readonly [name: string, labels: Readonly<Record<string, string>>, value: number];

function read(text: string, known: KnownSeries = new Map(), options = {}) {
	const found: Found[] = [];
	const page = readPage(text, known, ({ name, labels }, value) => found.push([name, labels, value]), options);
	return { found, ...page };
}

describe('a line', () => {
	test.each<[string, Found]>([
		['up 1', ['up', {}, 1]],
		['  up\t 1 1700000000000', ['up', {}, 1]],
		['a:b{} 2', ['a:b', {}, 2]],
		['a{ b = "c" , } 3', ['a', { b: 'c' }, 3]],
		['a{b="x\\"y\\\\z\\n"} 3', ['a', { b: 'x"y\\z\n' }, 3]],
		['a{b="} 7"} 3', ['a', { b: '} 7' }, 3]],
		['a{b="",c="d"} 3', ['a', { c: 'd' }, 3]],
		['a_bucket{le="0.5"} 8 # {trace="abc"} 0.4', ['a_bucket', { le: '0.5' }, 8]],
		['a +Inf', ['a', {}, Number.POSITIVE_INFINITY]],
		['a{b="c"} 1\r', ['a', { b: 'c' }, 1]],
	])('%j is read', (line, expected) => expect(read(line)).toMatchObject({ found: [expected], bad: 0 }));

	test.each([
		'1up 1',
		'up',
		'up one',
		'up 0x10',
		'up 1_000',
		'up 1 soon',
		'up{a="b",a="c"} 1',
		'up{a="",a="c"} 1',
		'up{1a="b"} 1',
		'up{a=b} 1',
		'up{a="b} 1',
		'up{a="\\x"} 1',
		'up{a="b"}1',
		'{a="b"} 1',
		'<html>',
	])('%j is bad, and the rest goes on', (line) => {
		expect(read(`before 1\n${line}\nafter 2\n`)).toMatchObject({
			found: [
				['before', {}, 1],
				['after', {}, 2],
			],
			bad: 1,
		});
	});

	test('that is the same series in another order has the same key', () => {
		const keys: string[] = [];
		readPage('a{b="1",c="2"} 1\na{c="2",b="1"} 1\na{b="1"} 1', new Map(), ({ key }) => keys.push(key));
		expect(keys[0]).toBe(keys[1]);
		expect(keys[2]).not.toBe(keys[0]);
	});
});

test.each<[string, number | undefined]>([
	['1.5e3', 1500],
	['-.5', -0.5],
	['5.', 5],
	['-Inf', Number.NEGATIVE_INFINITY],
	['NaN', Number.NaN],
	['', undefined],
	['.', undefined],
	['0b1', undefined],
	['1e', undefined],
])('the value %j is %d', (text, value) => expect(metricValue(text)).toBe(value));

describe('a page', () => {
	test('of OpenMetrics without its end was cut short', () => {
		expect(read('a 1\n# EOF\n', new Map(), { openMetrics: true }).cut).toBe(false);
		expect(read('a 1\n', new Map(), { openMetrics: true }).cut).toBe(true);
		expect(read('a 1\n# EOF\nb 2\n', new Map(), { openMetrics: true })).toMatchObject({ cut: true, samples: 1 });
		expect(read('# HELP a text\n# TYPE a counter\na 1\n')).toMatchObject({ cut: false, samples: 1, bad: 0 });
	});

	test('is read no further than it may, and no more series are kept than they may', () => {
		const known: KnownSeries = new Map();
		const page = 'a 1\nb{c="d"} 2\ne 3\nf 4\n';
		const limits = { known: 2, samples: 3, bad: 9, line: 20 };
		expect(read(page, known, { limits })).toMatchObject({ samples: 3, cut: true });
		// Series that came and went do not keep their places for ever.
		expect([...known.keys()]).toEqual(['e']);
		expect(read(`a{b="${'x'.repeat(20)}"} 1\nz 1\n`, known, { limits })).toMatchObject({ samples: 1, bad: 1 });
	});

	test('of what is mostly no metrics only the beginning is read', () => {
		const limits = { known: 2, samples: 100, bad: 3, line: 20 };
		expect(read('!\n'.repeat(9), new Map(), { limits })).toMatchObject({ samples: 0, bad: 3, cut: true });
		expect(read('a 1\n'.repeat(5) + '!\n'.repeat(4), new Map(), { limits })).toMatchObject({
			samples: 5,
			bad: 4,
			cut: false,
		});
	});
});

test.each(['a 1111x', 'a 1.....x', 'a{b="cccc', 'a{b="\\\\\\\\"', 'a 1    x', 'a 1 #{{{{', 'aaaa{', 'a 1e1111 1....'])(
	'the longest line like %j takes no more than linear time',
	(line) => {
		// The last but one sign, as often as a line may be long.
		const time = (length: number) => {
			const began = performance.now();
			for (let round = 0; round < 20; round += 1)
				read(line.slice(0, -2) + (line.at(-2) ?? '').repeat(length) + line.at(-1));
			return Math.max(1, performance.now() - began);
		};
		time(1000);
		expect(time(60_000) / time(6000)).toBeLessThan(50);
	},
);

const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,8}$/);
const labels = fc.dictionary(fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,6}$/), fc.string({ minLength: 1 }), {
	maxKeys: 4,
	noNullPrototype: true,
});
// JavaScript writes -0 as 0.
const value = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

test('what was written is read, the second time from the series that are known already', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(name, labels, value), { maxLength: 20 }), (samples) => {
			const page = samples
				.map(([name, labels, value]) => {
					const inside = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
					return `${name}${inside.length === 0 ? '' : `{${inside.join(',')}}`} ${value}\n`;
				})
				.join('');
			const known: KnownSeries = new Map();
			for (const _ of ['first', 'second']) {
				const { found, bad, cut } = read(page, known);
				expect({ bad, cut }).toEqual({ bad: 0, cut: false });
				expect(found.map(([name, labels, value]) => [name, { ...labels }, value])).toEqual(samples);
			}
		}),
	);
});

test('no text breaks it, and knowing series changes nothing that is read', () => {
	const pieces = fc.array(fc.constantFrom('a', '{', '}', '"', 'b="', ',', ' ', '1', '\\', '\n', '#', 'é', '=', '} 2'), {
		maxLength: 60,
	});
	fc.assert(
		fc.property(pieces, pieces, (before, now) => {
			const known: KnownSeries = new Map();
			read(before.join(''), known);
			expect(read(now.join(''), known)).toEqual(read(now.join('')));
		}),
		{ numRuns: 2000 },
	);
});
