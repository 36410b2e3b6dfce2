import { expect, test } from 'vitest';
import { parseWhole } from '../../../src/core/backup/whole.ts';

test('facts of a backup that was read to its end', () => {
	const text =
		'dumped=15.18\nof=shop\nof=other=1\ntable=public.orders\ntable=public.we ird."x\nunproven=its checksum\n';
	expect(parseWhole(text)).toEqual({
		tables: ['public.orders', 'public.we ird."x'],
		dumped: '15.18',
		of: ['shop', 'other=1'],
		unproven: 'its checksum',
	});
});

test('none of them need be there', () => {
	expect(parseWhole('Welcome to db1!\n')).toEqual({ tables: [], of: [] });
});
