import { expect, test } from 'vitest';
import { z } from 'zod';
import { githubText } from '../../../src/core/lint/github.ts';
import type { Linted } from '../../../src/core/lint/model.ts';
import { sarifOf } from '../../../src/core/lint/sarif.ts';
import { lintText, reportText, worstOf } from '../../../src/core/lint/text.ts';

const linted: readonly Linted[] = [
	{
		path: 'docs/a b,c:d.md',
		findings: [
			{ line: 3, rule: 'one', level: 'error', says: '100% wrong\n::error::x', instead: 'right' },
			{ line: 9, rule: 'two', level: 'note', says: 'good to know', instead: 'nothing' },
		],
	},
	{ path: '/srv/e.md', findings: [{ line: 1, rule: 'one', level: 'error', says: 'wrong', instead: 'right' }] },
];

test('nothing is said of documents where none could be read', () => {
	expect(reportText([], undefined)).toMatch(/^No host was asked/);
	expect(reportText(linted, undefined)).toContain('\nNo host was asked');
});

test('for people it is told as compilers do, with its level in words, and summed up', () => {
	expect(lintText(linted)).toBe(
		[
			'docs/a b,c:d.md:3: error: 100% wrong\n::error::x [one]',
			'    instead: right',
			'docs/a b,c:d.md:9: note: good to know [two]',
			'    instead: nothing',
			'docs/a b,c:d.md: 1 error, 1 note',
			'/srv/e.md:1: error: wrong [one]',
			'    instead: right',
			'/srv/e.md: 1 error',
			'2 documents: 2 errors, 1 note',
		].join('\n'),
	);
	expect(lintText([{ path: 'a.md', findings: [] }])).toBe('a.md: nothing');
});

test('the worst level counts', () => {
	expect(worstOf(linted)).toBe('error');
	expect(worstOf([{ path: 'a', findings: [] }])).toBeUndefined();
});

test('no text ends a workflow command or begins another', () => {
	const lines = githubText(linted).split('\n');
	expect(lines).toEqual([
		'::error file=docs/a b%2Cc%3Ad.md,line=3,title=one::100%25 wrong%0A::error::x. Instead: right',
		'::notice file=docs/a b%2Cc%3Ad.md,line=9,title=two::good to know. Instead: nothing',
		'::error file=/srv/e.md,line=1,title=one::wrong. Instead: right',
	]);
});

/** What SARIF 2.1.0 requires of a log like this: sections 3.13, 3.14, 3.18, 3.19, 3.27, 3.28, 3.29, 3.30 and 3.49. */
const text = z.strictObject({ text: z.string().min(1) });
const level = z.enum(['none', 'note', 'warning', 'error']);
const sarif = z.strictObject({
	$schema: z.url(),
	version: z.literal('2.1.0'),
	runs: z.array(
		z.strictObject({
			tool: z.strictObject({
				driver: z.strictObject({
					name: z.string().min(1),
					version: z.string(),
					rules: z.array(
						z.strictObject({ id: z.string().min(1), help: text, defaultConfiguration: z.strictObject({ level }) }),
					),
				}),
			}),
			results: z.array(
				z.strictObject({
					ruleId: z.string(),
					level,
					message: text,
					locations: z.array(
						z.strictObject({
							physicalLocation: z.strictObject({
								artifactLocation: z.strictObject({ uri: z.string().regex(/^[\w!$&'()*+,;=:@%/.~-]+$/) }),
								region: z.strictObject({ startLine: z.int().positive() }),
							}),
						}),
					),
				}),
			),
		}),
	),
});

test('SARIF has what its standard requires, and each result names a rule that is described once', () => {
	const log = sarif.parse(sarifOf(linted, '1.2.3'));
	const [run] = log.runs;
	const ids = run?.tool.driver.rules.map(({ id }) => id) ?? [];
	expect(ids).toEqual(['one', 'two']);
	expect(run?.results.map(({ ruleId }) => ids.includes(ruleId))).toEqual([true, true, true]);
	expect(run?.results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri)).toEqual([
		'docs/a%20b%2Cc%3Ad.md',
		'docs/a%20b%2Cc%3Ad.md',
		'file:///srv/e.md',
	]);
});
