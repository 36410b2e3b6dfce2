import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandsIn } from '../../../src/runbooks/shell/commands.ts';
import { plainWords } from '../../../src/runbooks/shell/plain.ts';
import { isRead } from '../../../src/runbooks/shell/reads.ts';
import { parseReads, type Reads } from '../../../src/runbooks/shell/reads-file.ts';
import { cpuOf } from '../../support/cpu.ts';
import { marked, reading, writing } from './read-rows.ts';

const text = readFileSync(join(import.meta.dirname, '../../../config/reads.yaml'), 'utf8');
const parsed = (yaml: string): Reads => {
	const result = parseReads(yaml);
	if (!result.ok) throw new Error(JSON.stringify(result.errors));
	return result.value;
};
const reads = parsed(text);

test.each(reading)('%j reads', (command) => {
	const verdict = isRead(command, reads);
	expect(verdict).toEqual(expect.not.objectContaining({ because: expect.anything() }));
	expect(verdict).toMatchObject({ read: true });
	expect(verdict).not.toHaveProperty('endless');
});

test.each(marked)('%j reads, but is %s', (command, mark) => {
	expect(isRead(command, reads)).toMatchObject({ read: true, [mark]: true });
});

test.each(writing)('%j is more than a read', (command, because) => {
	expect(isRead(command, reads)).toEqual({ read: false, because: expect.stringContaining(because) });
});

test('each program of the list is more than a read with any option that is not in it', () => {
	for (const programs of reads.programs.values()) {
		for (const { run, operands } of programs) {
			const name = run.map(([first = '']) => (first === '*' ? 'x' : first)).join(' ');
			if (operands === 'all') continue;
			for (const option of ['--frobnicate', '-?', "'-é'", '--frobnicate=x']) {
				expect(isRead(`${name} ${option}`, reads), `${name} ${option}`).toMatchObject({ read: false });
			}
		}
	}
});

describe('whatever is added to a read', () => {
	const command = fc.constantFrom(...reading.filter((one) => !/[#\n]/.test(one)));
	test.each([
		'; rm x',
		' && rm x',
		' || rm x',
		' & rm x',
		' > x',
		' $(rm x)',
		' `rm x`',
		'\nrm x',
		' | sh',
		' < x',
		' $X',
	])('%j', (more) => {
		fc.assert(
			fc.property(command, (one) => {
				expect(isRead(one + more, reads).read).toBe(false);
			}),
		);
	});
});

test('a text of any kind has a verdict, and nothing but a list of reads is one', () => {
	const unit = fc.constantFrom(
		...' \n\t|\'"$`;&<>(){}*?~!\\#=-\0',
		'ls',
		'rm',
		'docker ps',
		'ssh h ',
		'sh -c ',
		'-o',
		'x',
	);
	fc.assert(
		fc.property(fc.oneof(fc.string({ unit, maxLength: 30 }), fc.string({ unit: 'binary' })), (one) => {
			if (!isRead(one, reads).read) return;
			const programs = commandsIn(one, 1).map(({ words }) => words[0]?.text);
			expect(programs.length).toBeGreaterThan(0);
			expect(programs).not.toContain('rm');
		}),
		{ numRuns: 2000 },
	);
});

const part = fc.constantFrom(
	'a',
	'-x',
	'/b.c',
	"'d e'",
	"'$f'",
	'"g h"',
	'"\\$i\\\\"',
	"'|'",
	'" # "',
	"''",
	'""',
	"'\n'",
	'"é"',
	'\\\n',
	'=',
	'%',
	'@',
	':',
	'"a\\|b"',
);
const word = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));

test.each([
	['sh', ['-c']],
	['bash', ['-c']],
] as const)('what is plain means to %s what it means here', (shell, before) => {
	const words = fc.array(word, { minLength: 1, maxLength: 6 });
	fc.assert(
		fc.property(fc.array(words, { minLength: 1, maxLength: 20 }), (all) => {
			const script = all.map((one) => `printf '%s|' ${one.join(' ')} # and more`).join('\n');
			const plain = plainWords(script);
			if (!plain.ok) throw new Error(`${script}: ${plain.because}`);
			const commands = plain.pipelines.flat();
			// printf without words prints one that is empty.
			const given = commands.flatMap((one) => (one.length > 2 ? one.slice(2).map(({ text }) => text) : ['']));
			const out = execFileSync(shell, [...before, script], { encoding: 'utf8' });
			expect(out).toBe(given.map((one) => `${one}|`).join(''));
			expect(commandsIn(script, 1).map((one) => one.words.map(({ text }) => text))).toEqual(
				commands.map((one) => one.map(({ text }) => text)),
			);
		}),
		{ numRuns: 25 },
	);
});

test.each([
	['words', 'a '.repeat(500_000)],
	['one word', 'a'.repeat(1_000_000)],
	['quotes', '\'"'.repeat(500_000)],
	['backslashes', '\\'.repeat(1_000_000)],
	['lines', 'ls\n'.repeat(330_000)],
	['a quote of backslashes', `"${'\\a'.repeat(9_900)}`],
	['a quote of variables', `ls "${'$a'.repeat(9_900)}`],
	['an option', `curl -w "${'%{a}'.repeat(4_900)}!"`],
	['an address', `curl ${'a.'.repeat(9_900)}!`],
	['a sum', `awk '{print ${'$1, '.repeat(3_000)}'`],
])('1 MB of %s is judged at once', (_, one) => {
	expect(cpuOf(() => void isRead(one, reads))).toBeLessThan(100);
});

describe('the list', () => {
	const mistakes = (yaml: string) => {
		const result = parseReads(yaml);
		return result.ok ? [] : result.errors.map(({ line, message }) => `${line}: ${message}`);
	};
	const rest = 'wrappers: []\nglobals: []\n';

	test.each([
		['no YAML', 'programs: [', /^1: /],
		['no list', 'programs: 1\n', /^1: `programs` must be a list/],
		['nothing', '', /must be a map/],
		['a key that is unknown', `programs:\n  - { run: ls }\n  - { run: a, flag: -x }\n`, /^3: .*has no `flag`/],
		['no name', `programs:\n  - flags: -a\n`, /^2: .*run` must be .*text|^2: .*words/],
		['options that are none', `programs:\n  - run: a\n    flags: -a b\n`, /^3: .*options, with a space/],
		['two spaces', `programs:\n  - run: a  b\n`, /^2: .*words, with a space/],
		['a pattern that is none', `programs:\n  - run: a\n    first: '('\n`, /^3: .*a regular expression/],
		['a number that is none', `programs:\n  - run: a\n    operands: -1\n`, /^3: .*a number, `any` or `all`/],
		['a wrapper that gives nothing', `programs: []\nwrappers:\n  - { run: a }\nglobals: []\n`, /^3: .*gives/],
		['an alias of nothing', 'programs: *x\n', /^1: /],
	])('%s is said with its line', (_, yaml, expected) => {
		expect(mistakes(yaml.includes('globals') ? yaml : yaml + (yaml.endsWith('\n') ? rest : ''))).toEqual(
			expect.arrayContaining([expect.stringMatching(expected)]),
		);
	});

	test('a regular expression fits the whole', () => {
		const own = parsed(`programs:\n  - { run: a, first: 'b|c', only: { -d: e|f } }\n${rest}`);
		expect(isRead('a b', own).read).toBe(true);
		expect(isRead('a bb', own).read).toBe(false);
		expect(isRead('a xc', own).read).toBe(false);
		expect(isRead('a -d e -d=f', own).read).toBe(false);
		expect(isRead('a -d fe', own).read).toBe(false);
	});

	test('an empty list lets nothing through', () => {
		expect(isRead('true', parsed(`programs: []\n${rest}`)).read).toBe(false);
	});
});
