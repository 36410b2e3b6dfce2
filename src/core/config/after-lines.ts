import { z } from 'zod';
import type { ProbeForm } from '../probe-form.ts';
import { type AskedLine, type AskedLines, askedOf, lineCommon } from './act-lines.ts';
import { name, ratio } from './fields.ts';
import { duration } from './lengths.ts';

/** What is looked at after a deploy, as it is written. */
export interface AfterLines {
	readonly checks?: AskedLines | undefined;
	readonly errors?: string | number | undefined;
	readonly for?: string | undefined;
}

const within = duration({
	what: 'Tried again until it is fine, for so long',
	...{ least: '0s', most: '30m', example: '30s', usual: '0s: once' },
});

/** The field `after` of a service or environment: what must hold once a deploy is proven. */
export function afterOf(forms: readonly ProbeForm[]): { readonly after: z.ZodOptional<z.ZodType<AfterLines>> } {
	const [first, ...others] = forms.map((form) => askedOf(form, { ...lineCommon, within: within.optional() }));
	const line = first === undefined ? z.never() : z.discriminatedUnion('kind', [first, ...others]);
	const checks: z.ZodType<Readonly<Record<string, AskedLine>>> = z.record(name, line);
	const after: z.ZodType<AfterLines> = z.strictObject({
		checks: checks.optional().meta({
			description: 'Read once, after its proof and before it is watched, in this order, each by a name of your choice',
		}),
		errors: ratio('1%')
			.optional()
			.meta({ description: 'Share of requests that may fail while it is watched. Default: 1%', examples: ['1%'] }),
		for: duration({
			what: 'So long it is watched',
			...{ least: '1s', most: '1h', example: '10m' },
			usual: '`watch`, else 10m where it has `metrics`, else as without this list',
		}).optional(),
	});
	return {
		after: after.optional().meta({ description: 'What must hold after a deploy, besides its proof' }),
	};
}
