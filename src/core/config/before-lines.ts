import { z } from 'zod';
import { name } from './fields.ts';

/** The field `before` of a service or environment: what a deploy does first. */
export const before = z
	.strictObject({
		backup: z
			.array(name, { error: 'a list of datasets such as `[shop]`' })
			.min(1, { error: 'a list that is not empty' })
			.max(20, { error: 'at most 20 datasets' })
			.meta({ description: 'Datasets of this environment that are backed up first', examples: [['shop']] }),
	})
	.meta({ description: 'What a deploy does before its own first step' });
