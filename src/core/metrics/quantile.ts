/** How many observations (or how many a second) were not above a bound: a bucket of a classic histogram. */
export interface Bucket {
	/** The bound, label `le`; the last one is infinite. */
	readonly le: number;
	readonly count: number;
}

/** Counts closer than this, relatively, differ only by how floating point adds. */
const tolerance = 1e-12;

/** Buckets by their bounds, those of the same bound added together. */
function merged(buckets: readonly Bucket[]): readonly Bucket[] {
	const counts = new Map<number, number>();
	for (const { le, count } of buckets) counts.set(le, (counts.get(le) ?? 0) + count);
	return [...counts].map(([le, count]) => ({ le, count })).sort((a, b) => (a.le < b.le ? -1 : 1));
}

function same(a: number, b: number): boolean {
	return a === b || Math.abs(a - b) / (Math.abs(a) + Math.abs(b)) < tolerance;
}

/** Counts that never fall: they are scraped while they are counted, and rates of them are rounded. */
function rising(buckets: readonly Bucket[]): readonly Bucket[] {
	let before = Number.NEGATIVE_INFINITY;
	return buckets.map(({ le, count }) => {
		if (count > before && !same(count, before)) before = count;
		return { le, count: before };
	});
}

/** The value at this rank, as if the observations of a bucket lay evenly in it; in the last bucket its lower bound. */
function valueAt(rank: number, buckets: readonly Bucket[]): number | undefined {
	const index = buckets.findIndex(({ count }) => count >= rank);
	const end = buckets[index];
	if (end === undefined || index === buckets.length - 1) return buckets.at(-2)?.le;
	if (index === 0 && end.le <= 0) return end.le;
	const start = buckets[index - 1] ?? { le: 0, count: 0 };
	// The lowest of all, where the first bucket is empty: nobody has observed it.
	if (end.count === start.count) return undefined;
	return start.le + (end.le - start.le) * ((rank - start.count) / (end.count - start.count));
}

/**
 * The value that a share `q` (0..1) of the observations is not above, as Prometheus' `histogram_quantile` on a classic
 * histogram; undefined where that answers NaN. Source: Prometheus, `promql/quantile.go`, `BucketQuantile`.
 */
export function histogramQuantile(q: number, buckets: readonly Bucket[]): number | undefined {
	if (Number.isNaN(q)) return undefined;
	if (q < 0 || q > 1) return q < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
	const all = rising(merged(buckets.filter(({ le }) => !Number.isNaN(le))));
	const highest = all.at(-1);
	if (highest?.le !== Number.POSITIVE_INFINITY || all.length < 2) return undefined;
	return highest.count === 0 || Number.isNaN(highest.count) ? undefined : valueAt(q * highest.count, all);
}
