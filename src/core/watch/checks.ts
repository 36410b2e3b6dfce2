import type { MetricsSpec, ProbeSpec, ServiceSpec } from '../config/fleet.ts';
import { millisOf } from '../config/units.ts';
import { duration, percent } from '../format.ts';
import { lengthText } from '../length-text.ts';
import type { Millis } from '../model.ts';
import type { Check, Plan } from '../plan.ts';

/** What a watch is made from. */
export interface WatchParts {
	/** How long it lasts; 0: none. */
	readonly lasts: Millis;
	/** What was proven is what must go on to hold. */
	readonly proof: readonly Check[];
	readonly of: string;
	readonly spec?: ServiceSpec;
	/** The lines of the service under `probes`. */
	readonly lines: readonly ProbeSpec[];
}

/** Where errors are measured: long enough that an error rate says something. */
const usualLong: Millis = 300_000;
/** Where they are not: a health check with Docker's own times (30 s, three times) fails within 90 s. */
const usualShort: Millis = 120_000;
/** So often an engine or an address is asked while it is watched, unless the watch is short. */
const usualEvery: Millis = 5_000;
const leastEvery: Millis = 500;
/** So many requests must come while a service is watched. */
const leastRequests = 10;

const limitNames = ['above', 'below', 'down_above', 'down_below'];

/** A line that asks a Prometheus for a number that has limits. */
function isLimited({ kind, line }: ProbeSpec): boolean {
	return kind === 'prometheus' && typeof line['expr'] === 'string' && limitNames.some((name) => name in line);
}

/** How long a service is watched where nobody said so. */
export function usualWatch(spec: ServiceSpec | undefined, lines: readonly ProbeSpec[]): Millis {
	return spec?.metrics !== undefined || lines.some(isLimited) ? usualLong : usualShort;
}

/** How far an expression looks back: the longest of its ranges (`[5m]`), its offsets added. */
export function lookBack(expr: string): Millis {
	const lengths = (pattern: RegExp) =>
		[...expr.matchAll(pattern)].map(([, written = '']) =>
			[...written.matchAll(/\d+(?:ms|[smhdwy])/g)].reduce((sum, [part]) => sum + lengthOf(part), 0),
		);
	return Math.max(0, ...lengths(/\[\s*([\dmshdwy]+)/g)) + Math.max(0, ...lengths(/\boffset\s+([\dmshdwy]+)/g));
}

const weeks: Readonly<Record<string, Millis>> = { w: 604_800_000, y: 31_536_000_000 };

function lengthOf(text: string): Millis {
	const long = weeks[text.at(-1) ?? ''];
	return long === undefined ? (millisOf(text) ?? 0) : Number.parseInt(text, 10) * long;
}

/** Half of the readings that there is time for must come, and be good. */
function paced(lasts: Millis, usual: Millis): { readonly every: Millis; readonly enough: number } {
	const every = Math.max(leastEvery, Math.min(usual, Math.floor(lasts / 4)));
	return { every, enough: Math.max(1, Math.floor(lasts / every / 2)) };
}

function throughout(check: Check, { lasts, spec }: WatchParts): Check {
	const { say, probe } = check;
	const { every, enough } = paced(lasts, Math.max(usualEvery, probe.every));
	const failures = probe.kind === 'http' ? (spec?.health?.failures ?? 1) : 1;
	return { say, probe: { ...probe, every }, holds: 'throughout', lasts, enough, ...(failures > 1 ? { failures } : {}) };
}

function measured(metrics: MetricsSpec, spec: ServiceSpec, { lasts, of }: WatchParts): Check {
	const { errorRatio: errors, p95 } = spec.thresholds;
	const { every, enough } = paced(lasts, metrics.every);
	const say = `errors under ${percent(errors, 1)} and p95 under ${duration(p95)}`;
	const probe = { kind: 'watched', of, every, timeout: metrics.timeout, spec: { ...metrics, errors, p95 } };
	return { say, probe, holds: 'throughout', lasts, enough, requests: leastRequests };
}

function asked(line: ProbeSpec, { lasts }: WatchParts): Check | undefined {
	const after = lookBack(String(line.line['expr']));
	if (after > lasts / 2) return undefined;
	const { kind, name, layer, of, from, timeout, failures } = line;
	const { every, enough } = paced(lasts - after, line.every);
	const probe = { kind, name, layer, of, every, timeout, spec: { ...line.line, from, failures } };
	const say = `${name} of its Prometheus within its limits`;
	return { say, probe, holds: 'throughout', lasts, enough, ...(after > 0 ? { after } : {}) };
}

function tooFarBack({ name, line }: ProbeSpec): string {
	const back = lengthText(lookBack(String(line['expr'])));
	return `${name} of its Prometheus looks back ${back}, more than half of the watch: it was not judged.`;
}

/**
 * What is watched after the proof: that what was proven goes on to hold, and that error rate and p95 stay under the
 * service's thresholds. What of it cannot be measured is said. A number that still tells of the time before the change is
 * not held against it.
 */
export function watchOf(parts: WatchParts): Required<Pick<Plan, 'watch' | 'lacks'>> {
	const { lasts, proof, spec, lines } = parts;
	if (lasts <= 0) return { watch: [], lacks: ['It was not watched afterwards: its watch is 0.'] };
	const limited = lines.filter(isLimited).map((line) => ({ line, check: asked(line, parts) }));
	const numbers = [
		...(spec?.metrics === undefined ? [] : [measured(spec.metrics, spec, parts)]),
		...limited.flatMap(({ check }) => check ?? []),
	];
	const none = numbers.length > 0 ? [] : ['Errors and p95 were not measured: the config names no metrics of it.'];
	const left = limited.flatMap(({ line, check }) => (check === undefined ? [tooFarBack(line)] : []));
	const nothingAsked = left.length > 0 && numbers.length === 0 ? ['Errors and p95 were not measured.'] : none;
	return {
		watch: [...proof.map((check) => throughout(check, parts)), ...numbers],
		lacks: [...nothingAsked, ...left],
	};
}

/** How long a plan's watch lasts; 0 where it has none. */
export function watchLength({ watch }: Pick<Plan, 'watch'>): Millis {
	return Math.max(0, ...watch.map((check) => (check.holds === 'throughout' ? check.lasts : 0)));
}
