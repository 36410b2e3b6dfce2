import type { Block } from '../../runbook/model.ts';
import { lineOf, type Piece, piece, type TextLine } from '../text/line.ts';
import { flowed, hardRows, inlinePieces } from './flow.ts';
import { tableLines } from './table.ts';

/** The links of a step, numbered over all of its blocks. */
interface Links {
	readonly of: Map<string, number>;
	/** How many of them stand in the text already. */
	shown: number;
}

/** Pieces whose link numbers are those of the step, and not of one block. */
function numbered(text: string, links: Links): readonly Piece[] {
	const { pieces, links: own } = inlinePieces(text);
	for (const to of own) if (!links.of.has(to)) links.of.set(to, links.of.size + 1);
	if (own.every((to, at) => links.of.get(to) === at + 1)) return pieces;
	return pieces.map(({ text: shown, tone }) =>
		tone === 'accent'
			? piece(
					shown.replaceAll(/ \[(\d+)\](?= \[|$)/g, (whole, at: string) => {
						const to = own[Number(at) - 1];
						return to === undefined ? whole : ` [${links.of.get(to)}]`;
					}),
					tone,
				)
			: piece(shown, tone),
	);
}

/** What stands before each row of a block: its lists and quotes. */
function marginOf({ depth, quoted }: Block): string {
	return '│ '.repeat(Math.min(quoted, 6)) + '  '.repeat(Math.min(depth, 8));
}

/** The mark of an item, with its box where it has one. */
function itemMark({ mark, ticked }: Extract<Block, { is: 'item' }>): string {
	const box = ticked === undefined ? '' : ticked ? '[x] ' : '[ ] ';
	return `${mark} ${box}`;
}

function* rowsOf(block: Block, width: number, links: Links): Generator<TextLine> {
	switch (block.is) {
		case 'heading': {
			const pieces = numbered(block.text, links);
			yield* flowed(
				pieces.map(({ text, tone }) => piece(text, tone === 'plain' ? 'bold' : tone)),
				width,
			);
			return;
		}
		case 'text':
			yield* flowed(numbered(block.text, links), width);
			return;
		case 'item': {
			const mark = itemMark(block);
			let before = mark;
			for (const line of flowed(numbered(block.text, links), width - mark.length)) {
				yield [piece(before, 'dim'), ...line];
				before = ' '.repeat(mark.length);
			}
			return;
		}
		case 'code':
			for (const row of hardRows(block.text, width - 2)) yield [piece('  '), piece(row, 'accent')];
			return;
		case 'table':
			yield* tableLines(block.rows, width, (text) => numbered(text, links));
			return;
		case 'source':
			for (const row of hardRows(block.text, width)) yield lineOf(row, 'dim');
			return;
		case 'rule':
			yield lineOf('-'.repeat(Math.max(3, Math.min(width, 40))), 'dim');
			return;
	}
}

/** Where the links lead that stand in what was drawn since the last time. */
function* linkLines(links: Links, width: number): Generator<TextLine> {
	for (const [to, number] of [...links.of].slice(links.shown)) {
		const before = `[${number}] `;
		for (const [at, row] of [...hardRows(to, width - before.length)].entries())
			yield [piece(at === 0 ? before : ' '.repeat(before.length), 'dim'), piece(row, 'accent')];
	}
	links.shown = links.of.size;
}

/** Whether a blank row stands between two blocks: not between the items of a list that stand close in the document. */
function isApart(before: Block | undefined, block: Block): boolean {
	if (before === undefined) return false;
	return before.is !== 'item' || block.is !== 'item' || block.line > before.ends + 1;
}

/**
 * The blocks of a step as rows of so many cells, made as they are asked for: a step may have thousands. Links stand as text with a number, and where
 * they lead beneath the last block.
 */
export function* blockLines(blocks: readonly Block[], width: number): Generator<TextLine> {
	const links: Links = { of: new Map(), shown: 0 };
	let before: Block | undefined;
	for (const block of blocks) {
		const margin = marginOf(block);
		if (isApart(before, block)) yield lineOf('');
		for (const row of rowsOf(block, Math.max(8, width - margin.length), links))
			yield margin === '' ? row : [piece(margin, 'dim'), ...row];
		before = block;
	}
	if (links.of.size > 0) yield lineOf('');
	yield* linkLines(links, width);
}
