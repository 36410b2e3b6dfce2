import { isRuled, ruled } from '../fleet/story.ts';
import { lineOf, type TextLine } from '../text/line.ts';

/** Below so many rows there is none to spare for saying what is cut. */
const leastRows = 3;

/** Rows that are left for lines beside the one that says how many do not fit. */
export function rowsFor(lines: readonly TextLine[], height: number): number {
	return lines.length > height && height >= leastRows ? height - 1 : height;
}

/** What is seen of lines from one of them on; the last row says how many do not fit. No title stands over nothing. */
export function cutLines(
	lines: readonly TextLine[],
	{ from, height, width, more }: { from: number; height: number; width: number; more: string },
): readonly TextLine[] {
	const rows = rowsFor(lines, height);
	const shown = lines.slice(from, from + rows);
	if (rows === height) return shown;
	const last = shown.at(-1);
	const bare = last !== undefined && isRuled(last) && from + rows < lines.length;
	const below = lines.length - from - rows + (bare ? 1 : 0);
	const words = [from > 0 ? `${from} above` : '', below > 0 ? `${below} more below: ${more}` : ''];
	const rule = ruled(words.filter((word) => word !== '').join(', '), width);
	return [...(bare ? [...shown.slice(0, -1), lineOf('')] : shown), rule];
}
