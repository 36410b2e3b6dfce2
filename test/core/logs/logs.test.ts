import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutLine, longestLine, sizeText } from '../../../src/core/logs/cut.ts';
import { type Filtered, filtered, indexOfSeq, within } from '../../../src/core/logs/filtered.ts';
import { filterMatch, rangesOf, searchMatch } from '../../../src/core/logs/search.ts';
import { errorSignatures, fieldsOf, patternCounts, signatureOf } from '../../../src/core/logs/signature.ts';
import { timeWindows } from '../../../src/core/logs/windows.ts';
import type { Lines, LogLine } from '../../../src/core/model.ts';

function line(seq: number, text: string, more: Partial<LogLine> = {}): LogLine {
	return { seq, from: 'out', instance: 'a', text, ...more };
}

function lines(list: readonly LogLine[]): Lines {
	return { lines: list, seen: list.at(-1)?.seq ?? 0, dropped: 0 };
}

describe('filter and search', () => {
	test('small letters fit both, a capital only itself', () => {
		expect(searchMatch('error')('an ERROR')).toBe(true);
		expect(searchMatch('Error')('an error')).toBe(false);
	});
	test('! lets through what has not the text', () => {
		expect(filterMatch('!health')('GET /health')).toBe(false);
		expect(filterMatch('!health')('GET /pay')).toBe(true);
		expect(filterMatch('!')('anything')).toBe(true);
	});
	test('what is typed is text, not a pattern', () => expect(searchMatch('a.c(')('abc')).toBe(false));
	test('an empty search finds nothing, an empty filter lets all through', () => {
		expect(searchMatch('')('x')).toBe(false);
		expect(filterMatch('')('x')).toBe(true);
	});
	test('ranges are where the text stands', () =>
		expect(rangesOf('ab AB ab', 'ab')).toEqual([
			[0, 2],
			[3, 5],
			[6, 8],
		]));
});

describe('filtered', () => {
	test('going on from before is the same as beginning anew', () => {
		const texts = fc.array(fc.constantFrom('error x', 'ok', 'error y'), { maxLength: 60 });
		fc.assert(
			fc.property(texts, fc.nat(20), fc.nat(60), fc.constantFrom('error', '!error', ''), (all, drop, half, filter) => {
				const numbered = all.map((text, index) => line(index + 1, text));
				const first = lines(numbered.slice(0, half));
				const then = lines(numbered.slice(Math.min(drop, numbered.length)));
				const before: Filtered = filtered(first, filter);
				expect(filtered(then, filter, before).lines).toEqual(filtered(then, filter).lines);
			}),
		);
	});
	test('a mark is let through by every filter', () => {
		expect(filtered(lines([line(1, 'restarted', { from: 'mark' })]), 'zzz').lines).toHaveLength(1);
	});
	test('what was made for another filter is not used', () => {
		const of = lines([line(1, 'a'), line(2, 'b')]);
		expect(filtered(of, 'b', filtered(of, 'a')).lines.map((it) => it.text)).toEqual(['b']);
	});
	test('a window keeps from the first line that is in it', () => {
		const three = [line(1, 'old', { at: 1_000 }), line(2, 'new', { at: 9_000 }), line(3, 'no time')];
		expect(within(three, 5_000, 10_000).map((it) => it.text)).toEqual(['new', 'no time']);
		expect(within(three, 0, 10_000)).toBe(three);
	});
	test('the index of a seq is that of a plain search', () => {
		fc.assert(
			fc.property(fc.uniqueArray(fc.nat(50)), fc.nat(60), (seqs, wanted) => {
				const list = seqs.sort((a, b) => a - b).map((seq) => line(seq, ''));
				const plain = list.findIndex((it) => it.seq >= wanted);
				expect(indexOfSeq(list, wanted)).toBe(plain === -1 ? list.length : plain);
			}),
		);
	});
});

describe('signatures and patterns', () => {
	test('a kind of failure is told by its cause, where a message is always the same', () => {
		const failed = (err: unknown) => signatureOf(JSON.stringify({ level: 50, msg: 'request failed', ms: 12, err }));
		expect(failed('Error: timeout after 2000 ms')).toBe('request failed: Error: timeout after # ms');
		expect(failed('TypeError: no x')).not.toBe(failed('TypeError: no y'));
		expect(failed({ code: 7 })).toBe('request failed: {"#":#}');
		expect(failed(null)).toBe('request failed');
	});

	test('lines of one kind have one signature', () => {
		const one = signatureOf('2026-01-01T10:00:00Z ERROR order 123 by "ann" failed: id 9f8e7d6c5b4a in 12.5ms');
		expect(one).toBe('# ERROR order # by "#" failed: id # in #ms');
		expect(signatureOf('2026-01-02T11:22:33Z ERROR order 9 by "bob" failed: id 0f8e7d6c5b4b in 2.5ms')).toBe(one);
	});
	test('known patterns are counted, the most frequent first', () => {
		const all = [
			line(1, 'ERROR dial tcp: connection refused'),
			line(2, 'ERROR dial tcp: connection refused'),
			line(3, 'slow query: 4100 ms'),
			line(4, '"GET /a HTTP/1.1" 403 12'),
		];
		expect(patternCounts(all)).toEqual([
			{ say: 'errors', count: 2 },
			{ say: 'connection refused', count: 2 },
			{ say: 'slow query', count: 1 },
			{ say: '401 or 403', count: 1 },
		]);
		expect(errorSignatures(all)).toEqual([{ say: 'ERROR dial tcp: connection refused', count: 2 }]);
	});
	test('a line of JSON is its message and the rest', () => {
		expect(fieldsOf('{"level":"info","msg":"hello","n":1}')).toEqual({
			message: 'hello',
			rest: [
				['level', 'info'],
				['n', '1'],
			],
		});
		expect(fieldsOf('{not json}')).toBeUndefined();
		expect(fieldsOf('[1]')).toBeUndefined();
	});
});

describe('long lines', () => {
	test('10 MB are cut, with how much is missing', () => {
		const cut = cutLine('x'.repeat(10_000_000));
		expect(cut).toHaveLength(longestLine + '… +9.9 MB'.length);
		expect(cut.endsWith('x… +9.9 MB')).toBe(true);
	});
	test('what was missing before is counted with what is cut now', () => {
		expect(cutLine('abc', 10, 5_000)).toBe('abc… +5.0 KB');
		expect(cutLine('abcde', 3, 5_000)).toBe('abc… +5.0 KB');
		expect(cutLine('abc', 3, 0)).toBe('abc');
	});
	test('a pair of surrogates is not cut in two', () => {
		expect(cutLine('a😀b', 2)).toBe('a… +3 B');
	});
	test('sizes', () => {
		expect([0, 999, 1_000, 4_250, 12_000_000].map(sizeText)).toEqual(['0 B', '999 B', '1.0 KB', '4.2 KB', '12 MB']);
	});
});

test('the windows are those of k9s', () => {
	expect(timeWindows.map(({ key, say }) => `${key} ${say}`)).toEqual([
		'0 tail',
		'1 head',
		'2 1m',
		'3 5m',
		'4 15m',
		'5 30m',
		'6 1h',
	]);
});
