import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lint } from '../../../src/runbooks/lint/lint.ts';
import { judgedDocuments } from '../../documents/findings.ts';
import { shipped } from './against.ts';
import { expected } from './expected.ts';

const against = shipped();
const documents = judgedDocuments().map((document) => {
	const { findings } = lint(document.text, document.file.replace(/\.md$/, ''), against);
	return [document.file, { document, findings }] as const;
});

/** `rule 1 2, other 3`: each rule with its lines. */
const wanted = (row: string): readonly { readonly rule: string; readonly line: number }[] =>
	row.split(', ').flatMap((one) => {
		const [rule = '', ...lines] = one.split(' ');
		return lines.map((line) => ({ rule, line: Number(line) }));
	});

test.each(documents)(
	'each thing that is wrong in %s is found at its line, by the rule that is about it',
	(file, of) => {
		const { findings: judged, absent = [] } = of.document;
		const places = [
			...judged
				.filter(({ verdict }) => verdict !== 'OK')
				.map(({ at }) => at.flatMap(({ lines, also = [] }) => [...lines, ...also])),
			...absent.map(({ line }) => [line]),
		];
		const rows = (expected[file] ?? []).map(wanted);
		expect(rows).toHaveLength(places.length);
		for (const [at, row] of rows.entries()) {
			expect(row.length).toBeGreaterThan(0);
			for (const one of row) {
				expect(places[at], `${one.rule} ${one.line}`).toContain(one.line);
				expect(of.findings).toContainEqual(expect.objectContaining(one));
			}
		}
	},
);

test.each(documents)('what is wrong or does not exist in %s is an error, or a warning at the least', (file, of) => {
	const heaviest = { WRONG: ['error', 'warning'], NONE: ['error'], PART: ['error', 'warning'] };
	const judged = of.document.findings.filter(({ verdict }) => verdict !== 'OK');
	for (const [at, { verdict }] of judged.entries()) {
		const [first] = wanted(expected[file]?.[at] ?? '');
		const levels = of.findings.filter(({ line, rule }) => rule === first?.rule && line === first.line);
		if (verdict !== 'OK') expect(heaviest[verdict], first?.rule).toContain(levels[0]?.level);
	}
});

test.each(documents)('nothing that is right in %s is an error', (_, { document, findings }) => {
	const right = document.findings
		.filter(({ verdict }) => verdict === 'OK')
		.flatMap(({ at }) => at.flatMap(({ lines, also = [] }) => [...lines, ...also]));
	expect(findings.filter(({ line, level }) => level === 'error' && right.includes(line))).toEqual([]);
});

test('every line that is judged is found in one of the documents', () => {
	const judged = documents.flatMap(([, { document }]) => document.findings);
	expect(judged.length).toBe(113);
});

const folder = join(import.meta.dirname, '../../../config/runbooks');

test.each(readdirSync(folder))('the catalogue gives no false alarm: %s', (name) => {
	const { findings } = lint(readFileSync(join(folder, name), 'utf8'), name.replace(/\.md$/, ''), against);
	expect(findings.filter(({ level }) => level !== 'note')).toEqual([]);
});
