import { describe, expect, test } from 'vitest';
import type { Expectation } from '../../../src/core/runbook/expectation.ts';
import { verdictOf } from '../../../src/core/runbook/verdict.ts';

/** Looks at once: how it is bounded is io's. */
const fitting = (text: string) => (regex: string) => new RegExp(regex, 'mu').test(text);
const none = () => undefined;
const head = 'HTTP/1.1 301 Moved\nlocation: /x\n\nHTTP/2 200\nserver: nginx\n';

describe('what a command gave, beside what was expected', () => {
	test.each<[string, readonly Expectation[], { code?: number; text?: string; cut?: true }, string, string]>([
		['exit 0', [], {}, 'ok', 'exit 0'],
		['another exit', [], { code: 3 }, 'failed', 'exit 3'],
		['an exit that is wanted', [{ is: 'exit', code: 1 }], { code: 1 }, 'ok', 'exit 1, expected 1'],
		['0 where another is wanted', [{ is: 'exit', code: 1 }], {}, 'failed', 'exit 0, expected 1'],
		['a text', [{ is: 'contains', text: 'ready' }], { text: 'is ready' }, 'ok', '“ready” seen'],
		['no such text', [{ is: 'contains', text: 'ready' }], { text: 'no' }, 'failed', 'no “ready”'],
		['a text that must not be', [{ is: 'lacks', text: 'ERROR' }], { text: 'ERROR 1' }, 'failed', '“ERROR” seen'],
		[
			'what was cut, of which nobody knows what it lacks',
			[{ is: 'lacks', text: 'E' }],
			{ text: 'ok', cut: true },
			'open',
			'not known: no “E” in what was kept of it, and it said more than is kept',
		],
		['what was cut, and holds it', [{ is: 'contains', text: 'ok' }], { text: 'ok', cut: true }, 'ok', '“ok” seen'],
		['what was cut, and has it', [{ is: 'lacks', text: 'ok' }], { text: 'ok', cut: true }, 'failed', '“ok” seen'],
		[
			'what was cut, and may match',
			[{ is: 'matches', regex: 'E' }],
			{ text: 'ok', cut: true },
			'open',
			'not known: what was kept of it does not match E, and it said more than is kept',
		],
		[
			'JSON that was cut',
			[{ is: 'json', path: 's', value: 'ok' }],
			{ text: '{"s":"ok"}', cut: true },
			'open',
			'not known: s is not known, expected ok: it said more than is kept',
		],
		[
			'a status in the end of what was cut',
			[{ is: 'http', status: 200 }],
			{ text: '200', cut: true },
			'ok',
			'HTTP 200, expected 200',
		],
		['a pattern, in any line', [{ is: 'matches', regex: '^v\\d+$' }], { text: 'a\nv12\n' }, 'ok', 'matches ^v\\d+$'],
		['no pattern', [{ is: 'matches', regex: '^v$' }], { text: 'w' }, 'failed', 'does not match ^v$'],
		['JSON', [{ is: 'json', path: '$.s', value: 'ok' }], { text: '{"s":"ok"}' }, 'ok', '$.s is ok, expected ok'],
		['a number', [{ is: 'json', path: 'n[0]', value: '3' }], { text: '{"n":[3]}' }, 'ok', 'n[0] is 3, expected 3'],
		['no JSON', [{ is: 'json', path: 's', value: 'ok' }], { text: 'ok' }, 'failed', 's is nothing, expected ok'],
		['the last head', [{ is: 'http', status: 200 }], { text: head }, 'ok', 'HTTP 200, expected 200'],
		['a bare status', [{ is: 'http', status: 200 }], { text: '503' }, 'failed', 'HTTP 503, expected 200'],
		['no status', [{ is: 'http', status: 200 }], { text: 'hi' }, 'failed', 'HTTP status not found, expected 200'],
	])('%s', (_what, expect_, { code = 0, text = '', cut }, verdict, because) => {
		const gave = { code, text, ...(cut === undefined ? {} : { cut }) };
		expect(verdictOf(gave, expect_, undefined, fitting(text))).toEqual({ verdict, because });
	});

	test('what is expected counts beside the exit code, unless the exit code is what is expected', () => {
		const wanted: readonly Expectation[] = [{ is: 'contains', text: 'a' }];
		expect(verdictOf({ code: 1, text: 'a' }, wanted, undefined, none)).toEqual({
			verdict: 'failed',
			because: 'exit 1',
		});
		const both: readonly Expectation[] = [...wanted, { is: 'exit', code: 1 }];
		expect(verdictOf({ code: 1, text: 'a' }, both, undefined, none).verdict).toBe('ok');
	});

	test('words that nobody can look for are left to a person', () => {
		expect(verdictOf({ code: 0, text: '78' }, [], 'Expected: 77 tables', none).verdict).toBe('open');
		expect(verdictOf({ code: 1, text: '' }, [], 'Expected: 77 tables', none).verdict).toBe('failed');
	});

	test('a pattern that was looked for in vain for too long is neither there nor missing', () => {
		const wanted: readonly Expectation[] = [{ is: 'matches', regex: '(a+)+$' }];
		const because = 'not known: it took too long to look for (a+)+$';
		expect(verdictOf({ code: 0, text: 'a' }, wanted, undefined, none)).toEqual({ verdict: 'open', because });
		expect(verdictOf({ code: 2, text: 'a' }, wanted, undefined, none).verdict).toBe('failed');
	});
});
