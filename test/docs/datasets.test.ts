import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { datasetKinds } from '../../src/datasets/index.ts';
import { generatedDatasetPage, generatedDatasets } from './datasets.ts';

// `npm run docs` writes these files anew; here they are compared.
const root = join(import.meta.dirname, '../..');
const kinds = datasetKinds.map(({ kind }) => kind);

/** Each example of a page must be a config that is right. */
function readExamples(text: string): readonly string[] {
	const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml ?? '');
	for (const example of examples) expect(readConfig(example)).toMatchObject({ ok: true });
	return examples;
}

test.each(datasetKinds.map((kind) => [kind.kind, kind.form] as const))(
	'%s has a page whose examples are right',
	async (kind, form) => {
		const path = join(root, 'docs/datasets', `${kind}.md`);
		const text = readFileSync(path, 'utf8');
		await expect(generatedDatasetPage(text, form)).toMatchFileSnapshot(path);
		expect(readExamples(text).join('')).toContain(`kind: ${kind}`);
	},
);

test('the page of all datasets is as it should be, and names each kind', async () => {
	const path = join(root, 'docs/datasets.md');
	const text = readFileSync(path, 'utf8');
	await expect(generatedDatasets(text)).toMatchFileSnapshot(path);
	expect(readExamples(text)).toHaveLength(1);
	for (const kind of kinds) expect(text).toContain(`(datasets/${kind}.md)`);
});

test('no page is of a kind that is not there', () => {
	expect(readdirSync(join(root, 'docs/datasets')).sort()).toEqual(kinds.map((kind) => `${kind}.md`).sort());
});

test.each(readdirSync(join(root, 'config/examples')))('the example %s is a right config with datasets', (name) => {
	const read = readConfig(readFileSync(join(root, 'config/examples', name), 'utf8'));
	expect(read).toMatchObject({ ok: true });
	expect(read.ok && read.value.datasets?.length).toBeGreaterThan(0);
});
