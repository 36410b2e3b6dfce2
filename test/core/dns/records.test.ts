import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressesOf, recordsOf } from '../../../src/core/dns/records.ts';

const printed = `10.0.0.1      STREAM a.example
10.0.0.1      DGRAM
10.0.0.1      RAW
10.0.0.2      STREAM
`;

test('what getent prints: each address once', () => {
	expect(addressesOf(printed, 'A')).toEqual(['10.0.0.1', '10.0.0.2']);
	expect(addressesOf('::ffff:10.0.0.1 STREAM a\n2001:db8::1 STREAM\n', 'AAAA')).toEqual(['2001:db8::1']);
	expect(addressesOf(printed, 'AAAA')).toEqual([]);
	expect(addressesOf('\u001b[2J STREAM\nnot an address\n', 'A')).toEqual([]);
});

test('whatever is printed, only addresses come of it', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('A', 'AAAA'), (text, type) => {
			for (const address of addressesOf(text, type)) expect(address).toMatch(/^[\d.]+$|^[\da-f:.]+$/i);
		}),
	);
});

test('records are the list, at most 200 of it', () => {
	const text = JSON.stringify(Array(300).fill('x'));
	expect(recordsOf({ code: 0, text, err: '' })).toHaveLength(200);
});
