import { describe, expect, test } from 'vitest';
import { codeOf, failureOf } from '../../src/io/failure.ts';

const error = (code: string) => Object.assign(new Error(code), { code });
/** What Node rejects with where a name has several addresses: it has the code of the first one that was tried. */
const several = (...codes: readonly string[]) =>
	Object.assign(new AggregateError(codes.map(error)), { code: codes[0] });

describe('a name with several addresses, none of which answers,', () => {
	test.each([
		[['ETIMEDOUT', 'ECONNREFUSED'], 'ECONNREFUSED'],
		[['ECONNREFUSED', 'ETIMEDOUT'], 'ECONNREFUSED'],
		[['ENETUNREACH', 'ECONNREFUSED'], 'ECONNREFUSED'],
		[['ENETUNREACH', 'ETIMEDOUT'], 'ETIMEDOUT'],
		[['EHOSTUNREACH', 'ENETUNREACH'], 'EHOSTUNREACH'],
		[['ENETUNREACH', 'EHOSTUNREACH'], 'EHOSTUNREACH'],
		[['EACCES'], 'EACCES'],
	])('%j is told by the address that came farthest', (codes, code) => {
		expect(codeOf(several(...codes))).toBe(code);
	});

	test('is closed where one of them is, and not silent', () => {
		expect(failureOf(several('ETIMEDOUT', 'ECONNREFUSED'), 'db port 5432')).toEqual({
			kind: 'unreachable',
			message: 'db port 5432: nothing listens there (connection refused).',
			fix: 'Check that it runs and listens there.',
		});
	});
});

test('the code of an error is found below what it is wrapped in', () => {
	expect(codeOf(new Error('x', { cause: several('ETIMEDOUT', 'ECONNREFUSED') }))).toBe('ECONNREFUSED');
	expect(codeOf(new Error('x', { cause: error('EPIPE') }))).toBe('EPIPE');
	expect(codeOf(Object.assign(new AggregateError([]), { code: 'EPIPE' }))).toBe('EPIPE');
	expect(codeOf(new AggregateError([]))).toBeUndefined();
	expect(codeOf('ECONNREFUSED')).toBeUndefined();
});

test('a link that leads to itself is no matter of the network', () => {
	expect(failureOf(error('ELOOP'), 'loop.md')).toEqual({
		kind: 'missing',
		message: 'loop.md: its links lead round in a circle.',
		fix: 'Let the link lead to a file.',
	});
});
