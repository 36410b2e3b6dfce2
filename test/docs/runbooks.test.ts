import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { StepKind } from '../../src/core/runbook/model.ts';
import { infoOf } from '../../src/runbooks/attribute-words.ts';
import { attributesOf } from '../../src/runbooks/attributes.ts';
import { readRunbook } from '../../src/runbooks/read.ts';
import { parseReads } from '../../src/runbooks/shell/reads-file.ts';

const at = (path: string): URL => new URL(`../../${path}`, import.meta.url);
const guide = readFileSync(at('docs/runbooks.md'), 'utf8');
const reads = parseReads(readFileSync(at('config/reads.yaml'), 'utf8'));
if (!reads.ok) throw new Error('config/reads.yaml cannot be read');
const read = (text: string, name = 'example') => readRunbook(text, name, reads.value);

/** The headings of the guide: where they stand, and their level. Those of its examples are none. */
function headings(): readonly { readonly at: number; readonly level: number; readonly title: string }[] {
	const inExamples = guide.replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, (fence) => fence.replaceAll('#', '~'));
	return [...inExamples.matchAll(/^(#+) (.*)$/gm)].map(({ 1: marks = '', 2: title = '', index }) => ({
		...{ at: index, level: marks.length, title },
	}));
}
/** The part of the guide under a heading, up to the next one of its level. */
function under(title: string): string {
	const all = headings();
	const found = all.findIndex((one) => one.title === title);
	const level = all[found]?.level ?? 0;
	const end = all.slice(found + 1).find((one) => one.level <= level)?.at;
	return guide.slice(all[found]?.at, end);
}
/** The fences of a language in a text, whatever they are made of. */
const fences = (text: string, language: string): readonly string[] =>
	[...text.matchAll(/^(`{3,})(\w+)[^\n]*\n([\s\S]*?)^\1$/gm)].flatMap(([, , found, inside = '']) =>
		found === language ? inside : [],
	);
/** The first column of the table in a text, without its marks, and the last. */
const rows = (text: string): readonly (readonly string[])[] =>
	[...text.matchAll(/^\| (.*) \|$/gm)].slice(1).map(([, row = '']) => row.split(' | '));
const bare = (cell: string | undefined): readonly string[] =>
	[...(cell ?? '').matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);

const kinds: Readonly<Record<string, StepKind>> = {
	'To read': 'read',
	'To do by hand': 'tick',
	Command: 'command',
	Action: 'action',
	Check: 'check',
	Wait: 'check',
	Decision: 'decision',
	Message: 'message',
	'Runbook within': 'runbook',
};

test('the guide has an example of each kind of step, and each is read as what it says', () => {
	const all = headings();
	const from = all.findIndex(({ title }) => title === 'Kinds of steps');
	const until = all.findIndex(({ level }, index) => index > from && level <= 2);
	expect(all.slice(from + 1, until).map(({ title }) => title)).toEqual(Object.keys(kinds));
	for (const [title, kind] of Object.entries(kinds)) {
		const examples = fences(under(title), 'markdown');
		expect(examples.length, title).toBeGreaterThan(0);
		for (const example of examples) {
			const { steps, mistakes } = read(example);
			expect(mistakes, title).toEqual([]);
			expect(
				steps.map(({ does }) => does.is),
				title,
			).toContain(kind);
		}
	}
});

test('the front matter in the guide is read without a mistake, and its table has each key', () => {
	const examples = fences(under('Front matter'), 'yaml');
	expect(examples.length).toBe(2);
	for (const example of examples) expect(read(`${example}\n# Title\n`).mistakes).toEqual([]);
	for (const [key, , example] of rows(under('Front matter').split('### Variables')[0] ?? '')) {
		const { mistakes, head } = read(`---\n${bare(key)[0]}: ${bare(example)[0]}\n---\n# Title\n`);
		expect(mistakes, key).toEqual([]);
		expect(Object.keys(head), key).toContain(bare(key)[0]);
	}
});

test('the guide tells of each attribute, and its examples are right', () => {
	const asked = attributesOf({ nonsense: 'x' }, 1).mistakes[0]?.fix ?? '';
	const all = asked.replace(/^.*: /, '').replace(/\.$/, '').split(', ');
	const told = rows(under('Attributes').split('`expect` has')[0] ?? '');
	expect(told.flatMap(([name]) => bare(name)).toSorted()).toEqual(all.toSorted());
	for (const [name, , example] of told) {
		const { words, wrong } = infoOf(`sh {${bare(example)[0]}}`);
		expect({ wrong, mistakes: attributesOf(words, 1).mistakes }, name).toEqual({ mistakes: [] });
		for (const one of bare(name)) expect(Object.keys(words).length > 0 && asked.includes(one)).toBe(true);
	}
	for (const [word] of rows(under('Attributes').split('`expect` has')[1] ?? '')) {
		const said = (bare(word)[0] ?? '').replace('json PATH', 'json status.code');
		expect(attributesOf({ expect: said }, 1).mistakes, word).toEqual([]);
	}
});

test('the table of the catalogue has each runbook, with its severity', () => {
	const files = readdirSync(at('config/runbooks')).map((file) => file.replace('.md', ''));
	const told = rows(under('The catalogue')).map(([name, severity]) => [bare(name)[0], severity?.trim()]);
	const there = files.map((name) => [
		name,
		read(readFileSync(at(`config/runbooks/${name}.md`), 'utf8'), name).head.severity ?? '',
	]);
	expect(told.toSorted()).toEqual(there.toSorted());
});
