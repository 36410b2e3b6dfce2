import type { Millis } from '../../core/model.ts';
import { below, share } from './curves.ts';
import type { Load } from './load.ts';

/** Upper ends of the buckets, in seconds. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const usual = { median: { api: 0.032, web: 0.018, other: 0.05 }, sigma: 0.55, late: 0.3 } as const;

function medianOf({ program, key }: Load): number {
	const base = program.kind === 'api' || program.kind === 'web' ? usual.median[program.kind] : usual.median.other;
	return base * (0.8 + 0.4 * share(key, 'median'));
}

/** Requests since the start that took at most so many seconds. */
function within(load: Load, now: Millis, seconds: number): number {
	const bad = load.bad(now);
	const late = Math.min(load.late(now), load.requests(now) - bad);
	const plain = load.requests(now) - bad - late;
	const slow = (load.program.fault?.slow ?? 1000) / 1000;
	return (
		plain * below(seconds, medianOf(load), usual.sigma) +
		late * below(seconds, usual.late, usual.sigma) +
		bad * below(seconds, slow, 0.3)
	);
}

function family(name: string, type: string, help: string, lines: readonly string[]): readonly string[] {
	return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines.map((line) => name + line)];
}

/** `GET /metrics` of what runs in a container, in the Prometheus text format; counters begin anew with its start. */
export function metricsText(load: Load, now: Millis): string {
	const all = Math.floor(load.requests(now));
	const failed = Math.min(all, Math.floor(load.failed(now)));
	const missing = Math.floor((all - failed) * 0.01);
	const posted = Math.floor((all - failed - missing) * 0.22);
	const counts: readonly (readonly [string, string, number])[] = [
		['GET', '200', all - failed - missing - posted],
		['POST', '201', posted],
		['GET', '404', missing],
		['GET', '500', failed],
	];
	const ends = buckets.map((end) => `_bucket{le="${end}"} ${Math.min(all, Math.floor(within(load, now, end)))}`);
	const mean = medianOf(load) * 1.3;
	const sum = (all * mean + load.bad(now) * ((load.program.fault?.slow ?? 0) / 1000)).toFixed(3);
	return [
		...family(
			'http_requests_total',
			'counter',
			'Requests that were answered.',
			counts.map(([method, status, count]) => `{method="${method}",status="${status}"} ${count}`),
		),
		...family('http_request_duration_seconds', 'histogram', 'How long requests took.', [
			...ends,
			`_bucket{le="+Inf"} ${all}`,
			`_sum ${sum}`,
			`_count ${all}`,
		]),
		...family('process_cpu_seconds_total', 'counter', 'Processor time.', [` ${(load.cpu(now) / 1e9).toFixed(3)}`]),
		...family('process_resident_memory_bytes', 'gauge', 'Memory.', [` ${load.memory(now)}`]),
		...family('process_start_time_seconds', 'gauge', 'Start.', [` ${(load.started / 1000).toFixed(3)}`]),
		...family('app_info', 'gauge', 'The release.', [`{release="${load.program.release}"} 1`]),
		'',
	].join('\n');
}
