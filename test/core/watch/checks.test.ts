import { expect, test } from 'vitest';
import type { MetricsSpec, ProbeSpec, ServiceSpec } from '../../../src/core/config/fleet.ts';
import { usualProof, usualThresholds } from '../../../src/core/config/fleet-of.ts';
import { answers, containerIs } from '../../../src/core/expect.ts';
import { lookBack, usualWatch, watchLength, watchOf } from '../../../src/core/watch/checks.ts';

const of = 'production/api';
const health = { url: 'http://127.0.0.1/health', from: 'box', every: 1_000, timeout: 1_000, failures: 2 };
const metrics: MetricsSpec = {
	...{ url: 'http://127.0.0.1/metrics', from: 'box', every: 5_000, timeout: 1_000 },
	...{ requests: '', durations: '', label: '' },
};
const spec: ServiceSpec = {
	...{ environment: 'production', name: 'api', platform: 'docker', host: 'box', container: 'api' },
	...{ health, thresholds: usualThresholds, unproven: 'hold', proof: usualProof },
};
const times = { times: 3, within: 30_000 };
const proof = [
	containerIs('api is healthy', of, { host: 'box', container: 'api', healthy: true, restarts: 0 }, times),
	answers('it answers', of, health, times),
];
const line = (expr: string, limits: Record<string, unknown> = { above: '5%' }): ProbeSpec => ({
	...{ kind: 'prometheus', layer: 'health', name: 'error-rate', of, from: 'local', every: 15_000, timeout: 5_000 },
	...{ failures: 1, line: { url: 'http://prometheus', expr, ...limits } },
});

test('what was proven goes on to hold, as often as its own failures allow, and the numbers stay under their limits', () => {
	const { watch, lacks } = watchOf({ lasts: 300_000, proof, of, spec: { ...spec, metrics }, lines: [] });
	expect(lacks).toEqual([]);
	expect(watch).toMatchObject([
		{
			say: 'api is healthy',
			holds: 'throughout',
			lasts: 300_000,
			enough: 30,
			probe: { kind: 'container', every: 5_000 },
		},
		{ say: 'it answers', failures: 2, probe: { kind: 'http' } },
		{
			say: 'errors under 5.0% and p95 under 2.0s',
			requests: 10,
			probe: { kind: 'watched', spec: { errors: 0.05, p95: 2000 } },
		},
	]);
	expect(watchLength({ watch })).toBe(300_000);
});

test('without metrics it says so, and without a watch that too', () => {
	const parts = { proof, of, spec, lines: [] };
	expect(watchOf({ ...parts, lasts: 60_000 }).lacks).toEqual([
		'Errors and p95 were not measured: the config names no metrics of it.',
	]);
	expect(watchOf({ ...parts, lasts: 0 })).toEqual({
		watch: [],
		lacks: ['It was not watched afterwards: its watch is 0.'],
	});
});

test('a line of Prometheus with limits is watched once it tells nothing of the time before', () => {
	const short = watchOf({ lasts: 300_000, proof: [], of, spec, lines: [line('rate(x[1m])')] });
	expect(short).toMatchObject({
		lacks: [],
		watch: [{ after: 60_000, probe: { kind: 'prometheus', spec: { from: 'local' } } }],
	});
	const long = watchOf({ lasts: 300_000, proof: [], of, spec, lines: [line('rate(x[5m])')] });
	expect(long.watch).toEqual([]);
	expect(long.lacks.join(' ')).toContain('looks back 5m, more than half of the watch');
	expect(watchOf({ lasts: 300_000, proof: [], of, spec, lines: [line('up', {})] }).watch).toEqual([]);
});

test.each([
	['up', 0],
	['rate(x[5m])', 300_000],
	['rate(x[1h30m]) / rate(y[5m])', 5_400_000],
	['rate(x[5m] offset 1m)', 360_000],
	['max_over_time(x[1w:5m])', 604_800_000],
])('%s looks back %i ms', (expr, back) => {
	expect(lookBack(expr)).toBe(back);
});

test('five minutes where errors are measured, two where they are not', () => {
	expect(usualWatch({ ...spec, metrics }, [])).toBe(300_000);
	expect(usualWatch(undefined, [line('up')])).toBe(300_000);
	expect(usualWatch(spec, [])).toBe(120_000);
});

test('of a short watch half of the readings must come as well', () => {
	for (const lasts of [1_000, 3_000, 10_000, 60_000]) {
		for (const check of watchOf({ lasts, proof, of, spec: { ...spec, metrics }, lines: [] }).watch) {
			if (check.holds !== 'throughout') throw new Error(check.say);
			expect(check.enough).toBeGreaterThanOrEqual(1);
			expect(check.enough * check.probe.every).toBeLessThanOrEqual(lasts);
		}
	}
});
