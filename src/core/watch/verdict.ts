import { duration, percent } from '../format.ts';
import type { MetricsSummary } from '../metrics/summary.ts';
import type { Condition, Millis } from '../model.ts';

/** What the error rate and the slowest answers may be while a service is watched. `p95` in milliseconds. */
export interface WatchLimits {
	readonly errors: number;
	readonly p95: Millis;
}

/** Of fewer requests than this in a minute no rate is made: one error among three would be a third. */
export const fewestRequests = 5;

/** What a page of metrics says of a watched service; `requests`: those that its numbers are made of. */
export function watchVerdict(
	{ errors, p95 }: MetricsSummary,
	requests: number,
	limits: WatchLimits,
): Omit<Condition, 'since'> {
	if (requests < fewestRequests) {
		const came = `${Math.round(requests)} request${Math.round(requests) === 1 ? '' : 's'}`;
		return { is: 'unknown', because: `${came} in the last minute: too few to tell` };
	}
	if (errors === undefined && p95 === undefined)
		return {
			is: 'unknown',
			because: 'its metrics tell neither a status nor how long answers took',
			fix: 'Name them in the config: `metrics.requests`, `metrics.durations`, `metrics.label`.',
		};
	const errorText = errors === undefined ? 'errors not measured' : `errors ${percent(errors, 1)}`;
	const p95Text = p95 === undefined ? 'p95 not measured' : `p95 ${duration(p95)}`;
	const beyond = [
		...(errors !== undefined && errors > limits.errors ? [`${errorText}, above ${percent(limits.errors, 1)}`] : []),
		...(p95 !== undefined && p95 > limits.p95 ? [`${p95Text}, above ${duration(limits.p95)}`] : []),
	];
	if (beyond.length > 0) return { is: 'degraded', because: beyond.join('; ') };
	return { is: 'ok', because: `${errorText}, ${p95Text}` };
}
