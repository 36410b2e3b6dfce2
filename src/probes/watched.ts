import { z } from 'zod';
import { requestsIn, summary } from '../core/metrics/summary.ts';
import type { ProbeKind } from '../core/probe.ts';
import { specOf } from '../core/spec.ts';
import { watchVerdict } from '../core/watch/verdict.ts';
import { isCarry, metrics, schema as metricsSchema } from './metrics.ts';

/** What the probe `watched` is told: where the metrics are, and what they may say. */
export const schema = z.object({ ...metricsSchema.shape, errors: z.number(), p95: z.number() });

/**
 * Judges what a service's page of metrics says of the last minute, for the watch after a change: error rate and p95 by
 * their limits. `requests` among its facts: those since the reading before.
 */
export const watched: ProbeKind = {
	kind: 'watched',
	read: async (probe, reach, carry) => {
		const spec = specOf(schema, probe);
		if (!spec.ok) return spec;
		const read = await metrics.read(probe, reach, carry);
		if (!read.ok) return read;
		const scrapes = isCarry(read.value.carry) ? read.value.carry.scrapes : [];
		const found = summary(scrapes, spec.value);
		const { all, newest } = requestsIn(scrapes, spec.value);
		const { errors, p95 } = found;
		return {
			ok: true,
			value: {
				layers: { health: { ...watchVerdict(found, all, spec.value), since: reach.now() } },
				facts: {
					requests: newest,
					...(errors === undefined ? {} : { errors }),
					...(p95 === undefined ? {} : { p95 }),
				},
				carry: read.value.carry,
			},
		};
	},
};
