import { clean } from './clean.ts';
import type { Shown } from './shown.ts';

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** `min` and `max`: the ends of the scale, from the values unless given. */
export interface Scale {
	readonly min?: number;
	readonly max?: number;
}

function isNumber(value: number | undefined): value is number {
	return value !== undefined && Number.isFinite(value);
}

/**
 * A value a cell, the higher the fuller; a gap is a space, never the lowest sign. What lies outside the scale is drawn at
 * its end. All equal values are drawn lowest.
 */
export function sparkline(values: readonly (number | undefined)[], { min, max }: Scale = {}): Shown {
	const known = values.filter(isNumber);
	const low = min ?? known.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
	const high = max ?? known.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
	const sign = (value: number | undefined): string => {
		if (!isNumber(value)) return ' ';
		const share = high > low ? (value - low) / (high - low) : 0;
		const index = Math.floor(share * blocks.length);
		return blocks[Math.max(0, Math.min(blocks.length - 1, index))] ?? ' ';
	};
	const line = values.map(sign).join('');
	return clean(line, line.length);
}
