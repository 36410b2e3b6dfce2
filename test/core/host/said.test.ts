import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstSaid, saidIn, wholeOf } from '../../../src/core/host/said.ts';

describe('saidIn', () => {
	test('gathers the values of each key in order, and passes over what a login prints', () => {
		const said = saidIn('Welcome = to web1\r\nfile=a\nclock=12\nfile=b=c\n=x\nKEY=y\n');
		expect([...said]).toEqual([
			['file', ['a', 'b=c']],
			['clock', ['12']],
		]);
		expect(firstSaid(said, 'file')).toBe('a');
	});
	test('a line that is too long costs only itself', () => {
		expect([...saidIn(`file=${'x'.repeat(10_000_000)}\nclock=1`).keys()]).toEqual(['clock']);
	});
	test('whatever comes, each value stood in the text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				for (const [key, values] of saidIn(text)) for (const value of values) expect(text).toContain(`${key}=${value}`);
			}),
		);
	});
	test.each([
		['12', 12],
		[' 7 ', 7],
		['-1', undefined],
		['1e3', undefined],
		['', undefined],
		[undefined, undefined],
	])('%j as a whole number is %j', (text, value) => {
		expect(wholeOf(text)).toBe(value);
	});
});
