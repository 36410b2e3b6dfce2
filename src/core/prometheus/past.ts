import { z } from 'zod';
import { failed } from '../failed.ts';
import type { Millis, Result } from '../model.ts';
import { labelText } from './labels.ts';
import { numberOf, type Value } from './values.ts';

/** The values of an expression at one time. */
export interface PastValues {
	readonly at: Millis;
	readonly values: readonly Value[];
}

/** The data of a range query (Prometheus, "HTTP API", range queries): times in seconds. */
const data = z.object({
	resultType: z.literal('matrix'),
	result: z.array(
		z.object({
			metric: z.record(z.string(), z.string()),
			values: z.array(z.tuple([z.number(), z.string()])).optional(),
		}),
	),
});

/** The values of a range query's data, oldest first; at a time at which no series has one there is nothing. */
export function pastValuesOf(given: unknown): Result<readonly PastValues[]> {
	const parsed = data.safeParse(given);
	if (!parsed.success) {
		const message = 'The answer to the expression is not that of a range query.';
		return failed('garbled', message, 'Check what answers at `url`.');
	}
	const points = parsed.data.result.flatMap(({ metric, values = [] }) =>
		values.map(([at, text]) => ({ at: Math.round(at * 1000), labels: labelText(metric), value: numberOf(text) })),
	);
	const times = [...Map.groupBy(points, ({ at }) => at)].sort(([a], [b]) => a - b);
	return {
		ok: true,
		value: times.map(([at, values]) => ({ at, values: values.map(({ labels, value }) => ({ labels, value })) })),
	};
}
