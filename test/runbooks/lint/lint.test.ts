import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lint } from '../../../src/runbooks/lint/lint.ts';
import { parseRules } from '../../../src/runbooks/lint/rules-file.ts';
import { judgedDocuments } from '../../documents/findings.ts';
import { cpuOf } from '../../support/cpu.ts';
import { shipped } from './against.ts';

const against = shipped();
const front = '---\nowner: us\n---\n';
const found = (text: string, more: Partial<typeof against> = {}) =>
	lint(`${front}${text}`, 'x', { ...against, ...more }).findings.map(({ line, rule }) => `${line} ${rule}`);
const block = (...lines: readonly string[]): string => `# A\n\n\`\`\`sh\n${lines.join('\n')}\n\`\`\`\n`;

describe('rules of the list', () => {
	test.each([
		['curl -fsS -m 10 https://a.example/', []],
		['curl -sSf --max-time 5 https://a.example/', []],
		['curl https://a.example/', ['7 curl-passes-errors', '7 curl-without-limit']],
		["ssh h 'docker logs -f web'", ['7 endless']],
		['docker logs --tail 5 web 2>&1 | grep x', []],
		['docker logs --tail 5 web | grep x', ['7 logs-past-the-pipe']],
		['docker tag a:1 a:2\ndocker restart web', ['8 restart-after-tag']],
		['docker restart web\ndocker tag a:1 a:2', []],
		['docker --context far tag a b && docker restart web', ['7 restart-after-tag']],
		['pg_dump shop | gzip > a.gz', ['7 dump-behind-a-pipe']],
		['set -o pipefail\npg_dump shop | gzip > a.gz', []],
		['psql -v ON_ERROR_STOP=1 -f a.sql shop', []],
		['psql -f a.sql shop', ['7 psql-goes-on']],
		['docker frobnicate', ['7 no-such-subcommand']],
		['docker compose frobnicate', ['7 no-such-subcommand']],
		['flyctl rollback -a x', ['7 fly-rollback']],
		['$ flyctl rollback -a x\nsaid', ['7 fly-rollback']],
	])('%s', (code, rules) => {
		expect(found(block(code))).toEqual(rules);
	});

	test('a rule counts where the document speaks of what it is about', () => {
		const code = block("docker exec web sh -c 'redis-cli ping'");
		expect(found(code)).toEqual([]);
		expect(found(`${code}\nOn Dokploy.`)).toContain('7 redis-without-password');
	});

	test('commands of a CI job and between backticks are looked at, and warnings of one are not advice', () => {
		expect(found('Run `flyctl rollback -a x` then.\n')).toEqual(['4 fly-rollback']);
		expect(found('Never run `flyctl rollback -a x`.\n')).toEqual([]);
		expect(found('```yaml\n- run: flyctl rollback -a x\n```\n')).toEqual(['5 fly-rollback']);
	});
});

describe('rules in code', () => {
	test('nobody owns it, it does not say how bad, nobody read it lately', () => {
		const of = (head: string) => lint(`---\n${head}\n---\n# A\n`, 'x', against).findings.map(({ rule }) => rule);
		expect(of('title: A')).toEqual(['no-owner']);
		expect(of('owner: us\nwhen: [down]')).toEqual(['no-severity']);
		expect(of('owner: us\nreviewed: 2026-01-01')).toEqual(['not-reviewed']);
		expect(of('owner: us\nreviewed: 2026-11-01')).toEqual([]);
	});

	test('a secret is told by its line and kind, and never repeated', () => {
		const secrets = [
			'PASSWORD=hunter2hunter2',
			'curl -u x -H "Authorization: Bearer abcdef1234567890" -fm 1 u',
			'glpat-abcdefghij0123456789',
		];
		for (const secret of secrets) {
			const { findings } = lint(block(`echo ${secret}`), 'x', against);
			expect(findings.map(({ rule }) => rule)).toContain('secret');
			expect(JSON.stringify(findings)).not.toMatch(/hunter2|abcdef1234567890|abcdefghij/);
		}
		expect(found(block('PASSWORD=<the password>', 'TOKEN=$TOKEN', 'PASSWORD={{password}}', 'echo'))).not.toContain(
			'7 secret',
		);
	});

	test.each([
		'## The Secret: Everything Is Layers\n',
		block('gpg --export-ssh-key FAEFD87E'),
		block('curl -fsS -m 10 http://127.0.0.1:8500/v1/session/list'),
		block('git pack-objects --stdout </dev/null'),
		block('# c8d21fa HEAD@{2}: commit: config: update nginx', '', 'git log --oneline'),
		`With Docker.\n\n${block('sudo ufw status verbose')}`,
		'- [One](#between-loop_wait-and-retry_timeout)\n\n## Between `loop_wait` and `retry_timeout`\n\nText\n',
	])('no false alarm: %j', (text) => {
		expect(found(text)).toEqual([]);
	});

	test('what destroys wants a look before it', () => {
		expect(found(block('rm -rf /srv/x'))).toEqual(['7 destroys-unchecked']);
		expect(found(block('ls /srv/x', 'rm -rf /srv/x'))).toEqual([]);
		expect(found(block('rm -rf /srv/x', 'ls /srv/x'))).toEqual(['7 destroys-unchecked']);
		expect(found(`# Is it there?\n\n\`\`\`check\ncondition is ok\n\`\`\`\n\n${block('docker system prune')}`)).toEqual(
			[],
		);
	});

	test.each([
		['sh {expect="exit 0" within=1m every=5s capture=a from="(x)"}', 'uptime', []],
		['sh {undo="uptime"}', 'uptime', ['undo']],
		['sh {every=5s from="(x)"}', 'uptime', ['every', 'from']],
		['sh {undo="uptime" within=1m}', 'systemctl restart web', ['within']],
		['sh {times=3 throughout=5m}', 'uptime', ['times', 'throughout']],
		['sh {action=restart timeout=1m on-fail=a}', '', ['timeout']],
		['check {times=3 throughout=5m within=6m expect="exit 0"}', 'condition is ok', ['expect']],
		['message {name=tell capture=a host=b}', 'well', ['host', 'capture']],
	])('what counts for nothing where it stands: %s', (fence, text, names) => {
		const { findings } = lint(`${front}# A\n\nx\n\n# B\n\n\`\`\`${fence}\n${text}\n\`\`\`\n`, 'x', against);
		const said = findings.flatMap(({ rule, line, says }) => (rule === 'idle-attribute' ? [`${line} ${says}`] : []));
		expect(said.toSorted()).toEqual(names.map((name) => `10 \`${name}\` counts for nothing at this step`).toSorted());
	});

	test('what is marked for the background and is waited for', () => {
		const marked = (language: string, text: string) => `# A\n\n\`\`\`${language}\n${text}\n\`\`\`\n`;
		expect(found(marked('sh {background=true}', 'uptime'))).toEqual([]);
		expect(found(marked('sh {background=true undo=x}', 'systemctl restart web'))).toContain('6 background');
		expect(found(marked('check {background=true}', 'condition is ok'))).toContain('6 background');
	});

	test('what cannot be run as it stands', () => {
		expect(found(block("echo 'a"))).toEqual(['7 unended']);
		expect(found(block('watch date'))).toEqual(['7 endless']);
		expect(found(block('dokku logs:failed <app>'))).toEqual(['7 blank']);
		expect(found(block("echo 'a {{b}}'"))).toEqual(['7 value-in-quotes']);
		const usual = (value: string) =>
			lint(`---\nowner: us\nvariables: { b: ${value} }\n---\n${block("echo 'a {{b}}'")}`, 'x', against);
		expect(usual('web').findings).toEqual([]);
		expect(usual('"a b"').findings.map(({ rule }) => rule)).toEqual(['value-in-quotes']);
		expect(found('# A\n\n```sh {on-fail=nowhere}\ntrue\n```\n')).toEqual(['1 mistake']);
	});

	test('of what was asked, all is tested', () => {
		const lines = ['API=$(true)', 'DB=$(true)', 'if [ "$API" = x ]; then false; fi'];
		expect(found(block(...lines))).toContain('9 asked-not-tested');
		expect(found(block(...lines, '[ "$DB" = y ]'))).not.toContain('9 asked-not-tested');
	});

	test('steps that were never run, or not for long, are told where it is known', () => {
		const now = against.now ?? 0;
		const day = 24 * 60 * 60 * 1000;
		expect(found(block('true'), { ran: new Map() })).toEqual(['1 never-walked']);
		expect(found(block('true'), { ran: new Map([['b', now]]) })).toEqual(['6 never-run']);
		expect(found(block('true'), { ran: new Map([['a', now - 91 * day]]) })).toEqual(['6 not-run-lately']);
		expect(found(block('true'), { ran: new Map([['a', now - 89 * day]]) })).toEqual([]);
	});
});

describe('config/lint.yaml', () => {
	const text = readFileSync(join(import.meta.dirname, '../../../config/lint.yaml'), 'utf8');

	test('a mistake in it is told with its line', () => {
		const rest = 'destroys: []\nsubcommands: {}\nneeds: []\nasks: []\n';
		const errors = (rule: string) => {
			const parsed = parseRules(`rules:\n  - ${rule}\n${rest}`);
			return parsed.ok ? [] : parsed.errors.map(({ line }) => line);
		};
		expect(errors('{ id: a, level: error, says: b, instead: c, text: d }')).toEqual([]);
		expect(errors('{ id: a, level: bad, says: b, instead: c, text: d }')).toEqual([2]);
		expect(errors('{ id: a, level: error, says: b, instead: c, text: "(" }')).toEqual([2]);
		expect(errors('{ id: a, level: error, says: b, instead: c }')).toEqual([2]);
		expect(errors('{ id: a, level: error, says: b, instead: c, command: { run: x, hsa: -f } }')).toEqual([2]);
	});

	test.each([
		['needs', '{ run: cat, takes: file }', true],
		['needs', '{ run: docker inspect, takes: container|image, values: -f }', true],
		['needs', '{ run: cat, takes: cat }', false],
		['needs', '{ run: cat, takes: file, values: f }', false],
		['asks', '{ program: docker, words: compose, ask: docker WORD version }', true],
		['asks', '{ program: docker, words: compose, ask: rm -rf WORD }', false],
		['asks', '{ program: docker, words: "(", ask: docker WORD }', false],
	])('what hosts are asked for: %s %s is fine: %s', (key, row, ok) => {
		const others = ['destroys: []', 'subcommands: {}', key === 'needs' ? 'asks: []' : 'needs: []'].join('\n');
		expect(parseRules(`rules: []\n${others}\n${key}:\n  - ${row}\n`).ok).toBe(ok);
	});

	test('each of its rules says something of its own', () => {
		const { rules } = against.rules;
		expect(new Set(rules.map(({ says }) => says)).size).toBe(rules.length);
		expect(text).not.toMatch(/\t/);
	});
});

test('it throws at no text', () => {
	const piece = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc.constantFrom(
			'```sh\n',
			'```',
			'\n',
			'# ',
			'- [ ] ',
			'docker restart ',
			"'",
			'`',
			'{{a}}',
			'$(',
			'<<EOF\n',
			'---\n',
			'ssh h ',
			' | ',
		),
	);
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
			const text = pieces.join('');
			const lines = text.split(/\r\n?|\n/).length;
			for (const { line } of lint(text, 'x', against).findings) expect(line >= 1 && line <= lines).toBe(true);
		}),
	);
});

test('its time grows with the length alone', () => {
	const all = judgedDocuments()
		.map(({ text }) => text)
		.join('\n');
	const long = all.repeat(Math.ceil(2_000_000 / all.length)).slice(0, 2_000_000);
	lint(all, 'x', against);
	expect(cpuOf(() => lint(long, 'x', against))).toBeLessThan(10_000);
});
