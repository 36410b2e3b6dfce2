import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { ReactElement } from 'react';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OutputClass, withRowCache } from '../../src/ink/row-cache.ts';
import { type InkCopy, inkCopy } from './bundle.ts';

let place: string;
let stock: InkCopy;
let own: InkCopy;
beforeAll(async () => {
	place = mkdtempSync(join(tmpdir(), 'watchdeck-ink-'));
	stock = await inkCopy(join(place, 'stock.mjs'), false);
	own = await inkCopy(join(place, 'own.mjs'), true);
});
afterAll(() => rmSync(place, { recursive: true }));

/** A tree as data, to be built with either copy. */
type Tree =
	| { readonly is: 'text'; readonly text: string; readonly style: object; readonly shout: boolean }
	| { readonly is: 'box'; readonly style: object; readonly children: readonly Tree[] };

const colours = ['red', '#00ff88', 'ansi256(201)', undefined];
const words = [
	'one',
	'你好',
	'👩‍🚀 up',
	'é',
	'🇨🇭',
	'a b\nc',
	'\u001b[31mred\u001b[39m',
	'\u001b[1;4mx',
	'',
	'\t|',
	'…',
];
const text = fc.record({
	is: fc.constant('text' as const),
	text: fc
		.array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'grapheme', maxLength: 12 })), { maxLength: 5 })
		.map((parts) => parts.join(' ')),
	style: fc.record(
		{
			color: fc.constantFrom(...colours),
			backgroundColor: fc.constantFrom(...colours),
			bold: fc.boolean(),
			inverse: fc.boolean(),
			dimColor: fc.boolean(),
			wrap: fc.constantFrom('wrap', 'truncate', 'truncate-middle', 'hard'),
		},
		{ requiredKeys: [] },
	),
	shout: fc.boolean(),
});
// No box shrinks: where several do in a narrow one, Yoga tells widths of millions of cells at times, and Ink itself fills
// them with background or border until the memory is out.
const boxStyle = fc.record(
	{
		flexDirection: fc.constantFrom('row', 'column', 'row-reverse', 'column-reverse'),
		width: fc.integer({ min: 1, max: 30 }),
		height: fc.integer({ min: 1, max: 6 }),
		overflow: fc.constantFrom('hidden', 'visible'),
		overflowX: fc.constantFrom('hidden', 'visible'),
		marginLeft: fc.integer({ min: -8, max: 8 }),
		marginTop: fc.integer({ min: -3, max: 3 }),
		paddingX: fc.integer({ min: 0, max: 3 }),
		borderStyle: fc.constantFrom('single', 'round', undefined),
		backgroundColor: fc.constantFrom(...colours),
		flexShrink: fc.constant(0),
		position: fc.constantFrom('relative', 'absolute'),
	},
	{ requiredKeys: ['flexShrink'] },
);
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
	tree: fc.oneof(
		{ maxDepth: 4, withCrossShrink: true },
		text,
		fc.record({
			is: fc.constant('box' as const),
			style: boxStyle,
			children: fc.array(tie('tree'), { maxLength: 4 }),
		}),
	),
}));

const shouted = (line: string, index: number): string => `${index}${line.toUpperCase()}`;

const built = (node: Tree, ink: InkCopy, key: number): ReactElement => {
	const { createElement } = ink;
	if (node.is === 'box') {
		const children = node.children.map((child, index) => built(child, ink, index));
		return createElement(ink.Box, { ...node.style, key }, ...children);
	}
	const element = createElement(ink.Text, { ...node.style, key }, node.text);
	return node.shout ? createElement(ink.Transform, { transform: shouted, key, children: element }) : element;
};

const drawn = (node: Tree, ink: InkCopy, columns: number): string =>
	ink.renderToString(ink.createElement(ink.Box, { flexDirection: 'column' }, built(node, ink, 0)), { columns });

test('any tree gives the same bytes as without the memory, also after others were drawn', () => {
	fc.assert(
		fc.property(fc.array(tree, { minLength: 1, maxLength: 4 }), fc.integer({ min: 5, max: 60 }), (trees, columns) => {
			for (const one of [...trees, ...trees]) expect(drawn(one, own, columns)).toBe(drawn(one, stock, columns));
		}),
		{ numRuns: 400 },
	);
});

test('the random trees reach clips, wide characters, several writes on a row, and the memory', () => {
	const samples = fc.sample(tree, { numRuns: 500, seed: 7 });
	const all = samples.map((one) => JSON.stringify(one));
	expect(all.some((one) => /"overflow":"hidden".*你/s.test(one))).toBe(true);
	expect(all.some((one) => /"marginLeft":-\d.*"is":"text"/s.test(one))).toBe(true);
	expect(new Set(samples.map((one) => drawn(one, own, 40))).size).toBeGreaterThan(100);
});

/** An output that counts how many rows it was asked to draw. */
const counting = () => {
	const counts = { drawn: 0 };
	const Counting: OutputClass = class {
		readonly height: number;
		#text = '';
		constructor({ height }: { width: number; height: number }) {
			this.height = height;
		}
		write(_x: number, _y: number, words: string): void {
			this.#text += words;
		}
		clip(): void {}
		unclip(): void {}
		get() {
			counts.drawn += 1;
			return { output: this.#text, height: this.height };
		}
	};
	return { counts, Output: withRowCache(Counting) };
};
const plain = { transformers: [] };

// A wide sign in it: a row without one is not left to Ink.
test('a row that was drawn is not drawn again, wherever it stands', () => {
	const { counts, Output } = counting();
	const frame = (rows: readonly string[]) => {
		const output = new Output({ width: 20, height: rows.length });
		for (const [y, row] of rows.entries()) output.write(0, y, row, plain);
		return output.get().output;
	};
	expect(frame(['你a', '你b', '你c'])).toBe('你a\n你b\n你c');
	expect(counts.drawn).toBe(3);
	expect(frame(['你b', '你c', '你d'])).toBe('你b\n你c\n你d');
	expect(counts.drawn).toBe(4);
});

test('texts cannot be told so that two rows look like one', () => {
	const { Output } = counting();
	const frame = (...texts: readonly string[]) => {
		const output = new Output({ width: 20, height: 1 });
		for (const one of texts) output.write(0, 0, one, plain);
		return output.get().output;
	};
	expect(frame('a|0,0,,1:b')).toBe('a|0,0,,1:b');
	expect(frame('a', 'b')).toBe('ab');
});

test('the same text under another edge is another row', () => {
	const { counts, Output } = counting();
	const frame = (x2: number) => {
		const output = new Output({ width: 20, height: 1 });
		output.clip({ x1: 0, x2 });
		output.write(0, 0, 'a long text', plain);
		output.unclip();
		output.get();
	};
	frame(4);
	frame(5);
	expect(counts.drawn).toBe(2);
	frame(4);
	expect(counts.drawn).toBe(2);
});

test('what is remembered is bounded', () => {
	const { counts, Output } = counting();
	const draw = (text: string) => {
		const output = new Output({ width: 20, height: 1 });
		output.write(0, 0, text, plain);
		output.get();
	};
	for (let index = 0; index < 10_000; index += 1) draw(`你 ${index}`);
	const before = counts.drawn;
	draw('你 9999');
	expect(counts.drawn).toBe(before);
	draw('你 0');
	expect(counts.drawn).toBe(before + 1);
});
