import { blocksOf, type Piece } from './blocks.ts';

/** A part of a document that was read by itself. `ends`: the offset behind it; `lines`: how many it has. */
export interface Part {
	readonly pieces: readonly Piece[];
	readonly ends: number;
	readonly lines: number;
}

/** An empty line, and then a heading with its mark at the very beginning of its line. */
const heading = /\n[ \t]*\n(?=#{1,6}[ \t\n])/g;

/** Where such a heading begins, at the earliest here; else the end. */
function headingFrom(document: string, at: number): number {
	heading.lastIndex = at;
	return heading.test(document) ? heading.lastIndex : document.length;
}

/** The part that begins here and has at least so many characters, where the document goes on for so long. `line`: of its beginning, from 0. */
export function partFrom(document: string, from: number, line: number, least: number): Part {
	// What looked like a heading was within a fence: the next one may not be, and a fence that never ends is soon read to the end.
	for (let more = 0; ; more = Math.max(1_024, more * 2)) {
		const ends = headingFrom(document, from + least + more);
		const { pieces, lines, open } = blocksOf(document.slice(from, ends), line);
		if (!open || ends === document.length) return { pieces, ends, lines };
	}
}

/**
 * The blocks of a document, part by part: together they are those of the whole. A part ends only before a heading that surely is one: with an empty
 * line before it nothing goes over it but a fence or a block of HTML that is still open, and that is seen when the part was read.
 */
export function* partsOf(document: string, least: number): Generator<Part, void> {
	let at = 0;
	let line = 0;
	do {
		const part = partFrom(document, at, line, least);
		yield part;
		at = part.ends;
		line += part.lines;
	} while (at < document.length);
}
