import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatOf } from '../../../src/core/backup/format.ts';

const hex = (text: string) => Buffer.from(text, 'latin1').toString('hex').slice(0, 1024);

describe('formatOf', () => {
	test.each([
		[hex('PGDMP\x01\x0e'), 'pg_dump archive'],
		[hex('REDIS0011'), 'Redis RDB'],
		[hex('--\n-- PostgreSQL database dump\n--\n'), 'SQL text'],
		[hex('\\restrict abc\n--\n'), 'SQL text'],
		[hex('-- MySQL dump 10.13'), 'SQL text'],
		[hex('/*M!999999\\- enable the sandbox mode */ \n'), 'SQL text'],
		[hex('\n\nSET statement_timeout = 0;'), 'SQL text'],
		['28b52ffd', 'zstd'],
		['fd377a585a0000', 'xz'],
		[hex(`${'name'.padEnd(257, '\0')}ustar\0`), 'tar'],
		[hex(`${'toc.dat'.padEnd(257, '\0')}ustar\0`), 'pg_dump tar'],
		[hex('VALKEY080'), 'Redis RDB'],
		['04224d18', 'lz4'],
		[hex('age-encryption.org/v1\n'), 'encrypted'],
		[hex('-----BEGIN AGE ENCRYPTED FILE-----'), 'encrypted'],
		[hex('-----BEGIN PGP MESSAGE-----'), 'encrypted'],
		// gpg: for a passphrase, for a public key of 3072 bits, for one on Curve25519.
		['8c0d04090302', 'encrypted'],
		['85018c03', 'encrypted'],
		['845e03', 'encrypted'],
		[hex('<html>404'), undefined],
		['denied', undefined],
		['', undefined],
	])('%s is %s', (head, format) => {
		expect(formatOf(head)).toBe(format);
	});
	test('says what a compressed one holds, whatever its name says', () => {
		expect(formatOf('1f8b0800', hex('PGDMP'))).toBe('gzip of pg_dump archive');
		expect(formatOf('1f8b0800', hex('-- PostgreSQL'))).toBe('gzip of SQL text');
		for (const inner of ['damaged', 'empty', undefined]) expect(formatOf('1f8b0800', inner)).toBe('gzip');
	});
	test('any bytes give one of the known words, or none', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 512 }), fc.string(), (bytes, inner) => {
				const format = formatOf(Buffer.from(bytes).toString('hex'), inner);
				if (format !== undefined) expect(format).toMatch(/^[A-Za-z_ 0-9]+$/);
			}),
		);
	});
});
