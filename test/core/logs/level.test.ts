import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levelOf } from '../../../src/core/logs/level.ts';

describe('the level that a line gives itself', () => {
	test.each<[string, string]>([
		['{"level":"error","msg":"no connection"}', 'error'],
		['{"level":50,"time":1,"msg":"pino"}', 'error'],
		['{"severity":"WARNING","message":"gcp"}', 'warn'],
		['time="2026-01-01T00:00:00Z" level=warning msg="logfmt"', 'warn'],
		['2026-01-01 10:00:00,123 ERROR [main] c.e.Api - boom', 'error'],
		['2026-01-01T10:00:00Z [info] started', 'info'],
		['2026/01/01 10:00:00 [error] 29#29: *1 connect() failed', 'error'],
		['LOG:  database system is ready', 'info'],
		['2026-01-01 10:00:00 UTC [42] FATAL:  password authentication failed', 'fatal'],
		['E0102 15:04:05.000000 1 server.go:10] no route', 'error'],
		['warning: deprecated', 'warn'],
		['10.0.0.1 - - [01/Jan/2026:10:00:00 +0000] "GET / HTTP/1.1" 502 157', 'error'],
		['10.0.0.1 - - [01/Jan/2026:10:00:00 +0000] "GET / HTTP/1.1" 404 157', 'warn'],
		['10.0.0.1 - - [01/Jan/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 157', 'info'],
		['Traceback (most recent call last):', 'error'],
		['panic: runtime error: index out of range', 'fatal'],
		['TypeError: x is not a function', 'error'],
		['java.lang.NullPointerException: null', 'error'],
		['\u001b[31mERROR\u001b[0m coloured', 'error'],
		['GET /errors answered in 3 ms', 'none'],
		['0 errors, 3 warnings', 'none'],
		['    at Object.<anonymous> (/app/index.js:1:1)', 'none'],
	])('%s is %s', (line, level) => expect(levelOf(line)).toBe(level));
});

test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('a level that is called %s is none', (word) => {
	expect(levelOf(`level=${word} msg=x`)).toBe('none');
	expect(levelOf(`[${word}] x`)).toBe('none');
});

test('any text has a level, and only the start of a long one is looked at', () => {
	fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => typeof levelOf(text) === 'string'));
	expect(levelOf(`${'-'.repeat(500)} ERROR`)).toBe('none');
});
