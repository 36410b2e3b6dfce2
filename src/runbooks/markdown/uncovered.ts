import type { Piece } from './blocks.ts';

/** What stands in a line beside the marks of lists and quotes. */
const words = /[^\s>*+\-#=`~|_]/;
/** The mark of an item, and the quotes before it. */
const mark = /^[\s>]*(?:[-+*]|\d{1,9}[.)])(?=\s|$)/;

/** A line without its first marks of items, at most so many. */
function withoutMarks(line: string, count: number): string {
	let rest = line;
	for (let left = count; left > 0 && mark.test(rest); left--) rest = rest.replace(mark, '');
	return rest;
}

/** Whether a line says something behind its marks. */
export function says(line: string): boolean {
	return words.test(withoutMarks(line, line.length));
}

function source(lines: readonly string[], before: number, from: number, to: number, marks: number): readonly Piece[] {
	const said = lines.slice(from - 1 - before, to - 1 - before);
	if (marks > 0) said[0] = withoutMarks(said[0] ?? '', marks);
	const first = said.findIndex((line) => words.test(line));
	if (first < 0) return [];
	const last = said.findLastIndex((line) => words.test(line));
	const text = said.slice(first, last + 1).join('\n');
	return [{ is: 'source', line: from + first, ends: from + last, depth: 0, quoted: 0, text }];
}

/**
 * The blocks of a part of a document (in the order of its lines, before which come so many others), and between them what stands in lines that none of them covers:
 * link definitions, and what is nested deeper than the parser follows. An item without text covers no more than its mark.
 */
export function covered(pieces: readonly Piece[], lines: readonly string[], before: number): readonly Piece[] {
	const all: Piece[] = [];
	let next = before + 1;
	let marks = 0;
	for (const piece of pieces) {
		if (piece.line > next) {
			all.push(...source(lines, before, next, piece.line, marks));
			marks = 0;
		}
		all.push(piece);
		if (piece.is === 'item' && piece.text === '') {
			marks = piece.line >= next ? marks + 1 : 0;
			next = Math.max(next, piece.line);
		} else if (piece.ends >= next) {
			next = piece.ends + 1;
			marks = 0;
		}
	}
	all.push(...source(lines, before, next, before + lines.length + 1, marks));
	return all;
}
