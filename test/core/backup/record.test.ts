import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseProof } from '../../../src/core/backup/proof.ts';
import { parseRecord } from '../../../src/core/backup/record.ts';

const [sha256, md5] = ['a1'.repeat(32), 'b2'.repeat(16)];
const needed = ['began=1000', 'took=90', 'bytes=4096', `sha256=${sha256}`];

describe('parseRecord', () => {
	test('reads every field, seconds as milliseconds', () => {
		const more = [
			`md5=${md5.toUpperCase()}`,
			'server=PostgreSQL 16.3',
			'tables=41',
			'missing=a,b',
			'newest-row=940.5',
			'size=9',
			'unproven=its end',
			'row-unread=no such column: at',
		];
		expect(parseRecord([...needed, ...more, 'changed=3', 'sending=1100', 'compared=1200', 'later=x', 'junk'])).toEqual({
			...{ began: 1_000_000, took: 90_000, bytes: 4096, sha256, md5, server: 'PostgreSQL 16.3', tables: 41 },
			...{
				missing: ['a', 'b'],
				newestRow: 940_500,
				changed: 3,
				sending: 1_100_000,
				compared: 1_200_000,
				size: 9,
				unproven: 'its end',
				rowUnread: 'no such column: at',
			},
		});
	});
	test('tells that no table is missing from that none was asked for', () => {
		expect(parseRecord([...needed, 'missing='])).toMatchObject({ missing: [] });
		expect(parseRecord(needed)).not.toHaveProperty('missing');
	});
	test.each(['began', 'took', 'bytes', 'sha256'])('vouches for nothing without %s', (name) => {
		expect(parseRecord(needed.filter((field) => !field.startsWith(name)))).toBeUndefined();
		const bad = needed.map((field) => (field.startsWith(name) ? `${name}=-x` : field));
		expect(parseRecord(bad)).toBeUndefined();
	});
	test('a hash that is cut is none', () => {
		expect(parseRecord([...needed, `md5=${md5.slice(1)}`])).not.toHaveProperty('md5');
	});
	test('whatever stands there, what is read is sound', () => {
		fc.assert(
			fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(...needed))), (fields) => {
				const record = parseRecord(fields);
				if (record !== undefined) expect(record.sha256).toMatch(/^[0-9a-f]{64}$/);
			}),
		);
	});
});

describe('parseProof', () => {
	const line = (...fields: readonly string[]) => parseProof(fields.join('\t'));
	test('reads what was restored, how long it took, and each check', () => {
		expect(line('1000', '250000', 'ok', './db 1.dump', 'restored', 'rows', 'ok', '42', 'age', 'ok', '')).toEqual({
			...{ file: 'db 1.dump', at: 1_000_000, took: 250_000, is: 'ok', says: 'restored' },
			checks: [
				{ name: 'rows', is: 'ok', says: '42' },
				{ name: 'age', is: 'ok', says: '' },
			],
		});
		expect(line('1', '2', 'ok', 'f', '')).toMatchObject({ says: '', checks: [] });
	});
	test('has failed as soon as one check has', () => {
		expect(line('1', '2', 'ok', 'f', '', 'rows', 'failed', '0')).toMatchObject({ is: 'failed' });
	});
	test('that is cut off proves nothing, but a failure stays one', () => {
		expect(line('1', '2', 'ok', 'f', '', 'rows', 'ok')).toBeUndefined();
		expect(line('1', '2', 'ok', 'f', '', 'rows', 'o', '')).toBeUndefined();
		expect(line('1', '2', 'failed', 'f', 'full', 'rows', 'ok')).toMatchObject({
			is: 'failed',
			says: 'full',
			checks: [],
		});
	});
	test.each([
		['x', '2', 'ok', 'f'],
		['1', '-2', 'ok', 'f'],
		['1', '2', 'good', 'f'],
		['1', '2', 'ok'],
		['1', '2', 'ok', './'],
	])('%j %j %j %j is none', (...fields) => expect(line(...fields)).toBeUndefined());
});
