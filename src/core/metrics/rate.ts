import type { Millis } from '../model.ts';

/** What a counter stood at. */
export interface Point {
	readonly at: Millis;
	readonly value: number;
}

/** The time that is looked at, both ends in milliseconds since 1970. */
export interface Span {
	readonly from: Millis;
	readonly to: Millis;
}

/** How much a counter rose between its points: where it fell, it began again at zero. */
function risen(points: readonly Point[]): number {
	return points.reduce((sum, { value }, index) => {
		const before = points[index - 1]?.value ?? value;
		return sum + (value < before ? value : value - before);
	}, 0);
}

/** Between an edge of the span and the nearest point: at the most half an interval if that point is not near the edge. */
function edge(length: number, interval: number): number {
	return length >= interval * 1.1 ? interval / 2 : length;
}

/**
 * By how much a counter rose within a span, as Prometheus' `increase`: resets are jumped over, and it is extended to the
 * edges of the span, but not to before the counter was zero. `points`: those in the span, oldest first. Undefined with
 * fewer than two. Source: Prometheus 3, `promql/functions.go`, `extrapolatedRate`.
 */
export function increase(points: readonly Point[], { from, to }: Span): number | undefined {
	const first = points[0];
	const last = points.at(-1);
	if (first === undefined || last === undefined || last.at <= first.at) return undefined;
	const rise = risen(points);
	const sampled = last.at - first.at;
	const interval = sampled / (points.length - 1);
	const sinceZero = rise > 0 && first.value >= 0 ? sampled * (first.value / rise) : Number.POSITIVE_INFINITY;
	const before = Math.min(edge(first.at - from, interval), sinceZero);
	return rise * ((sampled + before + edge(to - last.at, interval)) / sampled);
}

/** The rise of a counter each second of a span, as Prometheus' `rate`. */
export function rate(points: readonly Point[], span: Span): number | undefined {
	const rise = increase(points, span);
	return rise === undefined ? undefined : rise / ((span.to - span.from) / 1000);
}
