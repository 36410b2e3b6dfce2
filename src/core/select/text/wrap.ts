import stringWidth from 'string-width';
import { graphemesOf } from '../../graphemes.ts';

/** The first part of a word that fits, in cells, and what is left of it; at least one grapheme. */
function split(word: string, width: number): readonly [string, string] {
	let end = 0;
	for (const { segment, index } of graphemesOf(word)) {
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
