import { z } from 'zod';
import type { ProbeForm } from '../probe-form.ts';
import { checkedBy, name, text } from './fields.ts';
import { duration, timeout } from './lengths.ts';

/** A line that is read when a change asks for it, as it is written: what belongs to its kind stands beside what all have. */
export interface AskedLine {
	readonly kind: string;
	readonly from?: string | undefined;
	readonly timeout?: string | undefined;
	readonly fix?: string | undefined;
	readonly within?: string | undefined;
	readonly [field: string]: unknown;
}
/** Such lines, by their names. */
export type AskedLines = Readonly<Record<string, AskedLine>>;

const fix = text('Wait for the nightly dump')
	.max(200, { error: 'at most 200 characters' })
	.optional()
	.meta({
		description: 'What to do when it does not pass: said with the refusal',
		examples: ['Wait for the nightly dump'],
	});
/** What all such lines have. */
export const lineCommon = {
	from: name.optional().meta({ description: 'The host it is asked from, or `local`: this machine' }),
	timeout: timeout('5m').optional(),
};
const serviceForm = /^[A-Za-z0-9][\w.-]{0,62}\/[A-Za-z0-9][\w.-]{0,62}$/;

/** A line of a kind that may stand under `probes`, with other fields beside those of its kind. */
export const askedOf = <Common extends z.ZodRawShape>(form: ProbeForm, common: Common) =>
	z
		.strictObject({ kind: z.literal(form.kind), ...form.shape, ...common })
		.superRefine(checkedBy((line) => form.check?.(line)))
		.meta({ description: form.title });

const sameImage = z
	.strictObject({
		kind: z.literal('same-image'),
		of: z
			.string({ error: 'a service such as `staging/api`' })
			.regex(serviceForm, { error: 'a service such as `staging/api`' })
			.meta({ description: 'The service that must run the same image', examples: ['staging/api'] }),
		fix,
	})
	.meta({ description: 'Another service runs the very image that is deployed, and is healthy' });

const probe = z
	.strictObject({
		kind: z.literal('probe'),
		line: name.meta({ description: 'The name of a line under `probes`, read anew', examples: ['dumps'] }),
		of: z
			.string()
			.regex(serviceForm, { error: 'a service such as `production/db`, or `host/NAME`' })
			.optional()
			.meta({
				description:
					'The service or host that the line stands under: `production/db`, `host/vps1`. Default: this service',
				examples: ['production/db'],
			}),
		fix,
	})
	.meta({ description: 'A line under `probes`, here or of another service or host, is fine now' });

const verifiedBackup = z
	.strictObject({
		kind: z.literal('verified-backup'),
		dataset: name.meta({ description: 'A dataset of this environment', examples: ['shop'] }),
		within: duration({
			what: 'How old its newest backup may be',
			least: '1m',
			most: '366d',
			example: '24h',
			usual: '24h',
		}).optional(),
		verified: duration({
			what: 'How old its last restore test may be',
			...{ least: '1h', most: '366d', example: '7d', usual: '7d' },
		}).optional(),
		fix,
	})
	.meta({ description: 'The newest backup of a dataset is young and whole, and its last restore test passed' });

/** The field `gates` of a service or environment: what must hold before a deploy. */
export function gatesOf(forms: readonly ProbeForm[]): { readonly gates: z.ZodOptional<z.ZodType<AskedLines>> } {
	const line = z.discriminatedUnion('kind', [
		sameImage,
		probe,
		verifiedBackup,
		...forms.map((form) => askedOf(form, { ...lineCommon, fix })),
	]);
	const gates: z.ZodType<AskedLines> = z.record(name, line);
	return {
		gates: gates.optional().meta({
			description: 'What must hold before a deploy, each by a name of your choice; a roll back passes them by',
		}),
	};
}
