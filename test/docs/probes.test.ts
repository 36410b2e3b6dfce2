import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/app/config.ts';
import { conditionWords } from '../../src/core/select/rows/words.ts';
import { kinds } from '../../src/probes/index.ts';
import { generatedPage } from './generated.ts';

// `npm run docs` writes these files anew; here they are compared.
const folder = join(import.meta.dirname, '../../docs/probes');
const forms = kinds.flatMap(({ form }) => form ?? []);

test.each(forms.map((form) => [form.kind, form] as const))(
	'%s has a page whose examples are right',
	async (kind, form) => {
		const path = join(folder, `${kind}.md`);
		expect(existsSync(path)).toBe(true);
		const text = readFileSync(path, 'utf8');
		await expect(generatedPage(text, form)).toMatchFileSnapshot(path);
		const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml ?? '');
		expect(examples.length).toBeGreaterThan(0);
		for (const example of examples) {
			expect(readConfig(example)).toMatchObject({ ok: true });
			expect(example).toContain(`kind: ${kind}`);
		}
	},
);

test.each(forms.map(({ kind }) => kind))('the page of %s names conditions as the screens do', (kind) => {
	const text = readFileSync(join(folder, `${kind}.md`), 'utf8');
	const [, rows = ''] = /\n\| it says \| when \|\n\|---\|---\|\n((?:\|.*\n)+)/.exec(text) ?? [];
	const named = [...rows.matchAll(/^\| `(.*?)`/gm)].map(([, word]) => word);
	expect(named.length).toBeGreaterThan(0);
	expect(named.filter((word) => !Object.values<string | undefined>(conditionWords).includes(word))).toEqual([]);
});

test('no page is of a kind that is not there', () => {
	const kindsOfForms = forms.map(({ kind }) => `${kind}.md`);
	expect(readdirSync(folder).filter((name) => name !== 'README.md' && !kindsOfForms.includes(name))).toEqual([]);
});
