import stringWidth from 'string-width';
import { clean } from '../../clean.ts';
import { type Line, type Segment, sameLine } from '../../line.ts';
import type { TextLine } from './line.ts';
import { cell } from './wrap.ts';

/** A line that may be drawn, in at most so many cells: cleaned first, since a width means something only then. */
export function shownLine(line: TextLine, width: number): Line {
	const segments: Segment[] = [];
	let room = width;
	for (const { text, tone } of line) {
		const safe = clean(text);
		const wide = stringWidth(safe);
		const fits = wide <= room ? safe : clean(cell(safe, room).trimEnd());
		if (room > 0 && fits !== '')
			segments.push(tone === undefined || tone === 'plain' ? { text: fits } : { text: fits, tone });
		room -= wide;
		if (room <= 0) break;
	}
	return segments;
}

/** The lines as they are now, each with its last identity where it says the same, so that it is painted once. */
export function keptLines(before: readonly Line[], now: readonly Line[]): readonly Line[] {
	const lines = now.map((line, index) => {
		const old = before[index];
		return old !== undefined && sameLine(old, line) ? old : line;
	});
	return lines.length === before.length && lines.every((line, index) => line === before[index]) ? before : lines;
}
