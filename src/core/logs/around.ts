import type { LogLine, Millis } from '../model.ts';

/** A part of time, both ends in it. */
export interface Span {
	readonly from: Millis;
	readonly to: Millis;
}

/** So much before and after an event is shown with it. */
const half: Millis = 150_000;

/** The five minutes around an event. */
export function spanAround(at: Millis): Span {
	return { from: at - half, to: at + half };
}

/** The lines of a part of time. A line without a time belongs to the one before it; a mark says where lines are missing. */
export function linesIn(lines: readonly LogLine[], { from, to }: Span): readonly LogLine[] {
	const found: LogLine[] = [];
	let last = Number.NEGATIVE_INFINITY;
	for (const line of lines) {
		if (line.from !== 'mark') last = line.at ?? last;
		if (line.from === 'mark' || (last >= from && last <= to)) found.push(line);
	}
	return found;
}
