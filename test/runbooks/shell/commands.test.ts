import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandsIn, type Found } from '../../../src/runbooks/shell/commands.ts';
import { cpuOf } from '../../support/cpu.ts';

/** A command as a line: where it stands, what joins it, who runs it, its words; one that varies begins with `~`. */
const said = ({ line, after, inside, words, assignments, redirections }: Found) =>
	[
		`${line}:`,
		...(after === '' ? [] : [after]),
		...inside.map(({ by, of }) => `<${of === undefined ? by : `${by} ${of}`}>`),
		...assignments.map(({ text }) => text),
		...words.map(({ text, varies }) => (varies ? `~[${text}]` : `[${text}]`)),
		...redirections.map(({ fd = '', op, target }) => `${fd}${op}${target?.text ?? '?'}`),
	].join(' ');
const found = (text: string) => commandsIn(text, 1).map(said);
/** Only what others run. */
const within = (text: string) => found(text).filter((one) => /^\d+: (?:\S+ )?<\w/.test(one));

describe('commands', () => {
	test.each<readonly [string, readonly string[]]>([
		['docker ps -a', ['1: [docker] [ps] [-a]']],
		[
			'a | b |& c && d || e; f & g',
			['1: [a]', '1: | [b]', '1: | [c]', '1: && [d]', '1: || [e]', '1: ; [f]', '1: & [g]'],
		],
		['a &&\n b;\nc', ['1: [a]', '2: && [b]', '3: [c]']],
		['A=1 B="$X" c', ['1: A=1 B=$X [c]']],
		['A=1', ['1: A=1']],
		['a > b 2>&1 >>c <d 2>|e &>f <>g', ['1: [a] >b 2>&1 >>c <d 2>|e &>f <>g']],
		['> a', ['1: >a']],
		['a <<< "b c"', ['1: [a] <<<b c']],
		['dokku releases:rollback app <release-number>', ['1: [dokku] [releases:rollback] [app] <release-number >?']],
		['a "$(b | c)" `d` <(e)', ['1: [a] ~[$(b | c)] ~[`d`] ~[<(e)]', '1: [b]', '1: | [c]', '1: [d]', '1: [e]']],
		['a $(b $(c "$(d)"))', ['1: [a] ~[$(b $(c "$(d)"))]', '1: [b] ~[$(c "$(d)")]', '1: [c] ~[$(d)]', '1: [d]']],
		['X=$(a) Y=(b "$(c)")', ['1: X=$(a) Y=(b "$(c)")', '1: [a]', '1: [c]']],
		['echo $((1 + $(a))) ${X:-$(b)}', ['1: [echo] ~[$((1 + $(a)))] ~[${X:-$(b)}]', '1: [a]', '1: [b]']],
		['if (( $(a) > 1 )); then b; fi', ['1: [a]', '1: [b]']],
		['if ! a; then\n b\nelif c; then d\nfi', ['1: [a]', '2: [b]', '3: [c]', '3: [d]']],
		['for x in $(a) b; do c "$x"; done > d', ['1: [a]', '1: [c] ~[$x]', '1: >d']],
		['for ((i = 0; i < 3; i++)); do a; done', ['1: [a]']],
		['while read -r l; do a; done < <(b)', ['1: [read] [-r] [l]', '1: [a]', '1: <<(b)', '1: [b]']],
		['case "$(a)" in b|c) d ;; (e) f ;; esac', ['1: [a]', '1: [d]', '1: [f]']],
		['f() { a; }; function g { b; }; (c; { d; })', ['1: [a]', '1: [b]', '1: ; [c]', '1: [d]']],
		['[[ -n "$X" && $Y =~ ^(a|b)$ ]] || c', ['1: [[[] [-n] ~[$X] [&&] ~[$Y] [=~] [^(a|b)$] []]]', '1: || [c]']],
		['a \'b\'"c"\\ d$\'\\te\\x41\' "\\$x"', ['1: [a] [bc d\teA] [$x]']],
		['cat <<E\n$(a)\nE\nb', ['1: [cat] <<E', '2: [a]', '4: [b]']],
		["cat <<'E'\n$(a)\nE\nb", ['1: [cat] <<E', '4: [b]']],
		['a # b; c\nd', ['1: [a]', '2: [d]']],
		['', []],
	])('%s', (text, expected) => {
		expect(found(text)).toEqual(expected);
	});

	test('the text of each as it stands there, at its line of the document', () => {
		expect(commandsIn('a |\n  b  "c" > d; e', 41)).toMatchObject([
			{ line: 41, raw: 'a' },
			{ line: 42, raw: 'b  "c" > d' },
			{ line: 42, raw: 'e' },
		]);
	});
});

describe('commands that are given to others', () => {
	test.each<readonly [string, readonly string[]]>([
		[
			'ssh deploy@h \'docker logs api --tail 100 | grep "auth"\'',
			['1: <ssh deploy@h> [docker] [logs] [api] [--tail] [100]', '1: | <ssh deploy@h> [grep] [auth]'],
		],
		['ssh -p 22 -o A=b h docker ps', ['1: <ssh h> [docker] [ps]']],
		['ssh -tp 22 h -- a', ['1: <ssh h> [a]']],
		['ssh h', []],
		['ssh h "a $X $(b)"', ['1: <ssh h> [a] ~[$X] ~[$(b)]']],
		["ssh h 'a $(b)'", ['1: <ssh h> [a] ~[$(b)]', '1: <ssh h> [b]']],
		["ssh h '\na\nb'", ['2: <ssh h> [a]', '3: <ssh h> [b]']],
		['ssh h <<E\na\nsudo b\nE', ['2: <ssh h> [a]', '3: <ssh h> [sudo] [b]', '3: <ssh h> <sudo> [b]']],
		['bash -s <<E\na\nE', ['2: <bash> [a]']],
		['bash x.sh <<E\na\nE', []],
		["sh -c 'a; b' c", ['1: <sh> [a]', '1: ; <sh> [b]']],
		["bash -lc 'a'", ['1: <bash> [a]']],
		["/bin/bash -o pipefail -c 'a'", ['1: <bash> [a]']],
		["watch -n 5 'curl -I x'", ['1: <watch> [curl] [-I] [x]']],
		['watch docker ps', ['1: <watch> [docker] [ps]']],
		['sudo -u postgres psql -c "x"', ['1: <sudo> [psql] [-c] [x]']],
		['sudo A=1 b', ['1: <sudo> A=1 [b]']],
		['env -u X A=1 b', ['1: <env> A=1 [b]']],
		[
			'nohup nice -n 5 timeout -k 1 30 a b',
			[
				'1: <nohup> [nice] [-n] [5] [timeout] [-k] [1] [30] [a] [b]',
				'1: <nohup> <nice> [timeout] [-k] [1] [30] [a] [b]',
				'1: <nohup> <nice> <timeout 30> [a] [b]',
			],
		],
		['time -p a', ['1: <time> [a]']],
		['a | xargs -r -n 1 docker rm', ['1: <xargs> [docker] [rm]']],
		[
			'docker exec -it -u root api sh -c "ls /"',
			['1: <docker exec api> [sh] [-c] [ls /]', '1: <docker exec api> <sh> [ls] [/]'],
		],
		['docker compose -f x.yml exec -T db pg_isready', ['1: <docker compose exec db> [pg_isready]']],
		['docker run --rm -e A=1 --network n image:1 a b', ['1: <docker run image:1> [a] [b]']],
		['kubectl exec -n x pod -c y -- ls', ['1: <kubectl exec pod> [-c] [y] [--] [ls]']],
		['kubectl exec -n x -c y pod -- ls', ['1: <kubectl exec pod> [ls]']],
		['dokku run app php artisan migrate', ['1: <dokku run app> [php] [artisan] [migrate]']],
		['fly ssh console -a app -C "ls /"', ['1: <fly ssh console> [ls] [/]']],
		["su - postgres -c 'pg_dump x'", ['1: <su> [pg_dump] [x]']],
		['eval "a; b"', ['1: <eval> [a]', '1: ; <eval> [b]']],
		['find . -name x -exec rm -f {} +', ['1: <find> [rm] [-f] [{}]']],
		[
			'ssh h \'docker exec db sh -c "psql -c x"\'',
			[
				'1: <ssh h> [docker] [exec] [db] [sh] [-c] [psql -c x]',
				'1: <ssh h> <docker exec db> [sh] [-c] [psql -c x]',
				'1: <ssh h> <docker exec db> <sh> [psql] [-c] [x]',
			],
		],
	])('%s', (text, expected) => {
		expect(within(text)).toEqual(expected);
	});

	test('what is put into a line runs here, before it goes there', () => {
		expect(found('ssh h "a $(b)"')).toEqual(['1: [ssh] [h] ~[a $(b)]', '1: <ssh h> [a] ~[$(b)]', '1: [b]']);
	});
});

test('finds nothing wrong enough to throw', () => {
	const unit = fc.constantFrom(
		...'ab1 \t\n\\\'"$`()[]{}<>|&;#!=~*?-é\0\r',
		'$(',
		'((',
		'<<',
		'ssh h ',
		'case ',
		' in ',
		'esac',
		'sh -c ',
	);
	fc.assert(
		fc.property(fc.oneof(fc.string({ unit, maxLength: 80 }), fc.string({ unit: 'binary' })), (text) => {
			for (const one of commandsIn(text, 5)) {
				expect(one.line).toBeGreaterThanOrEqual(5);
				expect(one.line).toBeLessThan(5 + text.split('\n').length);
			}
		}),
		{ numRuns: 2000 },
	);
});

/** One character, quoted in one of the ways that all shells have. */
const quoted = fc
	.tuple(fc.constantFrom(...'ab-=/.:{},%@ \t\n\'"\\$`*?[]()<>|&;#!~é😀'), fc.nat(2))
	.map(([sign, way]) => {
		const single = sign === "'" ? "\\'" : `'${sign}'`;
		if (way === 0) return { sign, as: single };
		if (way === 1) return { sign, as: `"${/["\\$`]/.test(sign) ? `\\${sign}` : sign}"` };
		return { sign, as: sign === '\n' ? single : /[a-z/]/.test(sign) ? sign : `\\${sign}` };
	});
const word = fc.array(quoted, { minLength: 1, maxLength: 8 }).map((parts) => parts.map(({ as }) => as).join(''));
const between = fc.constantFrom(' ', '\t', '  ', ' \\\n ');

test('its words are those that a shell would give', () => {
	const command = fc
		.array(fc.tuple(between, word), { minLength: 1, maxLength: 8 })
		.map((parts) => parts.flat().join(''));
	fc.assert(
		fc.property(fc.array(command, { minLength: 1, maxLength: 20 }), (all) => {
			const text = all.map((one) => `printf '%s\\0'${one}`).join('\n');
			const out = execFileSync('sh', ['-c', text], { encoding: 'utf8' });
			const found = commandsIn(text, 1);
			expect(found).toHaveLength(all.length);
			const words = found.flatMap((one) => one.words.slice(2));
			expect(words.map((one) => one.text)).toEqual(out.split('\0').slice(0, -1));
			expect(words.some(({ varies }) => varies)).toBe(false);
		}),
		{ numRuns: 40 },
	);
});

test.each([
	['commands', 'a | b; '.repeat(30_000)],
	['wrappers', 'sudo '.repeat(40_000)],
	['hosts', 'ssh h '.repeat(10_000)],
	['substitutions', '$('.repeat(100_000)],
	['shells', "sh -c '".repeat(30_000)],
	['half arithmetic', '((a) '.repeat(40_000)],
	['here-documents', 'a <<b\nb\n'.repeat(20_000)],
])('%s without end take no time', (_, text) => {
	expect(cpuOf(() => void commandsIn(text, 1))).toBeLessThan(1_000);
});
