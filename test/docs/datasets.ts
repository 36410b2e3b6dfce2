import { z } from 'zod';
import { datasetCommon } from '../../src/core/config/dataset-lines.ts';
import { checkOf, newest, verifyIn } from '../../src/core/dataset/asked.ts';
import type { DatasetForm } from '../../src/core/dataset/form.ts';
import { offSite } from '../../src/core/dataset/off-site.ts';
import { withBlock } from './block.ts';
import { fieldRows, tableHead } from './generated.ts';

const table = (schema: z.ZodType) => [...tableHead, ...fieldRows(schema)].join('\n');

/** The page of a kind in `docs/datasets` as its generated block should be. */
export const generatedDatasetPage = (text: string, { shape }: DatasetForm): string =>
	withBlock(text, 'fields', table(z.strictObject(shape)));

/** The page of what all datasets have as its generated blocks should be. */
export const generatedDatasets = (text: string): string =>
	Object.entries({
		common: z.strictObject(datasetCommon),
		'off-site': offSite,
		check: checkOf('SQL or a command of Redis', 'select count(*) from orders'),
		newest,
		verify: verifyIn(['apart', 'server']),
	}).reduce((page, [name, schema]) => withBlock(page, name, table(schema)), text);
