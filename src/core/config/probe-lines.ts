import { z } from 'zod';
import type { ProbeForm } from '../probe-form.ts';
import { checkedBy, name, whole } from './fields.ts';
import { every, timeout } from './lengths.ts';

/** A line under `probes` as it is written: what belongs to its kind stands beside what all have. */
export interface ProbeLine {
	readonly kind: string;
	readonly from?: string | undefined;
	readonly every?: string | undefined;
	readonly timeout?: string | undefined;
	readonly failures?: number | undefined;
	readonly [field: string]: unknown;
}

const common = {
	from: name.optional().meta({ description: 'The host it is asked from, or `local`: this machine' }),
	every: every('60s').optional(),
	timeout: timeout('5s').optional(),
	failures: whole(1, 100)
		.optional()
		.meta({ description: 'Failures in a row that make it down', examples: [3] }),
};

const lineOf = (form: ProbeForm) =>
	z
		.strictObject({ kind: z.literal(form.kind), ...form.shape, ...common })
		.superRefine(checkedBy((line) => form.check?.(line)))
		.meta({ description: form.title });

/** What watchdeck reads by itself stands under these names where readings are kept. */
const taken: ReadonlySet<string> = new Set(['http', 'metrics', 'docker', 'ping', 'host', 'stats', 'release']);
const lineName = name.refine((text) => !taken.has(text), {
	error: `another name than ${[...taken].map((one) => `\`${one}\``).join(', ')}: watchdeck's own readings have these`,
});

/** The field `probes` of a service or host: lines by their names, each of one of these kinds; none where there are none. */
export function probesOf(forms: readonly ProbeForm[]): {
	readonly probes: z.ZodOptional<z.ZodType<Readonly<Record<string, ProbeLine>>>>;
} {
	const [first, ...others] = forms.map(lineOf);
	const line = first === undefined ? z.never() : z.discriminatedUnion('kind', [first, ...others]);
	const probes: z.ZodType<Readonly<Record<string, ProbeLine>>> = z.record(lineName, line);
	return {
		probes: probes.optional().meta({ description: 'What else is read of it, each by a name of your choice' }),
	};
}
