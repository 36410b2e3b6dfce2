import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Command, type Piece, piecesOf } from '../../../src/runbooks/shell/pieces.ts';
import { cpuOf } from '../../support/cpu.ts';

const isCommand = (piece: Piece): piece is Command => piece.kind === 'command';
const commands = (block: string, prompted = false) => piecesOf(block, 1, { prompted }).filter(isCommand);
const texts = (block: string, prompted = false) => commands(block, prompted).map(({ text }) => text);
const block = (...lines: readonly string[]) => lines.join('\n');

test('comments and commands, each at its line of the document', () => {
	const pieces = piecesOf(block('# 1. Check', 'docker ps', '', 'uptime   # since when', '# Expected: days'), 40);
	expect(pieces).toEqual([
		{ kind: 'comment', first: 40, last: 40, source: '# 1. Check', text: '1. Check' },
		{ kind: 'command', first: 41, last: 41, source: 'docker ps', text: 'docker ps' },
		{
			...{ kind: 'command', first: 43, last: 43, source: 'uptime   # since when' },
			...{ text: 'uptime', remark: 'since when' },
		},
		{ kind: 'comment', first: 44, last: 44, source: '# Expected: days', text: 'Expected: days' },
	]);
});

describe('a command goes on where the shell reads on', () => {
	test.each([
		['a backslash', block('dokku config:set app \\', '  A=1 \\', '  B=2')],
		['a quote', block("echo 'one", '', "three'")],
		['a double quote', block('echo "one', '# no comment', 'three"')],
		['a here-document', block('cat > f <<EOF', "don't", '', '# no comment', 'EOF')],
		['a here-document with tabs', block('cat <<-"E"', '\ta', '\tE')],
		['two here-documents', block('cat <<A - <<B', 'a', 'A', 'b', 'B')],
		['if', block('if true; then', '  a', 'elif b; then', '  c', 'else', '  d', 'fi')],
		['for', block('for x in 1 2', 'do', '  echo', 'done')],
		['while', block('while true; do', '  a', 'done < in')],
		['until', block('until a; do b', 'done')],
		['case', block('case x in', '  a|b) one ;;', '  (c) two ;;', '  *) three', 'esac')],
		['select', block('select x in a b; do', 'a', 'done')],
		['braces', block('{', '  a', '  b', '} > log')],
		['parentheses', block('(cd x', '  make', ')')],
		['a pipe', block('a |', '  b |', '# between', '  c')],
		['&& and ||', block('a &&', '  b ||', '', '  c')],
		['a substitution', block('echo "$(', '  a', '  case x in x) b;; esac', ')"')],
		['an array', block('X=(a', '  b', ') c')],
		['a test', block('[[ a == b ||', '  c =~ ^(x|y)$ ]] && d')],
		['groups within groups', block('if a; then', 'for x in y; do', '( b; { c', '}', ') ; done', 'fi')],
	])('%s', (_, text) => {
		expect(texts(block('before', text, 'after'))).toEqual(['before', text, 'after']);
	});

	test.each([
		['a comment ends with a backslash', block('a # b \\', 'c'), ['a', 'c']],
		[
			'words of the language that are arguments',
			block('echo if', 'echo {', 'echo done'),
			['echo if', 'echo {', 'echo done'],
		],
		['a # within a word', block('echo a#b', "echo 'x'#y"), ['echo a#b', "echo 'x'#y"]],
		['an operator that is quoted', block("echo '|'", 'b "&&"', 'c \\|'), ["echo '|'", 'b "&&"', 'c \\|']],
		[
			'closed on its line',
			block('if a; then b; fi', '(c)', '{ d; }', 'x=$((1 + 2))'),
			['if a; then b; fi', '(c)', '{ d; }', 'x=$((1 + 2))'],
		],
	])('but not behind: %s', (_, text, expected) => {
		expect(texts(text)).toEqual(expected);
	});
});

describe('a script is one command', () => {
	test.each([
		['#!', block('#!/bin/bash', '# what', '', 'a', 'b'), 'it begins with #!'],
		['set -e', block('# what', 'set -euo pipefail', 'a', 'b'), 'it begins with set -euo'],
		['a function', block('a', 'alert() {', '  b', '}', 'alert'), 'it defines a function'],
		['a function of bash', block('function alert {', '  b', '}', 'alert'), 'it defines a function'],
	])('with %s', (_, text, because) => {
		const pieces = piecesOf(text, 1);
		expect(pieces).toHaveLength(1);
		expect(pieces[0]).toMatchObject({ kind: 'command', text, because: expect.stringContaining(because) });
	});

	test('set -e further down is none', () => {
		expect(texts(block('a', 'set -e', 'b'))).toEqual(['a', 'set -e', 'set -e || exit\nb']);
	});
});

describe('each is run by itself', () => {
	test('a variable keeps what uses it with what sets it', () => {
		const [before, joined, after] = commands(block('a', 'X=$(b)', '# why', 'c', 'd "$X"', 'e'));
		expect(before?.text).toBe('a');
		expect(joined).toMatchObject({ first: 2, last: 5, because: 'line 5 uses $X, which line 2 sets' });
		expect(joined?.text).toBe(block('X=$(b)', '# why', 'c', 'd "$X"'));
		expect(after?.text).toBe('e');
	});

	test.each([
		['read', block('read -r X', 'echo $X')],
		['${…}', block('X=1', 'echo ${X:-2}')],
		['${#…}', block('X=1', 'echo ${#X}')],
		['arithmetic', block('X=1', 'echo $((X + 1))')],
		['one that uses another', block('X=1', 'Y=$X', 'echo $Y')],
		['declare', block('declare -a X', 'echo $X')],
		['in a condition', block('if a; then X=1; fi', 'echo $X')],
		['a here-document', block('X=1', 'cat <<E', '$X', 'E')],
	])('by %s', (_, text) => {
		expect(texts(text)).toEqual([text]);
	});

	test.each([
		['a variable of one command', block('X=1 a', 'echo $X')],
		['one of a shell of its own', block('(X=1)', 'echo $X')],
		['another variable', block('X=1', 'echo $XY')],
	])('not by %s', (_, text) => {
		expect(texts(text)).toEqual(text.split('\n'));
	});

	test('what was set for all of them is set for each', () => {
		const pieces = commands(block('cd app/backend', 'export RUST_ENV=production', 'make', 'deploy  # now'));
		expect(pieces.map(({ carried = false }) => carried)).toEqual([true, true, false, false]);
		expect(pieces[2]?.text).toBe(block('cd app/backend || exit', 'export RUST_ENV=production || exit', 'make'));
		expect(pieces[3]).toMatchObject({ source: 'deploy  # now', remark: 'now' });
	});

	test.each([
		['in a list', block('cd app && make', 'b', 'c')],
		['from a command', block('export X=$(secret)', 'b', 'c')],
		['by a trap', block('trap x EXIT', 'b', 'c')],
		['by eval', block('eval "$(ssh-agent)"', 'b', 'c')],
		['by a redirection', block('exec > log', 'b', 'c')],
	])('what cannot be set again keeps all together: %s', (_, text) => {
		const [only, ...others] = commands(text);
		expect(others).toEqual([]);
		expect(only).toMatchObject({ text, because: 'line 1 changes the shell that the lines below it are run in' });
	});

	test('in a shell of its own it changes nothing', () => {
		expect(texts(block('(cd app && make)', 'X=$(cd a && pwd)', 'b'))).toEqual([
			'(cd app && make)',
			'X=$(cd a && pwd)',
			'b',
		]);
	});

	test('twenty settings are repeated, and no more', () => {
		const settings = Array.from({ length: 22 }, (_, index) => `cd ${index}`);
		const pieces = commands(block(...settings, 'a'));
		expect(pieces.filter(({ carried }) => carried)).toHaveLength(20);
		expect(pieces.at(-1)?.because).toBe('line 21 changes the shell that the lines below it are run in');
	});
});

describe('what is not closed says so', () => {
	test.each([
		["echo 'x", 'a quote that is not closed'],
		['echo "x', 'a quote that is not closed'],
		['echo "$(a', 'a parenthesis that is not closed'],
		['echo `a', 'a backtick that is not closed'],
		['echo ${a', 'a ${ that is not closed'],
		['cat <<E', 'a here-document that is not closed'],
		['cat <<E\na', 'a here-document that is not closed'],
		['if a; then b', 'an if that is not closed'],
		['for x in y; do b', 'a loop that is not closed'],
		['case x in', 'a case that is not closed'],
		['{ a', 'a { that is not closed'],
		['(a', 'a parenthesis that is not closed'],
		['[[ a', 'a [[ that is not closed'],
		['a |', 'nothing follows its |'],
		['a &&', 'nothing follows its &&'],
	])('%j', (text, open) => {
		expect(commands(`before\n${text}`)).toMatchObject([{ text: 'before' }, { text, open }]);
		expect(commands('before')[0]).not.toHaveProperty('open');
	});
});

describe('a session', () => {
	const session = block(
		'# first',
		'$ ls \\',
		'> -l',
		'total 0',
		'',
		'a  b',
		'$ uptime  # now',
		'# Expected: up',
		'',
		'$ true',
	);
	test('commands stand behind prompts, and what they answered below', () => {
		expect(
			piecesOf(session, 10, { prompted: true }).map(({ kind, first, last, text }) => [kind, first, last, text]),
		).toEqual([
			['comment', 10, 10, 'first'],
			['command', 11, 12, block('ls \\', '-l')],
			['output', 13, 15, block('total 0', '', 'a  b')],
			['command', 16, 16, 'uptime'],
			['comment', 17, 17, 'Expected: up'],
			['command', 19, 19, 'true'],
		]);
	});
	test('is known by its prompts', () => {
		expect(piecesOf(session, 10)).toEqual(piecesOf(session, 10, { prompted: true }));
	});
	test('root has a prompt of its own', () => {
		expect(texts(block('# id', 'uid=0', '# ls'), true)).toEqual(['id', 'ls']);
		expect(texts(block('# id', '$ ls'), true)).toEqual(['ls']);
		expect(piecesOf('# id', 1)).toMatchObject([{ kind: 'comment' }]);
	});
	test('> goes on only with what is not finished', () => {
		expect(piecesOf(block("$ echo 'a", "> b'", '> c'), 1)).toMatchObject([
			{ kind: 'command', text: "echo 'a\nb'" },
			{ kind: 'output', text: '> c' },
		]);
	});
	test('without any prompt it holds no command', () => {
		expect(piecesOf('rm -rf /', 1, { prompted: true })).toMatchObject([{ kind: 'output' }]);
	});
	test('its variables keep commands together, without what was answered between', () => {
		expect(texts(block('$ X=1', 'out', '$ echo $X'))).toEqual([block('X=1', 'echo $X')]);
	});
});

test.each([
	['0 3 * * * /root/backup.sh', 'it is a line of a crontab'],
	['*/5 * * * 1-5 a', 'it is a line of a crontab'],
	['@daily a', 'it is a line of a crontab'],
	['✅ Redis 7 (200MB LRU)', 'no program is called ✅'],
	['IP: 192.0.2.1', 'no program is called IP:'],
])('%s is probably no command', (text, doubt) => {
	expect(commands(text)).toMatchObject([{ text, doubt }]);
	expect(commands('echo ✅')[0]).not.toHaveProperty('doubt');
});

const covered = (text: string, prompted: boolean) => {
	const lines = text.split('\n');
	const pieces = piecesOf(text, 7, { prompted });
	let next = 7;
	for (const { first, last, source } of pieces) {
		expect(first).toBeGreaterThanOrEqual(next);
		expect(
			lines
				.slice(next - 7, first - 7)
				.join('')
				.trim(),
		).toBe('');
		expect(source).toBe(lines.slice(first - 7, last - 6).join('\n'));
		next = last + 1;
	}
	expect(
		lines
			.slice(next - 7)
			.join('')
			.trim(),
	).toBe('');
};

const shellish = fc.string({
	unit: fc.constantFrom(
		...`a b X=1 $X $( ) (( )) \` ' " \\ \n | & ; < > << EOF { } [[ ]] # $ if then fi for do done case in esac ;; ! \t é`.split(
			/(?<=.)(?= )|(?<= )/,
		),
		'\n',
		' ',
	),
	maxLength: 60,
});

test('no line is lost, whatever the block says', () => {
	fc.assert(fc.property(fc.oneof(shellish, fc.string({ unit: 'binary' })), fc.boolean(), covered), {
		numRuns: 1500,
		examples: [
			['\\', false],
			['\\\na', false],
			['a\n\\\n', false],
			['\n\n', false],
			['', true],
			['<<a\n', false],
		],
	});
});

test('the documents of five operations, each line of their blocks', () => {
	const folder = join(import.meta.dirname, '../../documents');
	const text = readFileSync(join(folder, 'dokku-operations-runbook.md'), 'utf8');
	const blocks = Array.from(text.matchAll(/^```bash\n([\s\S]*?)\n```$/gm), ([, inner = '']) => inner);
	expect(blocks).toHaveLength(24);
	for (const one of blocks) covered(one, false);
	expect(blocks.flatMap((one) => commands(one)).length).toBeGreaterThan(100);
});

test.each([
	['open quotes', '"'.repeat(200_001)],
	['open substitutions', '$('.repeat(100_000)],
	['open arithmetic', '$(('.repeat(70_000)],
	['half arithmetic', '$((a) '.repeat(40_000)],
	['open braces', '${'.repeat(100_000)],
	['backticks', '`'.repeat(200_001)],
	['quotes in substitutions', '"$('.repeat(70_000)],
	['here-documents', '<<a '.repeat(50_000)],
	['settings', 'cd x\n'.repeat(40_000)],
	['variables', Array.from({ length: 20_000 }, (_, at) => `X${at}=$X${at - 1}`).join('\n')],
	['groups', '(\n'.repeat(100_000)],
	['patterns', 'case x in\n'.repeat(20_000)],
	['prompts', '$ a \\\n> b\n'.repeat(20_000)],
])('%s without end take no time', (_, text) => {
	expect(cpuOf(() => void piecesOf(text, 1))).toBeLessThan(1_000);
});
