import type { Lines, LogLine, Millis } from '../model.ts';
import { filterMatch } from './search.ts';

/** The lines that a filter lets through, with what is needed to go on from there when more lines came. */
export interface Filtered {
	readonly filter: string;
	readonly of: Lines;
	readonly lines: readonly LogLine[];
}

/** Index of the first line with a `seq` of at least this, in a list that is ordered by it. */
export function indexOfSeq(lines: readonly LogLine[], seq: number): number {
	let low = 0;
	let high = lines.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		const line = lines[middle];
		if (line !== undefined && line.seq < seq) low = middle + 1;
		else high = middle;
	}
	return low;
}

/**
 * The lines that fit the filter. Given the result of before, only the lines that came since are looked at, so that a fast
 * log costs no more than what is new in it. Marks always fit: they say where lines are missing.
 */
export function filtered(of: Lines, filter: string, before?: Filtered): Filtered {
	if (before !== undefined && before.of === of && before.filter === filter) return before;
	if (filter === '') return { filter, of, lines: of.lines };
	const match = filterMatch(filter);
	const fits = (line: LogLine) => line.from === 'mark' || match(line.text);
	const known = before?.filter === filter ? before : undefined;
	const last = known?.of.lines.at(-1)?.seq;
	const first = of.lines[0]?.seq;
	if (known === undefined || last === undefined || first === undefined || first > last) {
		return { filter, of, lines: of.lines.filter(fits) };
	}
	const still = known.lines.slice(indexOfSeq(known.lines, first));
	return { filter, of, lines: [...still, ...of.lines.slice(indexOfSeq(of.lines, last + 1)).filter(fits)] };
}

/** The lines of the last so many milliseconds; 0: all. A line without a time stays where its neighbours are. */
export function within(lines: readonly LogLine[], window: Millis, now: Millis): readonly LogLine[] {
	if (window === 0) return lines;
	const first = lines.findIndex((line) => line.at !== undefined && line.at >= now - window);
	return first === -1 ? [] : lines.slice(first);
}
