import { clean } from '../../clean.ts';
import { cells } from '../../table.ts';
import { type Piece, piece, type TextLine } from '../text/line.ts';
import { flowed, inlinePieces } from './flow.ts';

/** Cells between two columns. */
const gap = 2;
/** A column is no narrower than its longest word, which counts up to so many cells: torn words are not read. */
const longest = 30;
/** Widths are taken from so many rows: a table of thousands has no others. */
const measured = 200;

type Cells = readonly (readonly Piece[])[];

function widthOf(pieces: readonly Piece[]): number {
	return pieces.reduce((sum, { text }) => sum + cells(clean(text, text.length)), 0);
}

function wordWidth(pieces: readonly Piece[]): number {
	const words = pieces
		.map(({ text }) => text)
		.join('')
		.split(/\s+/);
	return words.reduce((most, word) => Math.max(most, Math.min(longest, cells(clean(word, word.length)))), 1);
}

/** Widths of columns in so many cells: what is narrow keeps its own, the others share what is left. */
function widthsIn(natural: readonly number[], room: number): readonly number[] {
	const widths = natural.map(() => 0);
	let left = room;
	let open = natural.map((_, at) => at);
	for (;;) {
		const share = Math.floor(left / Math.max(1, open.length));
		const fit = open.filter((at) => (natural[at] ?? 0) <= share);
		if (fit.length === 0) {
			for (const at of open) widths[at] = share;
			return widths;
		}
		for (const at of fit) {
			widths[at] = natural[at] ?? 0;
			left -= natural[at] ?? 0;
		}
		open = open.filter((at) => !fit.includes(at));
		if (open.length === 0) return widths;
	}
}

function filledUp(line: TextLine, width: number): TextLine {
	return [...line, piece(' '.repeat(Math.max(0, width - widthOf(line))))];
}

function* rowLines(row: Cells, widths: readonly number[]): Generator<TextLine> {
	const columns = widths.map((width, at) => [...flowed(row[at] ?? [], width)]);
	const height = Math.max(1, ...columns.map(({ length }) => length));
	for (let at = 0; at < height; at += 1)
		yield columns.flatMap((lines, column) => {
			const line = lines[at] ?? [];
			if (column === columns.length - 1) return line;
			return filledUp(line, (widths[column] ?? 0) + gap);
		});
}

function bold(pieces: readonly Piece[]): readonly Piece[] {
	return pieces.map(({ text, tone }) => piece(text, tone === 'plain' ? 'bold' : tone));
}

/** Where the columns do not fit beside each other: each cell in a line of its own, behind the head of its column. */
function* recordLines(head: Cells, rows: readonly Cells[], width: number): Generator<TextLine> {
	for (const row of rows) {
		for (const [at, pieces] of row.entries()) {
			const name = head[at] ?? [];
			yield* flowed([...bold(name), ...(name.length === 0 ? [] : [piece(' ')]), ...pieces], width);
		}
		yield [];
	}
}

/** A table in aligned columns that fit or wrap, its first row as titles; where a word would be torn, each cell in a line of its own. */
export function* tableLines(
	table: readonly (readonly string[])[],
	width: number,
	read: (text: string) => readonly Piece[] = (text) => inlinePieces(text).pieces,
): Generator<TextLine> {
	const rows = table.map((row) => row.map(read));
	const [head = [], ...rest] = rows;
	const count = rows.reduce((most, { length }) => Math.max(most, length), 0);
	const most = (of: (pieces: readonly Piece[]) => number) =>
		Array.from({ length: count }, (_, at) =>
			rows.slice(0, measured).reduce((widest, row) => Math.max(widest, of(row[at] ?? [])), 1),
		);
	const least = most(wordWidth);
	const room = width - gap * Math.max(0, count - 1) - least.reduce((sum, one) => sum + one, 0);
	if (room < 0) {
		yield* recordLines(head, rest.length === 0 ? [head] : rest, width);
		return;
	}
	const more = widthsIn(
		most(widthOf).map((natural, at) => natural - (least[at] ?? 0)),
		room,
	);
	const widths = least.map((one, at) => one + Math.max(0, more[at] ?? 0));
	yield* rowLines(head.map(bold), widths);
	const wide = widths.reduce((sum, one) => sum + one, gap * Math.max(0, count - 1));
	yield [piece('-'.repeat(Math.max(1, wide)), 'dim')];
	for (const row of rest) yield* rowLines(row, widths);
}
