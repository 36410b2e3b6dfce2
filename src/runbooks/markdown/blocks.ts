import type { Block } from '../../core/runbook/model.ts';
import { type Token, tokensOf } from './parse.ts';
import { covered, says } from './uncovered.ts';

/** A block, and of an item the list that it is of: `ordered` or `task` lists are work to be done. */
export type Piece = Block & { readonly list?: number; readonly of?: 'ordered' | 'task' | 'bullet' };

/** `- [ ] text` and `- [x] text` (GFM, Task list items). */
const task = /^\[([ xX])\][ \t]+(?=\S)/;

interface OpenItem {
	readonly mark: string;
	readonly line: number;
	readonly list: number;
	readonly ordered: boolean;
	/** Its first block was told, with its mark. */
	told: boolean;
}

/** What is open while the tokens are gone through. */
interface Walker {
	readonly pieces: Piece[];
	readonly lines: readonly string[];
	/** Lines of the document before these. */
	readonly before: number;
	readonly items: OpenItem[];
	readonly lists: { readonly id: number; readonly ordered: boolean; readonly bullet: string }[];
	quotes: number;
	table: string[][];
}

/** Where a block stands: `map` counts from 0 and does not hold its end. */
function placed({ before, items, quotes }: Walker, map: readonly [number, number] | null) {
	const from = before + (map?.[0] ?? 0);
	return { line: from + 1, ends: Math.max(from + 1, before + (map?.[1] ?? 0)), depth: items.length, quoted: quotes };
}

/** These lines of the document, from 1, without the last. */
function linesFrom({ lines, before }: Walker, from: number, to: number): readonly string[] {
	return lines.slice(from - 1 - before, to - 1 - before);
}

/** The item whose first block comes now: its mark stands before that block. */
function untold(walker: Walker): OpenItem | undefined {
	const item = walker.items.at(-1);
	return item === undefined || item.told ? undefined : item;
}

function tellItem(walker: Walker, item: OpenItem, text: string, map: readonly [number, number] | null): void {
	item.told = true;
	const ticked = task.exec(text);
	const ends = walker.before + (map?.[1] ?? 0);
	walker.pieces.push({
		...{ is: 'item', line: item.line, ends: Math.max(item.line, ends), quoted: walker.quotes },
		depth: walker.items.length - 1,
		...{ mark: item.mark, list: item.list, text: ticked === null ? text : text.slice(ticked[0].length) },
		...(ticked === null ? {} : { ticked: ticked[1] !== ' ' }),
		of: ticked === null ? (item.ordered ? 'ordered' : 'bullet') : 'task',
	});
}

/** An item that begins with something else than text is its mark, and then that. */
function tellMark(walker: Walker): void {
	const item = untold(walker);
	if (item !== undefined) tellItem(walker, item, '', null);
}

function push(walker: Walker, piece: Piece): void {
	tellMark(walker);
	walker.pieces.push(piece);
}

const withoutEnd = (text: string): string => (text.endsWith('\n') ? text.slice(0, -1) : text);

/** Whether nothing is said between the mark of an item and this line: a link definition there is no text of it. */
function isNext(walker: Walker, item: OpenItem, line: number): boolean {
	return line === item.line || !linesFrom(walker, item.line, line).some(says);
}

function text(walker: Walker, { content, map }: Token, heading: number | undefined): void {
	const place = placed(walker, map);
	const item = untold(walker);
	if (heading !== undefined) push(walker, { ...place, is: 'heading', level: heading, text: content });
	else if (item !== undefined && isNext(walker, item, place.line)) tellItem(walker, item, content, map);
	else push(walker, { ...place, is: 'text', text: content });
}

/** A row that has more cells than the head loses them as a table (GFM, Tables): such a one is shown as it stands. */
function isWhole(rows: readonly (readonly string[])[], source: readonly string[]): boolean {
	const bare = (line: string) => line.replaceAll(/[\s|\\:-]/g, '');
	const told = rows.map((cells) => bare(cells.join('')));
	const stands = source.filter((_line, at) => at !== 1).map((line) => bare(line.replace(/^[\s>]*/, '')));
	return told.join('\n') === stands.join('\n');
}

function tableEnds(walker: Walker, map: readonly [number, number] | null): void {
	const place = placed(walker, map);
	const source = linesFrom(walker, place.line, place.ends + 1);
	const rows = walker.table;
	walker.table = [];
	const whole = isWhole(rows, source);
	push(walker, whole ? { ...place, is: 'table', rows } : { ...place, is: 'source', text: source.join('\n') });
}

/** No list is like another of the same line and depth; the parser follows no deeper nesting than this. */
function listId(walker: Walker, { map }: Token): number {
	return placed(walker, map).line * 128 + walker.lists.length;
}

/** The maps of the lists, items and tables that are open, since only their beginnings tell their lines. */
function structure(walker: Walker, token: Token, maps: (readonly [number, number] | null)[]): void {
	switch (token.type) {
		case 'bullet_list_open':
		case 'ordered_list_open':
			tellMark(walker);
			walker.lists.push({
				id: listId(walker, token),
				ordered: token.type === 'ordered_list_open',
				bullet: token.markup,
			});
			break;
		case 'bullet_list_close':
		case 'ordered_list_close':
			walker.lists.pop();
			break;
		case 'list_item_open': {
			const list = walker.lists.at(-1) ?? { id: 0, ordered: false, bullet: '-' };
			const mark = list.ordered ? `${token.info}${token.markup}` : '-';
			const { line } = placed(walker, token.map);
			walker.items.push({ mark, line, list: list.id, ordered: list.ordered, told: false });
			break;
		}
		case 'list_item_close':
			tellMark(walker);
			walker.items.pop();
			break;
		case 'blockquote_open':
			tellMark(walker);
			walker.quotes++;
			break;
		case 'blockquote_close':
			walker.quotes--;
			break;
		case 'table_open':
			maps.push(token.map);
			break;
		case 'tr_open':
			walker.table.push([]);
			break;
		case 'table_close':
			tableEnds(walker, maps.pop() ?? null);
			break;
	}
}

function leaf(walker: Walker, token: Token, before: Token | undefined): void {
	const place = placed(walker, token.map);
	const content = withoutEnd(token.content);
	switch (token.type) {
		case 'inline':
			if (before?.type === 'td_open' || before?.type === 'th_open') walker.table.at(-1)?.push(token.content);
			else text(walker, token, before?.type === 'heading_open' ? Number(before.tag.slice(1)) : undefined);
			break;
		case 'fence':
			push(walker, { ...place, is: 'code', info: token.info.trim(), text: content });
			break;
		case 'code_block':
			push(walker, { ...place, is: 'code', info: '', text: content });
			break;
		case 'hr':
			push(walker, { ...place, is: 'rule' });
			break;
		case 'html_block':
			push(walker, { ...place, is: 'source', text: content });
			break;
	}
}

/** Whether what stands last goes on to the end, and would go on in what may follow: a fence, or HTML. */
function isOpen(last: Token | undefined, lines: number): boolean {
	const goesOn = last?.level === 0 && (last.type === 'fence' || last.type === 'html_block');
	return goesOn && (last.map?.[1] ?? 0) >= lines;
}

/**
 * A Markdown document, or a part of one, as blocks in the order of its lines. No word of it is missing: what is no block of
 * Markdown's is told as it stands. Its lines end in line feeds; `before`: how many come before it. `open`: it ends within a block.
 */
export function blocksOf(
	document: string,
	before = 0,
): { readonly pieces: readonly Piece[]; readonly lines: number; readonly open: boolean } {
	const lines = document.split('\n');
	const walker: Walker = { pieces: [], lines, before, items: [], lists: [], quotes: 0, table: [] };
	const maps: (readonly [number, number] | null)[] = [];
	let last: Token | undefined;
	for (const token of tokensOf(document)) {
		if (token.nesting === 0) leaf(walker, token, last);
		else structure(walker, token, maps);
		last = token;
	}
	const whole = lines.length - 1;
	return { pieces: covered(walker.pieces, lines, before), lines: whole, open: isOpen(last, whole) };
}
