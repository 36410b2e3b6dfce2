import type { Piece } from './blocks.ts';

/** What stands in a line beside the marks of lists and quotes. */
const words = /[^\s>*+\-#=`~|_]/;

function source(lines: readonly string[], from: number, to: number): readonly Piece[] {
	const said = lines.slice(from - 1, to - 1);
	if (!said.some((line) => words.test(line))) return [];
	const first = said.findIndex((line) => words.test(line));
	const last = said.findLastIndex((line) => words.test(line));
	const text = said.slice(first, last + 1).join('\n');
	return [{ is: 'source', line: from + first, ends: from + last, depth: 0, quoted: 0, text }];
}

/**
 * The blocks of a document (in the order of its lines, from 1), and between them what stands in lines that none of them covers:
 * link definitions, and what is nested deeper than the parser follows.
 */
export function covered(pieces: readonly Piece[], lines: readonly string[]): readonly Piece[] {
	const all: Piece[] = [];
	let next = 1;
	for (const piece of pieces) {
		if (piece.line > next) all.push(...source(lines, next, piece.line));
		all.push(piece);
		next = Math.max(next, piece.ends + 1);
	}
	all.push(...source(lines, next, lines.length + 1));
	return all;
}
