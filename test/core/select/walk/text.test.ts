import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { clean } from '../../../../src/core/clean.ts';
import type { Block } from '../../../../src/core/runbook/model.ts';
import type { TextLine } from '../../../../src/core/select/text/line.ts';
import { blockLines } from '../../../../src/core/select/walk/blocks.ts';
import { flowed, hardRows, inlinePieces } from '../../../../src/core/select/walk/flow.ts';
import { lazyRows } from '../../../../src/core/select/walk/lazy.ts';
import { tableLines } from '../../../../src/core/select/walk/table.ts';

const textOf = (line: TextLine) => line.map(({ text }) => text).join('');
const at = (block: { readonly is: Block['is'] } & Record<string, unknown>): Block =>
	({ line: 1, ends: 1, depth: 0, quoted: 0, ...block }) as Block;
const drawn = (blocks: readonly Block[], width = 40) => [...blockLines(blocks, width)].map(textOf);

describe('text in rows', () => {
	test('breaks at blanks, keeps what is marked, and lets a word that is marked in its middle stay whole', () => {
		const rows = [...flowed(inlinePieces('Restart **it o**nce and wait until `health` is back').pieces, 16)];
		expect(rows.map(textOf)).toEqual(['Restart it once', 'and wait until', 'health is back']);
		expect(rows[0]).toContainEqual({ text: 'it o', tone: 'bold' });
	});

	test('no row is wider than its room, and no word of a text is lost, whatever signs it is of', () => {
		const sign = fc.constantFrom(
			'a',
			'word',
			' ',
			'漢字',
			'👩‍👩‍👧',
			'é',
			'\u202eevil',
			'\u200b',
			'שלום',
			'\u001b[2J',
			'\n',
			'\t',
			'ﷺ',
		);
		fc.assert(
			fc.property(fc.array(sign, { maxLength: 40 }), fc.integer({ min: 2, max: 30 }), (parts, width) => {
				const text = parts.join('');
				const rows = [...flowed([{ text }], width)].map(textOf);
				for (const row of rows) expect(stringWidth(row)).toBeLessThanOrEqual(width);
				const bare = (one: string) => clean(one, one.length).replaceAll(/\s/g, '');
				expect(rows.map(bare).join('')).toBe(text.split('\n').map(bare).join(''));
				for (const row of hardRows(text, width)) expect(stringWidth(clean(row, row.length))).toBeLessThanOrEqual(width);
			}),
		);
	});

	test('what stands as it stands goes on in the next row, with its blanks', () => {
		expect([...hardRows('a  b\n12345678901', 8)]).toEqual(['a  b', '12345678', '901']);
	});
});

describe('blocks', () => {
	test('headings, lists, quotes, code, rules and source, each in its form', () => {
		const blocks = [
			at({ is: 'heading', level: 2, text: 'Why' }),
			at({ is: 'item', mark: '-', ticked: true, text: 'seen', line: 2, ends: 2 }),
			at({ is: 'item', mark: '1.', text: 'a longer one that has to go on below', depth: 1, line: 3, ends: 3 }),
			at({ is: 'text', quoted: 1, text: 'they said' }),
			at({ is: 'code', info: 'mermaid', text: 'graph TD\n  a --> b' }),
			at({ is: 'source', text: '<b>as it is</b>' }),
			at({ is: 'rule' }),
		];
		expect(drawn(blocks, 30)).toEqual([
			'Why',
			'',
			'- [x] seen',
			'  1. a longer one that has to',
			'     go on below',
			'',
			'│ they said',
			'',
			'  graph TD',
			'    a --> b',
			'',
			'<b>as it is</b>',
			'',
			'-'.repeat(30),
		]);
	});

	test('links have numbers over the whole step, and where they lead stands beneath', () => {
		const blocks = [
			at({ is: 'text', text: '[one](https://a.example) and [two](https://b.example)' }),
			at({ is: 'text', text: '[two](https://b.example) again, [three](https://c.example)' }),
		];
		expect(drawn(blocks, 60)).toEqual([
			'one [1] and two [2]',
			'',
			'two [2] again, three [3]',
			'',
			'[1] https://a.example',
			'[2] https://b.example',
			'[3] https://c.example',
		]);
	});

	test('a table stands in columns, wraps in its cells, and without room is told cell by cell', () => {
		const rows = [
			['Severity', 'What **to** do'],
			['P0', 'call somebody now, and write down when'],
		];
		expect([...tableLines(rows, 40)].map(textOf)).toEqual([
			'Severity  What to do',
			'-'.repeat(40),
			'P0        call somebody now, and write',
			'          down when',
		]);
		expect([...tableLines(rows, 14)].map(textOf)).toEqual([
			'Severity P0',
			'What to do',
			'call somebody',
			'now, and write',
			'down when',
			'',
		]);
	});
});

test('rows are made no further than they are asked for, and kept', () => {
	let made = 0;
	function* count() {
		for (;;) yield made++;
	}
	const rows = lazyRows(count());
	expect(rows.slice(5, 7)).toEqual([5, 6]);
	expect(rows.slice(0, 2)).toEqual([0, 1]);
	expect(made).toBe(7);
	expect(lazyRows([1, 2][Symbol.iterator]()).count(9)).toEqual({ rows: 2, whole: true });
});
