import { clean } from '../../clean.ts';
import { graphemesOf } from '../../graphemes.ts';
import { inlineOf, type Mark } from '../../runbook/inline.ts';
import { cells } from '../../table.ts';
import { type Piece, piece, type TextLine, type Tone } from '../text/line.ts';

/** A part of a word that has one tone. */
interface Part extends Piece {
	readonly cells: number;
}

const ascii = /^[ -~]*$/;
const tones: Readonly<Record<Mark, Tone>> = {
	...{ plain: 'plain', strong: 'bold', code: 'accent', struck: 'dim', link: 'accent' },
};

/** A text with Markdown's marks as pieces, and where its links lead. */
export function inlinePieces(text: string): { readonly pieces: readonly Piece[]; readonly links: readonly string[] } {
	const { runs, links } = inlineOf(text);
	return { pieces: runs.map((run) => piece(run.text, tones[run.mark])), links };
}

/** A text in rows of exactly so many cells, but for the last one: for what is copied or counted by its places. */
export function* chunks(text: string, width: number): Generator<string> {
	const room = Math.max(1, width);
	if (ascii.test(text)) {
		for (let at = 0; at < text.length; at += room) yield text.slice(at, at + room);
		if (text === '') yield '';
		return;
	}
	let row = '';
	let used = 0;
	for (const { segment } of graphemesOf(text)) {
		const wide = cells(clean(segment));
		if (used + wide > room && row !== '') {
			yield row;
			row = '';
			used = 0;
		}
		row += segment;
		used += wide;
	}
	yield row;
}

/** The rows of a text that stands as it stands: no word moves, what is too wide goes on in the next row. */
export function* hardRows(text: string, width: number): Generator<string> {
	for (const line of text.split(/\r\n?|\n/)) {
		const plain = line.includes('\t') ? line.replaceAll('\t', '    ') : line;
		if (ascii.test(plain) && plain.length <= width) yield plain;
		else yield* chunks(clean(plain, plain.length), width);
	}
}

/** Rows as they are filled, and the word that comes next. `blank`: the tone of the blank before it. */
interface Filling {
	readonly width: number;
	readonly rows: TextLine[];
	row: Piece[];
	used: number;
	word: Part[];
	wordCells: number;
	blank: Tone;
}

function push({ row }: Filling, text: string, tone: Tone): void {
	const last = row.at(-1);
	if (last?.tone === tone) row[row.length - 1] = piece(last.text + text, tone);
	else row.push(piece(text, tone));
}

function endRow(filling: Filling): void {
	filling.rows.push(filling.row);
	filling.row = [];
	filling.used = 0;
}

function putPart(filling: Filling, { text, tone = 'plain', cells: wide }: Part): void {
	if (filling.used + wide <= filling.width) {
		push(filling, text, tone);
		filling.used += wide;
		return;
	}
	for (const part of chunks(text, filling.width)) {
		const size = cells(clean(part, part.length));
		if (filling.used > 0 && filling.used + size > filling.width) endRow(filling);
		push(filling, part, tone);
		filling.used += size;
	}
}

/** The word is whole: it goes into this row, or into the next one. */
function putWord(filling: Filling): void {
	if (filling.word.length === 0) return;
	if (filling.used > 0 && filling.used + 1 + filling.wordCells > filling.width) endRow(filling);
	if (filling.used > 0) {
		push(filling, ' ', filling.blank);
		filling.used += 1;
	}
	for (const part of filling.word) putPart(filling, part);
	filling.word = [];
	filling.wordCells = 0;
}

/** The words of one line of a piece; the last one is not whole yet, since the next piece may go on with it. */
function putLine(filling: Filling, line: string, tone: Tone): void {
	const safe = clean(line, line.length);
	const isAscii = ascii.test(safe);
	for (let at = 0; at < safe.length; ) {
		const blank = safe.indexOf(' ', at);
		const end = blank < 0 ? safe.length : blank;
		if (end > at) {
			const word = safe.slice(at, end);
			const wide = isAscii ? word.length : cells(clean(word, word.length));
			filling.word.push({ text: word, tone, cells: wide });
			filling.wordCells += wide;
		}
		if (blank >= 0) {
			putWord(filling);
			filling.blank = tone;
		}
		at = end + 1;
	}
}

/** Pieces in rows that are no wider than so many cells, broken at blanks; a line break in them begins a row. */
export function flowed(pieces: readonly Piece[], width: number): readonly TextLine[] {
	const room = Math.max(1, width);
	const filling: Filling = { width: room, rows: [], row: [], used: 0, word: [], wordCells: 0, blank: 'plain' };
	for (const { text, tone = 'plain' } of pieces) {
		const [first = '', ...more] = text.split('\n');
		putLine(filling, first, tone);
		for (const line of more) {
			putWord(filling);
			endRow(filling);
			putLine(filling, line, tone);
		}
	}
	putWord(filling);
	endRow(filling);
	return filling.rows;
}
