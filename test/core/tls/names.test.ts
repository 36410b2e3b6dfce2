import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameIn, namesIn } from '../../../src/core/tls/names.ts';

describe('the names of a certificate', () => {
	test.each<[string, string, readonly string[]]>([
		['none', '', []],
		[
			'names and addresses',
			'DNS:a.example, DNS:*.b.example, IP Address:10.0.0.1',
			['a.example', '*.b.example', '10.0.0.1'],
		],
		['other kinds are left out', 'email:x@y, URI:http://a, DNS:a', ['a']],
		['a name that would be two', 'DNS:"a, DNS:b", DNS:c', ['a, DNS:b', 'c']],
		['an IPv6 address', 'IP Address:0:0:0:0:0:0:0:1', ['0:0:0:0:0:0:0:1']],
		['no list', 'nonsense', []],
	])('%s', (_, text, names) => {
		expect(namesIn(text)).toEqual(names);
	});
	test('come back as they were, whatever they hold', () => {
		const written = (name: string) => `DNS:${/^[\w.*-]+$/.test(name) ? name : JSON.stringify(name)}`;
		fc.assert(
			fc.property(fc.array(fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }), { maxLength: 5 }), (names) => {
				expect(namesIn(names.map(written).join(', '))).toEqual(names);
			}),
		);
	});
	test('are bounded, and garbage costs no time', () => {
		expect(namesIn(Array(5000).fill('DNS:a').join(', '))).toHaveLength(100);
		expect(namesIn(`DNS:${'x'.repeat(10_000)}`)[0]).toHaveLength(253);
		expect(namesIn('"'.repeat(1_000_000))).toEqual([]);
		fc.assert(fc.property(fc.string(), (text) => void namesIn(text)));
	});
});

test.each([
	['C=DE\nO=Example\nCN=a.example', 'a.example'],
	["C=US\nO=Let's Encrypt", "Let's Encrypt"],
	['', ''],
])('%j is called %j', (lines, name) => {
	expect(nameIn(lines)).toBe(name);
});
