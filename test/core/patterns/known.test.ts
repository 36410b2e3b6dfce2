import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countFits, knownPatterns, patternsWith } from '../../../src/core/patterns/known.ts';
import { cpuOf } from '../../support/cpu.ts';

const fits = (line: string) => Object.keys(knownPatterns).filter((name) => knownPatterns[name]?.(line));

test.each([
	['2026-11-21T14:00:00Z ERROR could not connect', ['errors']],
	['{"level":50,"msg":"x"}', ['errors']],
	['10.0.0.1 - - [x] "GET / HTTP/1.1" 502 12', ['errors']],
	['LOG:  duration: 1532.204 ms  statement: SELECT 1', ['slow']],
	['LOG:  duration: 153.204 ms  statement: SELECT 1', []],
	['# Query_time: 3.1  Lock_time: 0', ['slow']],
	['Memory cgroup out of memory: Killed process 7 (node)', ['errors', 'oom']],
	['FATAL ERROR: Reached heap limit Allocation failed', ['errors', 'oom']],
	['"POST /login HTTP/1.1" 401 52 "-"', ['auth']],
	['level=warn msg="denied" status=403', ['auth']],
	['sshd[7]: Failed password for root from 10.0.0.9', ['auth']],
	['"GET / HTTP/1.1" 429 0', ['limited']],
	['Too Many Requests', ['limited']],
	['GET /orders/401 200 ok', []],
	['all is well', []],
	['', []],
])('%j counts as %j', (line, names) => expect(fits(line)).toEqual(names));

describe('own patterns', () => {
	test('are texts in whatever case, beside the known ones', () => {
		const counts = countFits(['Card DECLINED', 'psp', 'x'], patternsWith({ payments: ['card declined', 'PSP'] }));
		expect(counts).toEqual({ errors: 0, slow: 0, oom: 0, auth: 0, limited: 0, payments: 2 });
	});
	test('are no expressions', () => {
		expect(countFits(['aaa'], patternsWith({ x: ['(a+)+$'] }))['x']).toBe(0);
	});
});

test('no line, however long or odd, costs much', () => {
	const lines = [
		'x'.repeat(10_000_000),
		`${'duration: '.repeat(1e6)}`,
		`"${'4'.repeat(1e6)}`,
		' '.repeat(1e6),
		'\u001b['.repeat(1e6),
	];
	const all = Array(20).fill(lines).flat();
	expect(cpuOf(() => void countFits(all, patternsWith({ own: ['needle'] })))).toBeLessThan(2000);
	fc.assert(
		fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
			for (const count of Object.values(countFits(texts, knownPatterns)))
				expect(count).toBeLessThanOrEqual(texts.length);
		}),
	);
});
