import type { Millis } from '../model.ts';
import type { Bucket } from './bucket.ts';

/** A time, cut into equal columns. */
export interface Columns {
	readonly from: Millis;
	readonly to: Millis;
	readonly columns: number;
}

/**
 * The mean of each column, from buckets of `grain` milliseconds: a bucket counts in every column that it touches, by its
 * samples and by how much of it lies there. A column that no bucket touches is undefined.
 */
export function spread(
	buckets: readonly Bucket[],
	grain: Millis,
	{ from, to, columns }: Columns,
): readonly (number | undefined)[] {
	const width = (to - from) / columns;
	const sums = new Float64Array(columns);
	const weights = new Float64Array(columns);
	for (const { at, n, sum } of buckets) {
		const first = Math.max(0, Math.floor((at - from) / width));
		for (let column = first; column < columns && from + column * width < at + grain; column += 1) {
			const begin = from + column * width;
			const overlap = Math.min(begin + width, at + grain) - Math.max(begin, at);
			const weight = Math.max(0, (n * overlap) / grain);
			sums[column] = (sums[column] ?? 0) + (sum / n) * weight;
			weights[column] = (weights[column] ?? 0) + weight;
		}
	}
	return Array.from(sums, (sum, column) => {
		const weight = weights[column] ?? 0;
		return weight > 0 ? sum / weight : undefined;
	});
}
