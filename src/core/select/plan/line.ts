import stringWidth from 'string-width';
import type { Tone as ShownTone } from '../../line.ts';
import type { Field } from '../../state.ts';

/** What a piece of a line means to the eye; `plain`: nothing more than its words. */
export type Tone = ShownTone | 'plain';

/** A piece of a line as it came from outside: it is cleaned where it is drawn. */
export interface Piece {
	readonly text: string;
	readonly tone?: Tone;
}

/** A row of text, not yet cut to a width. */
export type TextLine = readonly Piece[];

/** A piece of a line. */
export function piece(text: string, tone: Tone = 'plain'): Piece {
	return { text, tone };
}

/** A line of one piece. */
export function lineOf(text: string, tone: Tone = 'plain'): TextLine {
	return [{ text, tone }];
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The first part of a word that fits, in cells, and what is left of it; at least one grapheme. */
function split(word: string, width: number): readonly [string, string] {
	let end = 0;
	for (const { segment, index } of graphemes.segment(word)) {
		if (index > 0 && stringWidth(word.slice(0, index + segment.length)) > width) break;
		end = index + segment.length;
	}
	return [word.slice(0, end), word.slice(end)];
}

interface Wrapped {
	readonly done: readonly string[];
	readonly row: string;
}

function addWord({ done, row }: Wrapped, word: string, width: number): Wrapped {
	const longer = row === '' ? word : `${row} ${word}`;
	if (stringWidth(longer) <= width) return { done, row: longer };
	if (row !== '') return addWord({ done: [...done, row], row: '' }, word, width);
	const [first, rest] = split(word, width);
	return rest === '' ? { done, row: first } : addWord({ done: [...done, first], row: '' }, rest, width);
}

/**
 * A text in rows that are not wider than so many cells, broken at spaces, inside a word only where it must be. A row that
 * fits keeps its spaces, so that columns in an output stay columns.
 */
export function wrapped(text: string, width: number): readonly string[] {
	const room = Math.max(1, width);
	return text.split(/\r?\n/).flatMap((line) => {
		const paragraph = line.replaceAll('\t', '    ').trimEnd();
		if (stringWidth(paragraph) <= room) return [paragraph];
		const words = paragraph.split(/\s+/).filter((word) => word !== '');
		const start: Wrapped = { done: [], row: '' };
		const { done, row } = words.reduce((rows, word) => addWord(rows, word, room), start);
		return [...done, row];
	});
}

/** A text in at most so many rows: of one that is far too long the last row goes on, and is cut where it is drawn. */
export function wrappedIn(text: string, width: number, most: number): readonly string[] {
	const all = wrapped(text, width);
	return all.length <= most ? all : [...all.slice(0, most - 1), all.slice(most - 1).join(' ')];
}

/** Text filled up with spaces to so many cells; longer text stays as it is. */
export function padded(text: string, width: number): string {
	return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** Text in exactly so many cells: filled up, or cut with `…`. */
export function cell(text: string, width: number): string {
	if (stringWidth(text) <= width) return padded(text, width);
	const [first] = width > 1 ? split(text, width - 1) : [''];
	return padded(stringWidth(first) <= width - 1 ? `${first}…` : '…', width);
}

/** A paragraph with a word before its first row, the others under it: `locks    on vps1 …`. */
export function headed(head: string, text: string, room: { readonly width: number; readonly tone?: Tone }): TextLine[] {
	const indent = stringWidth(head);
	return wrapped(text, room.width - indent).map((row, index) => [
		index === 0 ? piece(head, 'dim') : piece(' '.repeat(indent)),
		piece(row, room.tone ?? 'plain'),
	]);
}

/** The end of a text that fits into so many cells, with a mark where its beginning is left out. */
function tail(text: string, room: number): string {
	if (stringWidth(text) <= room) return text;
	let end = '';
	for (const { segment } of Array.from(graphemes.segment(text)).reverse()) {
		if (stringWidth(segment + end) > room - 1) break;
		end = segment + end;
	}
	return `…${end}`;
}

/** What is typed into a line, with the cursor as an inverted cell; of a longer text what stands before the cursor. */
export function fieldPieces(field: Field, room = Number.POSITIVE_INFINITY): TextLine {
	const fits = stringWidth(field.text) < room;
	const after = field.text.slice(field.at, fits ? undefined : field.at + 1);
	const [under = ' '] = Array.from(graphemes.segment(after), ({ segment }) => segment);
	return [
		piece(fits ? field.text.slice(0, field.at) : tail(field.text.slice(0, field.at), room - 2)),
		piece(under, 'cursor'),
		piece(after === '' ? '' : after.slice(under.length)),
	].filter(({ text }) => text !== '');
}
