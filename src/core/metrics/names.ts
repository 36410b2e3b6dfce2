import type { MetricSeries } from './series.ts';

/** Which metrics of a page to use; '' where they are to be found out. As in `MetricsSpec`. */
export interface MetricNames {
	readonly requests: string;
	/** A histogram's name, without `_bucket`. */
	readonly durations: string;
	readonly label: string;
}

/** What the usual libraries call the time that a request took; the histogram's own count serves as that of requests. */
const usualDurations: readonly string[] = [
	'http_request_duration_seconds', // Prometheus' own examples, most client libraries
	'http_server_requests_seconds', // Micrometer (Spring Boot)
	'http_server_request_duration_seconds', // OpenTelemetry
	'traefik_service_request_duration_seconds',
	'caddy_http_request_duration_seconds',
	'request_duration_seconds',
	'http_request_duration_milliseconds',
	'http_request_duration_ms',
];
const usualRequests: readonly string[] = [
	'http_requests_total',
	'http_server_requests_total',
	'traefik_service_requests_total',
	'nginx_http_requests_total',
	...usualDurations.map((name) => `${name}_count`),
];
const usualLabels: readonly string[] = [
	'status',
	'code',
	'status_code',
	'http_status_code',
	'http_response_status_code',
];

const given = (name: string, usual: readonly string[]): readonly string[] => (name === '' ? usual : [name]);

/**
 * Names of the metrics that may hold requests, the best first. In OpenMetrics a counter's samples end in `_total`, also of
 * one that is called otherwise in the older format (OpenMetrics 1.0, "Counter").
 */
export const requestNames = ({ requests }: MetricNames): readonly string[] =>
	requests === '' || requests.endsWith('_total') ? given(requests, usualRequests) : [requests, `${requests}_total`];

/** Names of the histograms that may hold durations, without `_bucket`, the best first. */
export const durationNames = ({ durations }: MetricNames): readonly string[] =>
	given(durations.replace(/_bucket$/, ''), usualDurations);

/** The status code that a series of requests is about; undefined when it has no such label. */
export function statusOf(series: MetricSeries, { label }: MetricNames): string | undefined {
	const name = given(label, usualLabels).find((one) => series.labels[one] !== undefined);
	return name === undefined ? undefined : series.labels[name];
}

/** Milliseconds in the unit that a histogram's name says; seconds unless it says another. */
export function unitOf(durations: string): number {
	return /_(?:milliseconds|millis|ms)$/.test(durations) ? 1 : 1000;
}
