import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { clean } from '../../src/core/clean.ts';
import { textOf } from '../../src/core/line.ts';
import { type Column, cut, fitting, headLine, pad, placed, tableLine } from '../../src/core/table.ts';

const columns: readonly Column[] = [
	{ key: 'name', title: clean('NAME'), align: 'left', min: 8, grow: 2 },
	{ key: 'cpu', title: clean('CPU'), align: 'right', min: 4, priority: 2 },
	{ key: 'load', title: clean('LOAD'), align: 'right', min: 5, max: 7, grow: 1, priority: 1 },
	{ key: 'age', title: clean('AGE'), align: 'right', min: 4 },
];
const widths = (width: number) => placed(columns, width).map(({ column, width }) => `${column.key} ${width}`);

describe('the widths of columns', () => {
	test('what is left over goes to those that grow, up to their most', () => {
		expect(widths(24)).toEqual(['name 8', 'cpu 4', 'load 5', 'age 4']);
		expect(widths(27)).toEqual(['name 10', 'cpu 4', 'load 6', 'age 4']);
		expect(widths(80)).toEqual(['name 62', 'cpu 4', 'load 7', 'age 4']);
	});
	test('where there is no room, the least wanted goes first and what stays is cut', () => {
		expect(widths(23)).toEqual(['name 13', 'cpu 4', 'age 4']);
		expect(widths(17)).toEqual(['name 12', 'age 4']);
		expect(widths(11)).toEqual(['name 8', 'age 2']);
		expect(widths(9)).toEqual(['name 9']);
		expect(widths(0)).toEqual([]);
	});
	test('heads and rows stand in them', () => {
		const row = tableLine(placed(columns, 24), (key) => ({ text: clean(key === 'name' ? 'a long name' : '7') }));
		expect(textOf(headLine(placed(columns, 24)))).toBe('NAME      CPU  LOAD  AGE');
		expect(textOf(row)).toBe('a long …    7     7    7');
	});
});

describe('text in cells', () => {
	test.each([
		['shop-worker-emails', 12, 5, 'shop-w…mails', 'shop-worker…'],
		['shop-worker-emails', 12, 20, '…rker-emails', 'shop-worker…'],
		['shop-worker', 11, 5, 'shop-worker', 'shop-worker'],
		['日本語日本語', 6, 2, '日 …語', '日本 …'],
		['abc', 1, 1, '…', '…'],
		['abc', 0, 1, '', ''],
	])('%s in %i cells is marked where it is cut, before %i cells of its end', (text, width, tail, kept, end) => {
		expect([fitting(clean(text), width, tail), fitting(clean(text), width)]).toEqual([kept, end]);
	});
	test.each([
		['abc', 2, 'ab'],
		['日本語', 5, '日本 '],
		['日本語', 1, ' '],
		['e\u0301tat', 2, 'e\u0301t'],
		['abc', 0, ''],
		['abc', -1, ''],
	])('%s cut to %i is "%s"', (text, width, expected) => expect(cut(clean(text), width)).toBe(expected));
	test('the other side is filled up', () => {
		expect(pad(clean('7%'), 4, 'right')).toBe('  7%');
		expect(pad(clean('日'), 4)).toBe('日  ');
	});
});

const anyText = fc
	.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string())
	.map((text) => clean(text));
const anyColumns = fc.array(
	fc
		.record(
			{
				min: fc.integer({ min: 0, max: 20 }),
				max: fc.integer({ min: 20, max: 30 }),
				grow: fc.integer({ min: 0, max: 3 }),
				priority: fc.integer({ min: 0, max: 3 }),
				align: fc.constantFrom('left' as const, 'right' as const),
			},
			{ requiredKeys: ['min', 'align'] },
		)
		.map((column) => ({ key: 'x', title: clean('X'), ...column })),
	{ maxLength: 8 },
);

test('padded text has exactly its width', () => {
	const aligns = fc.constantFrom('left' as const, 'right' as const);
	fc.assert(
		fc.property(anyText, fc.nat(40), aligns, fc.nat(45), (text, width, align, tail) => {
			expect(stringWidth(pad(text, width, align, tail))).toBe(width);
		}),
	);
});

test('no line is wider than it may be, and no cell than its column', () => {
	fc.assert(
		fc.property(anyColumns, fc.nat(120), anyText, (columns, width, text) => {
			const places = placed(columns, width);
			const line = tableLine(places, () => ({ text }));
			expect(stringWidth(textOf(line))).toBeLessThanOrEqual(width);
			expect(line.map((cell) => stringWidth(cell.text))).toEqual(places.map((one, at) => one.width + (at > 0 ? 1 : 0)));
			for (const one of places) expect(one.width).toBeLessThanOrEqual(Math.max(one.column.min, one.column.max ?? 120));
		}),
	);
});
