// What is said of scripts, held against what real shells make of them.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { piecesOf } from '../../../src/runbooks/shell/pieces.ts';
import { isRead } from '../../../src/runbooks/shell/reads.ts';
import { parseReads } from '../../../src/runbooks/shell/reads-file.ts';

const isValid = (text: string) => {
	const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
	return status === 0 && stderr === '';
};
const between = fc.constantFrom('\n', '\n', '; ', ' && ', ' || ', ' | ', ' &&\n', ' |\n # c\n', ' # c\n');
const leaf = fc.constantFrom(
	...['a', 'a b', "a 'x\ny'", 'a "x\n$(b\nc)"', 'X=1 a', 'a \\\n b', 'a <<E\nx\n$(b)\nE\n', "a <<'E'\n'\nE\n"],
	...[
		'a <<-E\n\tx"\n\tE\n',
		'a > f 2>&1',
		'a $((1 + 2))',
		'a "${X:-"b c"}"',
		'a `b "c"`',
		'a $(case x in x) y;; esac)',
	],
	...['[[ a =~ ^(b|c)$ ]]', 'X=(1\n 2)', "a $'x\\'y'", 'a \\# b#c', '(( 1 < 2 ))', 'a if then fi', 'a $( (b; c) )'],
	...['a <(b)', 'a \'#\' "#"', 'a $# ${#X} $$', '# just "a comment', ''],
);
const around = (text: string) =>
	fc.constantFrom(
		...[`if a; then\n${text}\nfi`, `for x in 1 2; do ${text}\ndone`, `while a\ndo\n${text}\ndone`, `( ${text}\n)`],
		...[`case "$x" in\n  a|b) ${text}\n;;\n  (c)\n${text}\nesac`, `{ ${text}\n}`, `a $(${text}\n)`, `a "$(${text}\n)"`],
		...[`until a; do ${text}\ndone < f`, `for ((i=0;i<3;i++)); do ${text}\ndone`, `time {\n${text}\n}`],
	);
const { script } = fc.letrec<{ script: string; block: string }>((tie) => ({
	script: fc
		.array(fc.tuple(tie('block'), between), { minLength: 1, maxLength: 5 })
		.map((parts) => parts.flat().join('')),
	block: fc.oneof({ weight: 6, arbitrary: leaf }, { weight: 3, arbitrary: tie('script').chain(around) }),
}));

test('each piece of a script that bash takes is one that bash takes', () => {
	fc.assert(
		fc.property(script, (text) => {
			fc.pre(isValid(text));
			for (const piece of piecesOf(text, 1)) {
				if (piece.kind !== 'command') continue;
				expect(piece.open, piece.text).toBeUndefined();
				expect(isValid(piece.text), piece.text).toBe(true);
			}
		}),
		{ numRuns: 40, maxSkipsPerRun: 1000 },
	);
});

const parsed = parseReads(readFileSync(join(import.meta.dirname, '../../../config/reads.yaml'), 'utf8'));
const reads = parsed.ok ? parsed.value : undefined;
const known: readonly (readonly string[])[] = [['/bin/sh'], ['/bin/bash'], ['/bin/busybox', 'ash']];
const shells = known.filter(
	([shell = '', ...before]) => spawnSync(shell, [...before, '-c', 'true']).error === undefined,
);

let place: string;
beforeAll(() => {
	place = mkdtempSync(join(tmpdir(), 'watchdeck-reads-'));
	mkdirSync(join(place, 'bin'));
	mkdirSync(join(place, 'here'));
	const put = (name: string, text: string) => {
		writeFileSync(join(place, 'bin', name), text);
		chmodSync(join(place, 'bin', name), 0o755);
	};
	for (const name of ['rm', 'evil']) put(name, `#!/bin/sh\necho ran > ${join(place, 'here', 'ran')}\n`);
	for (const name of ['ls', 'cat', 'grep']) put(name, '#!/bin/sh\nexit 0\n');
});
afterAll(() => rmSync(place, { recursive: true }));

const sign = fc.constantFrom(
	...['ls', 'cat', 'grep', 'echo', 'rm', 'evil', 'true', 'sh -c ', "'rm'", 'time ', 'cd ', 'command -v ', 'if', 'X=rm'],
	...[' ', ' ', ' ', '\t', '\n', '|', '|| exit\n', '"', "'", '\\', '\\\n', '#', '$X', '"$X"', '"a$X"', '${X}', '-a'],
	...['--', 'x', '~/', '*', '?', '=', '[', ']', '!', ';', '&', '>', '{', '}', '(', ')', '`', '$('],
);
/** A read, a few signs, and something that would be none if they let it. */
const signs = (most: number) => fc.array(sign, { maxLength: most }).map((all) => all.join(''));
const likely = fc
	.tuple(
		fc.constantFrom('ls x', 'echo "a"', 'cat', ''),
		signs(3),
		fc.constantFrom('rm', 'evil', '$X', '"$X"'),
		signs(3),
	)
	.map((parts) => parts.join(''));

test('nothing that is taken for a read runs or writes something else in any shell', () => {
	if (reads === undefined) throw new Error('the list is not read');
	const here = join(place, 'here');
	const env = { PATH: join(place, 'bin'), HOME: here, X: 'evil; rm `rm` $(rm) > y' };
	const taken = fc.sample(likely, 5_000).filter((text) => isRead(text, reads).read);
	expect(taken.length).toBeGreaterThan(100);
	for (const text of taken.slice(0, 150)) {
		for (const [shell = '', ...before] of shells) {
			spawnSync(shell, [...before, '-c', text], { cwd: here, input: '', env, timeout: 10_000 });
			expect(readdirSync(here), `${shell}: ${text}`).toEqual([]);
		}
	}
});
