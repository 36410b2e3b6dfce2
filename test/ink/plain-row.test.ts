import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainRow } from '../../src/ink/plain-row.ts';
import type { OutputClass } from '../../src/ink/row-cache.ts';
import { sgr, styles } from './styles.ts';

const file = join(import.meta.dirname, '../../node_modules/ink/build/output.js');
const { default: Stock }: { readonly default: OutputClass } = await import(file);

const width = 60;
const open = { from: 0, to: width };
const esc = '\u001b';
/** A text in a style, or in none. */
const worn = (style: readonly [string, string] | undefined, text: string): string =>
	style === undefined ? text : `${sgr(style[0])}${text}${sgr(style[1])}`;

const signs = fc.stringMatching(/^[ a-z+%…─│▁▇⣿]{0,8}$/);
const text = fc
	.array(fc.tuple(fc.constantFrom(undefined, ...styles), signs), { maxLength: 4 })
	.map((parts) => parts.map(([style, of]) => worn(style, of)).join(''));
/** Texts beside each other, with or without gaps; some overlap or stick out. */
const pieces = fc.array(fc.tuple(fc.integer({ min: -1, max: 12 }), text), { minLength: 1, maxLength: 4 }).map((all) => {
	let at = 0;
	return all.map(([gap, of]) => {
		const x = Math.max(0, at + gap);
		at = x + of.replaceAll(new RegExp(`${esc}\\[[\\d;]*m`, 'g'), '').length;
		return { x, text: of, ...open };
	});
});

const stock = (all: readonly { readonly x: number; readonly text: string }[]): string => {
	const output = new Stock({ width, height: 1 });
	for (const { x, text: of } of all) if (of !== '') output.write(x, 0, of, { transformers: [] });
	return output.get().output;
};

test('a row of simple texts is written as Ink writes it', () => {
	let simple = 0;
	fc.assert(
		fc.property(pieces, (all) => {
			const row = plainRow(all, width);
			if (row === undefined) return;
			simple += 1;
			expect(row).toBe(stock(all));
		}),
		{ numRuns: 2000 },
	);
	expect(simple).toBeGreaterThan(1000);
});

test.each([
	['one style in another', `${esc}[1m${esc}[32mx${esc}[39m${esc}[22m`],
	['a style that is not ended', `${esc}[1mx`],
	['a code that is not known', `${esc}[5mx${esc}[25m`],
	['a wide sign', '你'],
	['a sign that joins', 'e\u0301'],
	['a link', `${esc}]8;;http://x${esc}\\x`],
	['a tab', '\t'],
])('%s is left to Ink', (_what, of) => {
	expect(plainRow([{ x: 0, text: of, ...open }], width)).toBeUndefined();
});

test('what overlaps, sticks out or is clipped is left to Ink', () => {
	const at = (x: number, of: string, limits = open) => ({ x, text: of, ...limits });
	expect(plainRow([at(0, 'abc'), at(3, 'd')], width)).toBe('abcd');
	expect(plainRow([at(0, 'abc'), at(2, 'd')], width)).toBeUndefined();
	expect(plainRow([at(58, 'abc')], width)).toBeUndefined();
	expect(plainRow([at(2, 'abc', { from: 3, to: 60 })], width)).toBeUndefined();
	expect(plainRow([at(2, 'abc', { from: 0, to: 4 })], width)).toBeUndefined();
	expect(plainRow([at(2, 'abc', { from: 2, to: 5 })], width)).toBe('  abc');
});
