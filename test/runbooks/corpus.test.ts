// What people write: each document of `corpus/` in its own lines' ends and in others', and documents that are too large or too bad to be kept.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Runbook } from '../../src/core/runbook/model.ts';
import { readRunbook } from '../../src/runbooks/read.ts';
import { parseReads } from '../../src/runbooks/shell/reads-file.ts';
import { cpuOf } from '../support/cpu.ts';
import { fiveRunbooks } from './five-runbooks.ts';
import { mistakenLines } from './lines.ts';
import { firstLost, wordsIn, wordsOf } from './words.ts';

const folder = join(import.meta.dirname, 'corpus');
const names = readdirSync(folder);
const parsed = parseReads(readFileSync(join(import.meta.dirname, '../../config/reads.yaml'), 'utf8'));
if (!parsed.ok) throw new Error('the list of reads is not read');
const reads = parsed.value;
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');
const read = (document: string) => readRunbook(document, 'any', reads);

const holds = (document: string): Runbook => {
	const runbook = read(document);
	expect(firstLost(wordsIn(document), wordsOf(runbook))).toBeUndefined();
	expect(mistakenLines(document, runbook)).toEqual([]);
	return runbook;
};
const shape = ({ steps }: Runbook) =>
	steps.map(({ id, number, title, line, ends, does, blocks }) => [
		id,
		number,
		title,
		line,
		ends,
		does.is,
		blocks.length,
	]);

test('there are enough of them', () => {
	expect(names.length).toBeGreaterThanOrEqual(55);
});

describe.each(names)('%s', (name) => {
	const document = textOf(name);
	test('is read, and nothing of it is lost', () => {
		holds(document);
	});
	test.each([
		['CRLF', '\r\n', ''],
		['CR', '\r', ''],
		['LF behind a byte order mark', '\n', '\ufeff'],
		['CRLF behind a byte order mark', '\r\n', '\ufeff'],
	])('is the same with %s', (_what, end, before) => {
		const same = holds(before + document.replaceAll('\n', end));
		expect(shape(same)).toEqual(shape(read(document)));
	});
	test.each([
		['in a quote', '> '],
		['in a list', '  '],
	])('is read %s', (_what, prefix) => {
		holds(`- x\n${document.replaceAll(/^/gm, prefix)}`);
	});
	test('is read wherever it is cut off', () => {
		for (let at = 1; at < document.length; at += 7) holds(document.slice(0, at));
	});
	test('is read with signs in it that no terminal may see', () => {
		const signs = [
			'\u001b[2J',
			'\u001b]52;c;eA==\u0007',
			'\u001b]8;;http://x\u001b\\',
			'\u007f',
			'\u009b1m',
			'\0',
			'\ud800',
			'\u202e',
		];
		holds(document.replaceAll(/ /g, (_space, at: number) => ` ${signs[at % signs.length]} `));
	});
});

const many = (count: number, one: (at: number) => string) => Array.from({ length: count }, (_, at) => one(at)).join('');
test.each<[string, string]>([
	['five runbooks over and over', fiveRunbooks(2 * 1024 * 1024)],
	['a line of a million signs', `# A\n\n${'long words '.repeat(100_000)}\n\n## B`],
	['a heading of a million signs', `# ${'ab '.repeat(350_000)}`],
	['a command of a million signs', `\`\`\`sh\necho ${'x'.repeat(1_000_000)}\n\`\`\``],
	['an item of a million signs', `1. ${'*a* '.repeat(250_000)}`],
	['a link that never closes, again and again', '[a](b '.repeat(50_000)],
	['brackets', '['.repeat(100_000)],
	['stars', '**a '.repeat(50_000)],
	['backticks', many(2_000, (at) => `${'`'.repeat(at % 300)}a `)],
	['two hundred quotes', `${'> '.repeat(200)}deep\n\nafter`],
	['two hundred lists', `${'- '.repeat(200)}deep\n\nafter`],
	['two hundred numbered lists', `${'1. '.repeat(200)}deep\n\nafter`],
	['lists in lists, a line each', many(200, (at) => `${'  '.repeat(at)}- item ${at}\n`)],
	['quotes in quotes, a line each', many(200, (at) => `${'> '.repeat(at)}line ${at}\n`)],
	['ten thousand equal headings', '# Check\n'.repeat(10_000)],
	['ten thousand definitions', many(10_000, (at) => `[a${at}]: /b${at}\n`)],
	['ten thousand decisions', `# A\n\n${'- [a](#a)\n- [b](#a)\n\nx\n\n'.repeat(2_000)}`],
	['a table of ten thousand rows', `| a | b |\n|---|---|\n${many(10_000, (at) => `| ${at} | x |\n`)}`],
	['a list of ten thousand items', many(10_000, (at) => `${at}. item\n`)],
	['ten thousand bullets', many(10_000, (at) => `- item ${at}\n`)],
	['ten thousand links that lead nowhere', many(10_000, (at) => `\`\`\`sh {on-fail=x${at}}\ntrue\n\`\`\`\n`)],
	['front matter that is too long', `---\ntitle: ${'x'.repeat(70_000)}\n---\n# A`],
	['front matter that names itself', `---\na: &a [*a, *a]\nb: &b [*a, *a]\nc: [*b, *b]\n---\n# A`],
	['front matter with signs of a terminal', '---\ntitle: "\\e[2J\u001b]0;x\u0007"\n---\n# A\u001b[2J'],
])('%s: is read in linear time, and nothing is lost', (_what, document) => {
	let runbook: Runbook | undefined;
	expect(cpuOf(() => (runbook = read(document)))).toBeLessThan(3_000);
	expect(runbook).toBeDefined();
	holds(document);
});

test('hostile bytes are read as what they are', () => {
	// Not UTF-8: what reads files puts U+FFFD there.
	const bytes = Buffer.from([0x23, 0x20, 0xff, 0xfe, 0x41, 0x0a, 0xc3, 0x28, 0x0a, 0xed, 0xa0, 0x80, 0x0a, 0x00, 0x42]);
	holds(bytes.toString('utf8'));
	holds(bytes.toString('latin1'));
});
