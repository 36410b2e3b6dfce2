// Values in commands, held against what real shells make of them.
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contextsAt } from '../../../src/core/runbook/contexts.ts';
import { filled, filledText, namesIn, withStandIns } from '../../../src/core/runbook/fill.ts';

const seed = Date.now() % 2 ** 31;
const known: readonly (readonly string[])[] = [['/bin/dash'], ['/bin/busybox', 'ash'], ['/bin/bash']];
const shells = known.filter(
	([shell = '', ...before]) => spawnSync(shell, [...before, '-c', 'true']).error === undefined,
);

/** The words that come to `p` in a shell, each on its own; `pwned` says that something else ran. */
const arrived = (shell: readonly string[], script: string): readonly string[] => {
	const [program = '', ...before] = shell;
	const text = `pwned() { printf 'PWNED\\0'; }\np() { for w; do printf '%s\\0' "$w"; done; }\n${script}`;
	const { stdout, status } = spawnSync(program, [...before, '-c', text], { encoding: 'utf8', input: '' });
	if (status !== 0) throw new Error(`${shell.join(' ')} ended with ${status}: ${script}`);
	return stdout.split('\0').slice(0, -1);
};

const nasty = fc.constantFrom(
	...[
		'; pwned',
		'$(pwned)',
		'`pwned`',
		"'",
		'"',
		'\\',
		'\n',
		'\t',
		' ',
		'-',
		'--',
		'*',
		'~',
		'#',
		'&',
		'|',
		'>',
		'<',
		'!',
	],
	...['$', '${', '}', '(', ')', '{{x}}', '<user>', 'a', 'é', '漢', '=', '%s', '\\n', '\u001b', 'rm -rf /'],
);
const value = fc.oneof(
	fc.array(nasty, { maxLength: 8 }).map((parts) => parts.join('')),
	fc.string({ maxLength: 20 }).filter((text) => !text.includes('\0')),
);
/** Where a value may be asked for. */
const places = [
	...['p {{x}} end', 'p a{{x}}b end', 'p -- {{x}} end', 'p --name={{x}} end', "p 'a b' {{x}} end", 'p "{{x}}" end'],
	...["p '{{x}}' end", 'p $(printf %s {{x}}) end', 'true && p {{x}} end', 'p a \\\n {{x}} end', 'p {{x}} end # {{x}}'],
	...['p <user> end', 'p "<user>" end', 'if true; then p {{x}} end; fi', 'p `printf %s {{x}}` end', 'p <<E\n{{x}}\nE'],
];

test.skipIf(shells.length === 0)(`a value is one word that is the value, or is refused (seed ${seed})`, () => {
	fc.assert(
		fc.property(fc.constantFrom(...places), value, (place, x) => {
			const made = filled(place, { x, '<user>': x });
			if (!made.ok) {
				expect(made.failure.kind).toBe('refused');
				return;
			}
			const marked = filled(place, { x: 'MARK', '<user>': 'MARK' });
			if (!marked.ok) throw new Error(marked.failure.message);
			for (const shell of shells) {
				const wanted = arrived(shell, marked.value.script).map((word) => word.replace('MARK', () => x));
				expect(arrived(shell, made.value.script), made.value.script).toEqual(wanted);
			}
		}),
		{ numRuns: 150, seed },
	);
});

describe('a value', () => {
	const why = (text: string, x: string | { secret: string } = 'a b') => {
		const made = filled(text, { x, plain: 'vps1' });
		return made.ok ? undefined : made.failure.message;
	};
	test.each([
		['echo "{{x}}"', 'between double quotes'],
		["echo '{{x}}'", 'between single quotes'],
		['echo $(cat {{x}})', 'inside $(…)'],
		['cat <<E\n{{x}}\nE', 'in a here-document'],
		['ssh host ls {{x}}', 'read once more'],
		// What stands before it may look like the beginning of another command.
		['ssh {{plain}} {{x}}', 'read once more'],
		['ssh "a;b" {{x}}', 'read once more'],
		['ssh -o x=(y) host {{x}}', 'read once more'],
		['ssh host \\\n  ls {{x}}', 'read once more'],
		['sudo -u app bash -c {{x}}', 'read once more'],
		['true;ssh web echo {{x}}', 'read once more'],
		['(sh -c {{x}})', 'read once more'],
		['"ssh" web {{x}}', 'read once more'],
		['csh -c {{x}}', 'read once more'],
		['runuser -u a -c {{x}}', 'read once more'],
		['sudo -s {{x}}', 'read once more'],
		['echo {{x}} | bash', 'read once more'],
		['scp web:{{x}} .', 'read once more'],
		['[[ {{x}} -eq 1 ]]', 'read once more'],
		['c={{x}}\nssh web "$c"', 'read once more'],
		// A command within a quoted text, and a quote that only bash knows.
		['echo "$(cat "{{x}}")"', 'inside $(…)'],
		['echo "`cat "{{x}}"`"', 'inside $(…)'],
		["echo $'it\\'s {{x}}'", 'inside $(…)'],
		['sh -c {{x}}', 'read once more'],
		['sudo su -c {{x}}', 'read once more'],
		['eval {{x}}', 'read once more'],
		['watch ls {{x}}', 'read once more'],
	])('that is more than one word is refused in %s', (text, because) => {
		expect(why(text)).toContain(because);
		expect(why(text, 'v1.2_3@a:/b,c%+=')).toBeUndefined();
	});
	test('stays one word before the shell that is given something else', () => {
		expect(why("docker exec {{x}} sh -c 'redis-cli PING; true'")).toBeUndefined();
	});
	test('with a dash is no option, unless options are over', () => {
		expect(why('rm {{x}}', '-rf')).toContain('begins with a dash');
		expect(why('rm -- {{x}}', '-rf')).toBeUndefined();
		expect(why('rm --name={{x}}', '-rf')).toBeUndefined();
	});
	test('that is missing is said, but for a comment', () => {
		expect(filled('echo {{y}}', {})).toMatchObject({ ok: false, failure: { kind: 'missing' } });
		expect(filled('echo <user>', {})).toMatchObject({ ok: false, failure: { kind: 'missing' } });
		expect(filled('echo {{constructor}}', {})).toMatchObject({ ok: false, failure: { kind: 'missing' } });
		expect(filled('echo # {{y}}', {})).toMatchObject({ ok: true, value: { script: 'echo # {{y}}' } });
	});
	test('never ends a comment', () => {
		expect(filled('true # {{x}}', { x: 'a\nrm -rf /\r\u2028b' })).toMatchObject({
			value: { script: 'true # a rm -rf / b' },
		});
	});
	test('that would end a here-document is refused', () => {
		expect(why('cat <<EOF\n{{x}}\nEOF', 'EOF')).toContain('could end');
		expect(why("cat <<-'E-F'\n\t{{x}}F\nE-F", 'E-')).toContain('could end');
		expect(why('cat <<EOF\n{{x}}{{x}}\nEOF', 'EO')).toContain('could end');
		expect(why('cat <<EOF\nname={{x}}\nEOF', 'EOF')).toBeUndefined();
		expect(why('cat <<EOF\n{{x}}\nEOF', 'api')).toBeUndefined();
	});
	test('with a NUL is refused', () => {
		expect(why('echo {{x}}', 'a\0b')).toContain('NUL');
	});
});

describe('a secret', () => {
	test('is a number for the shell and its name for people', () => {
		const made = filled('curl -u {{u}}:{{x}} {{x}}', { u: 'me', x: { secret: 'env:TOKEN' } });
		expect(made).toEqual({
			ok: true,
			value: {
				script: 'curl -u me:"$wd_1" "$wd_1"',
				shown: 'curl -u me:{{x}} {{x}}',
				secrets: ['env:TOKEN'],
			},
		});
	});
	test.each(['echo "{{x}}"', "echo '{{x}}'", 'cat <<E\n{{x}}\nE', 'ssh h {{x}}', 'echo $(cat {{x}})', '# {{x}}'])(
		'is refused in %s',
		(text) => {
			expect(filled(text, { x: { secret: 'env:T' } })).toMatchObject({ ok: false, failure: { kind: 'refused' } });
		},
	);
	test('never stands in a text for people', () => {
		expect(filledText('{{a}} {{x}} {{y}}', { a: '1', x: { secret: 'env:T' } })).toBe('1 {{x}} {{y}}');
	});
});

test('the names that a command asks for come once each', () => {
	expect(namesIn('a {{x}} {{ y }} <release-number> {{x}} [USER] YOUR_TOKEN')).toEqual([
		...['x', 'y', '<release-number>', '[USER]', 'YOUR_TOKEN'],
	]);
});

test.each([
	"docker inspect -f '{{range .Config.Env}}{{println}}{{end}}' web",
	"docker ps --format '{{if .Ports}}{{.Ports}}{{else}}{{.Names}}{{ end }}'",
	'docker inspect -f \'{{json .X}}{{- end -}}{{end -}}{{/* name */}}{{"a"}}{{$x}}\' web',
	"x '{{break}}{{continue}}{{.}}'",
])('templates of another program are text: %s', (text) => {
	const values = Object.fromEntries(['end', 'else', 'println', 'break', 'json', 'Names'].map((name) => [name, 'V']));
	expect(namesIn(text)).toEqual([]);
	expect(withStandIns(text)).toBe(text);
	expect(filledText(text, values)).toBe(text);
	expect(filled(text, values)).toEqual({ ok: true, value: { script: text, shown: text, secrets: [] } });
});

test.each(['ends', 'end_2', 'End', 'elsewhere'])('a value may be called %s', (name) => {
	expect(filledText(`{{${name}}}`, { [name]: 'V' })).toBe('V');
});

test.each<[string, string]>([
	['a @', 'word'],
	["a '@'", 'single'],
	["a 'b' @", 'word'],
	['a "@"', 'double'],
	['a "\\"@"', 'double'],
	['a "\'" @', 'word'],
	['a # @', 'comment'],
	['a#@', 'word'],
	['# b\n@', 'word'],
	['a $(b @)', 'nested'],
	['a $(b) @', 'word'],
	['a `@`', 'nested'],
	['a <<E\n@\nE\n', 'here'],
	['a <<E\nb\nE\n@', 'word'],
	["a <<'E' @\nb\nE\n", 'word'],
	['a <<-E\n\tb\n\tE\n@', 'word'],
	['a <<A <<B\nx\nA\n@\nB\n', 'here'],
	['a <<< @', 'word'],
	["a \\' @", 'word'],
])('%j stands in a %s', (text, context) => {
	expect(contextsAt(text, [text.indexOf('@')])).toEqual([context]);
});
