import type { Millis, Series } from '../model.ts';
import type { Columns } from './spread.ts';

/** A ring that tells how far back it reaches: the time of its oldest sample. */
export interface Reaching extends Series {
	readonly first: () => Millis | undefined;
}

type Values = readonly (number | undefined)[];

/**
 * A window over a ring and what was kept before it. Where the ring reaches, it alone says what was measured, also that
 * nothing was; before, `older` does. It is not asked when the ring reaches all of it.
 */
export function stitched(ring: Reaching | undefined, older: (span: Columns) => Values, span: Columns): Values {
	const { from, to } = span;
	const columns = Math.floor(span.columns);
	if (columns <= 0 || to <= from) return [];
	const first = ring?.first();
	const now = ring?.window(from, to, columns) ?? [];
	if (first !== undefined && first <= from) return now;
	const before = older({ from, to, columns });
	const width = (to - from) / columns;
	return Array.from({ length: columns }, (_, column) => {
		const reaches = first !== undefined && first <= from + column * width;
		return reaches ? now[column] : (before[column] ?? now[column]);
	});
}
