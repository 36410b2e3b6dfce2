import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clean } from '../../../src/core/clean.ts';
import { recordTypes } from '../../../src/core/dns/records.ts';
import { dnsVerdict, plainRecord } from '../../../src/core/dns/verdict.ts';

const asked = { name: 'a.example', type: 'A' } as const;
const verdict = (records: readonly string[], more: object = {}, code = 0) =>
	dnsVerdict({ code, records, took: 7 }, { ...asked, ...more });

describe('what the DNS says', () => {
	test.each<[string, readonly string[], object, string, string]>([
		['a record, whatever it is', ['10.0.0.1'], {}, 'ok', 'A 10.0.0.1 in 7 ms'],
		['none', [], {}, 'down', 'a.example has no A record'],
		[
			'those expected, in any order',
			['10.0.0.2', '10.0.0.1'],
			{ expect: ['10.0.0.1', '10.0.0.2'] },
			'ok',
			'A 10.0.0.2, 10.0.0.1 in 7 ms',
		],
		['another', ['10.0.0.9'], { expect: ['10.0.0.1'] }, 'down', 'A 10.0.0.9: not 10.0.0.1'],
		[
			'one too many',
			['10.0.0.1', '10.6.6.6'],
			{ expect: ['10.0.0.1'] },
			'down',
			'A 10.0.0.1, 10.6.6.6: 10.6.6.6 is not expected',
		],
		[
			'one of many texts',
			['x', 'v=spf1 -all'],
			{ type: 'TXT', expect: ['v=spf1 -all'] },
			'ok',
			'TXT x, v=spf1 -all in 7 ms',
		],
		[
			'many',
			['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5'],
			{},
			'ok',
			'A 10.0.0.1, 10.0.0.2, 10.0.0.3 and 2 more in 7 ms',
		],
		[
			'an address in another form',
			['2001:db8::1'],
			{ type: 'AAAA', expect: ['2001:0DB8:0::0001'] },
			'ok',
			'AAAA 2001:db8::1 in 7 ms',
		],
		[
			'a name in another form',
			['MX.example'],
			{ type: 'CNAME', expect: ['mx.example.'] },
			'ok',
			'CNAME mx.example in 7 ms',
		],
		['a mail server', ['10 MX.example'], { type: 'MX', expect: ['10 mx.example.'] }, 'ok', 'MX 10 mx.example in 7 ms'],
		[
			'another order of mail servers',
			['20 mx.example'],
			{ type: 'MX', expect: ['10 mx.example'] },
			'down',
			'MX 20 mx.example: not 10 mx.example',
		],
	])('%s', (_, records, more, is, because) => {
		expect(verdict(records, more)).toEqual({
			is,
			because,
			...(is === 'ok' ? {} : { fix: expect.stringMatching(/records/) }),
		});
	});
	test.each([
		[3, 'there is no name a.example'],
		[2, 'the DNS server fails'],
		[5, 'the DNS server refuses to answer'],
		[9, 'the DNS server answers with code 9'],
	])('code %d', (code, because) => {
		expect(verdict([], {}, code)).toEqual({
			is: 'down',
			because: expect.stringContaining(because),
			fix: expect.stringMatching(code === 3 ? /records/ : /that DNS server/),
		});
	});
	test('the sentence stays short whatever is in the records, and clean where it is shown', () => {
		const { because } = verdict(Array(50).fill(`\u001b]0;x\u0007\u202e${'y'.repeat(5000)}`), { type: 'TXT' });
		expect(because.length).toBeLessThan(260);
		expect(clean(because)).toMatch(/^TXT y+…, y+…, y+… and 47 more in 7 ms$/);
	});
	test('records that are expected as they are, are right; without one of them they are not', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...recordTypes),
				fc.uniqueArray(fc.ipV4(), { minLength: 2, maxLength: 9 }),
				(type, all) => {
					expect(verdict(all, { type, expect: all.toReversed() }).is).toBe('ok');
					expect(verdict(all.slice(1), { type, expect: all }).is).toBe('down');
					expect(verdict(all, { type, expect: all.slice(1) }).is).toBe(type === 'TXT' ? 'ok' : 'down');
				},
			),
		);
	});
	test('the form in which records are compared is its own form', () => {
		fc.assert(
			fc.property(fc.constantFrom(...recordTypes), fc.oneof(fc.string(), fc.ipV6(), fc.domain()), (type, record) => {
				const plain = plainRecord(record, type);
				// Dots at the end are taken away one at a time: a name has one at most.
				fc.pre(!/\.\.$|\.\s+$/.test(record.trim()));
				expect(plainRecord(plain, type)).toBe(plain);
			}),
		);
	});
});
