import { z } from 'zod';
import { failed } from '../failed.ts';
import type { Result } from '../model.ts';
import { labelText } from './labels.ts';

/** One series of an answer. `value` may be NaN, which is no number, or infinite: of what was divided by zero. */
export interface Value {
	/** Its labels as PromQL writes them, e.g. `{instance="a",job="api"}`; '' for none. */
	readonly labels: string;
	readonly value: number;
}

/** A number as Go writes it (strconv.FormatFloat with `f` or `e`). */
const number = z.string().regex(/^(?:NaN|[+-]?Inf|[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/);
const point = z.tuple([z.number(), number]);
const series = z.object({ metric: z.record(z.string(), z.string()), value: point.optional() });
const data = z.discriminatedUnion('resultType', [
	z.object({ resultType: z.literal('vector'), result: z.array(series) }),
	z.object({ resultType: z.literal('scalar'), result: point }),
	z.object({ resultType: z.literal('matrix') }),
	z.object({ resultType: z.literal('string') }),
]);

/** A number as the API writes it: as Go does, with `NaN`, `+Inf` and `-Inf`. */
export function numberOf(text: string): number {
	if (text === '+Inf' || text === 'Inf') return Number.POSITIVE_INFINITY;
	return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number.parseFloat(text);
}

/** The values of an instant query's data; none is no failure: nothing was found. */
export function valuesOf(given: unknown): Result<readonly Value[]> {
	const parsed = data.safeParse(given);
	if (!parsed.success) {
		const message = 'The answer to the expression is not that of an instant query.';
		return failed('garbled', message, 'Check what answers at `url`.');
	}
	const found = parsed.data;
	switch (found.resultType) {
		case 'scalar':
			return { ok: true, value: [{ labels: '', value: numberOf(found.result[1]) }] };
		case 'vector': {
			const values = found.result.flatMap(({ metric, value }) =>
				value === undefined ? [] : [{ labels: labelText(metric), value: numberOf(value[1]) }],
			);
			if (values.length > 0 || found.result.length === 0) return { ok: true, value: values };
			return failed(
				'refused',
				'The expression gives histograms.',
				'Make a number of it: `histogram_quantile(0.95, …)`.',
			);
		}
		case 'matrix':
			return failed(
				'refused',
				'The expression gives a range of values.',
				'Make a value of it: `rate(…[5m])`, `avg_over_time(…[5m])`.',
			);
		case 'string':
			return failed('refused', 'The expression gives a text.', 'Ask for a number.');
	}
}
