import { z } from 'zod';
import { as, folder, pattern } from '../dataset/fields.ts';
import type { DatasetForm } from '../dataset/form.ts';
import { offSite } from '../dataset/off-site.ts';
import { checkedBy, name, share, whole } from './fields.ts';
import { millis } from './lengths.ts';

/** A line under `datasets` as it is written, as far as it is held against the rest of the config. */
export interface DatasetLine {
	readonly kind: string;
	readonly service?: string | undefined;
	readonly host?: string | undefined;
	readonly folder: string;
	readonly pattern: string;
	readonly writers?: readonly string[] | undefined;
	readonly [field: string]: unknown;
}

/** What all datasets have. */
export const datasetCommon = {
	service: name.optional().meta({
		description: 'The service of this environment in whose row it is shown. Default: none, it has a row of its own',
		examples: ['db'],
	}),
	host: name.optional().meta({
		description: 'The host that it and its backups are on. Default: that of `service`, else the only one',
		examples: ['vps1'],
	}),
	as,
	folder,
	pattern,
	within: millis({
		what: 'How old the newest backup may become',
		...{ least: '1m', most: '366d', example: '26h', usual: 'nothing is promised' },
	}).optional(),
	shrink: share('50%')
		.prefault('50%')
		.meta({ description: 'By how much it may be smaller than the ten before. Default: 50%', examples: ['50%'] }),
	keep: whole(1, 3650)
		.prefault(7)
		.meta({ description: 'For so many days the newest of each stays in `folder`. Default: 7', examples: [7] }),
	'off-site': offSite.optional(),
	writers: z
		.array(name, { error: 'a list of services such as `[api, worker]`' })
		.max(50, { error: 'at most 50 services' })
		.refine((list) => new Set(list).size === list.length, { error: 'a list in which each service stands once' })
		.prefault([])
		.meta({
			description: 'Services of this environment that write to it: stopped while it is restored',
			examples: [['api', 'worker']],
		}),
	every: millis({
		what: 'How often its backups are looked at',
		...{ least: '1s', most: '7d', example: '5m', usual: '5m' },
	}).prefault('5m'),
	timeout: millis({
		what: 'How long one look may take',
		...{ least: '100ms', most: '1h', example: '60s', usual: '60s' },
	}).prefault('60s'),
};

const lineOf = (form: DatasetForm) =>
	z
		.strictObject({ kind: z.literal(form.kind), ...form.shape, ...datasetCommon })
		.superRefine(checkedBy((line) => form.check?.(line)))
		.meta({ description: form.title });

/** The field `datasets` of an environment: lines by their names, each of one of these kinds; none where there are none. */
export function datasetsField(forms: readonly DatasetForm[]): {
	readonly datasets: z.ZodOptional<z.ZodType<Readonly<Record<string, DatasetLine>>>>;
} {
	const [first, ...others] = forms.map(lineOf);
	const line = first === undefined ? z.never() : z.discriminatedUnion('kind', [first, ...others]);
	const datasets: z.ZodType<Readonly<Record<string, DatasetLine>>> = z.record(name, line);
	return {
		datasets: datasets
			.optional()
			.meta({ description: 'What backups are made of, each by a name of your choice, which a service may have too' }),
	};
}
