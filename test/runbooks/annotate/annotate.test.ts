import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { annotated } from '../../../src/runbooks/annotate/annotate.ts';
import type { KnownHosts } from '../../../src/runbooks/annotate/hosts.ts';
import { lint } from '../../../src/runbooks/lint/lint.ts';
import { readRunbook } from '../../../src/runbooks/read.ts';
import { judgedDocuments } from '../../documents/findings.ts';
import { shipped } from '../lint/against.ts';

const against = shipped();
const steps = (text: string) => readRunbook(text, 'x', against.reads).steps.map(({ title, does }) => [title, does.is]);

/** The copy without what was added: the document, if nothing of it was lost or changed. */
function plain(copy: string): string {
	const bom = copy.startsWith('\ufeff') ? '\ufeff' : '';
	const text = copy.slice(bom.length);
	const [, head = '', body = text] = /^---\n((?:title: .*\n)?# owner: who[\s\S]*?)---\n\n([\s\S]*)$/.exec(text) ?? [];
	const values = new Map(
		[...head.matchAll(/^ {2}(\w+): (".*")$/gm)].map(([, name, value = '""']) => [name, JSON.parse(value)]),
	);
	const without = body.replace(/^[^\S\n]*<!-- lint: .* -->\n/gm, '').replaceAll(/ \{host=here\}$/gm, '');
	return bom + without.replaceAll(/\{\{(\w+)\}\}/g, (whole, name) => values.get(name) ?? whole);
}

const block = (...lines: readonly string[]): string => `# A\n\n\`\`\`sh\n${lines.join('\n')}\n\`\`\`\n`;

test('it has front matter, variables, and what is wrong above the fence that it is in', () => {
	const document = block(
		"ssh ops@vps.example 'docker logs -n 5 web'",
		"ssh ops@vps.example 'docker exec web true'",
		'curl https://a.example/x',
		'curl https://a.example/y',
	);
	const copy = annotated(document, 'x', against);
	expect(copy.split('\n').slice(0, 8)).toEqual([
		'---',
		'title: "A"',
		'# owner: who keeps it true',
		'# reviewed: the day on which somebody last read it through, as 2026-11-21',
		'variables:',
		'  url: "https://a.example"',
		'  host: "vps.example"',
		'  container: "web"',
	]);
	expect(copy).toContain("ssh ops@{{host}} 'docker logs -n 5 {{container}}'");
	expect(copy).toContain('curl {{url}}/y');
	expect(copy).toMatch(
		/<!-- lint: warning: curl ends with 0 .*About: curl https:\/\/a.example\/x -->\n(?:<!-- .*\n)*```sh\n/,
	);
	expect(plain(copy)).toBe(document);
});

test('what stands once, or within a longer name, is left', () => {
	const document = block(
		'docker logs -n 5 web',
		'docker logs -n 5 web',
		'docker logs -n 5 web-2',
		'docker logs -n 5 my.web.x',
		'ls {{container}}',
	);
	const copy = annotated(document, 'x', against);
	expect(copy).toContain('docker logs -n 5 {{container_2}}\n');
	expect(copy).toContain('docker logs -n 5 web-2\ndocker logs -n 5 my.web.x\nls {{container}}');
});

test('front matter that is there is kept, and a secret is never repeated', () => {
	const document = `---\nowner: us\n---\n${block('PASSWORD=hunter2hunter2 ./x')}`;
	const copy = annotated(document, 'x', against);
	expect(copy.startsWith('---\nowner: us\n---\n# A\n')).toBe(true);
	expect(copy).toMatch(/<!-- lint: error: the value of PASSWORD/);
	expect(copy.match(/hunter2hunter2/g)).toHaveLength(1);
	expect(copy.replace(/^<!-- lint: .*\n/gm, '')).toBe(document);
});

describe('where a fence runs', () => {
	const known: KnownHosts = {
		hosts: [
			{ name: 'vps1', reach: { ssh: 'ops@vps1.example' } },
			{ name: 'vps2', reach: { ssh: 'vps2' } },
		],
	};
	/** The copy of a fence, and on which host it runs. */
	const copied = (fence: string, more: Partial<KnownHosts> = {}) => {
		const document = `# A\n\n${fence}\n`;
		const copy = annotated(document, 'x', against, { ...known, ...more });
		expect(steps(copy)).toEqual(steps(document));
		const { findings, runbook } = lint(copy, 'x', against);
		expect(findings.filter(({ rule }) => rule === 'mistake')).toEqual([]);
		const hosts = runbook.steps.flatMap(({ does }) => (does.is === 'command' ? [does.code.attributes.host] : []));
		return [copy.slice(copy.search(/^ *(?:```|~~~)/m)).trimEnd(), ...hosts];
	};
	const sh = (code: string, info = 'sh') => `\`\`\`${info}\n${code}\n\`\`\``;

	test('behind a login to a host of the config it is that, and the login is a comment', () => {
		expect(copied(sh('ssh ops@vps1.example\nuptime\ndf -h'))).toEqual([
			...[sh('# ssh ops@vps1.example\nuptime\ndf -h', 'sh {host=vps1}'), 'vps1'],
		]);
		expect(copied(sh('ssh -t vps2   # there\nuptime'))).toEqual([
			...[sh('# ssh -t vps2   # there\nuptime', 'sh {host=vps2}'), 'vps2'],
		]);
	});

	test.each([
		['another account', 'ssh root@vps1.example\nuptime'],
		['a host that the config does not have', 'ssh ops@far.example\nuptime'],
		['more on the same line', 'ssh vps2; uptime'],
		['a login further on', 'ssh vps2\nssh ops@vps1.example\nuptime'],
		['a login behind something else', 'uptime\nssh vps2'],
		['a here-document', 'ssh vps2 <<E\nuptime\nE\nuptime'],
		['input', 'echo uptime | ssh vps2\nuptime'],
		['a command of its own', 'ssh vps2 uptime\nuptime'],
	])('it is not known: %s', (_, code) => {
		const [copy, ...hosts] = copied(sh(code));
		expect([copy, hosts]).toEqual([sh(code), [undefined]]);
	});

	test('what goes to other machines itself runs here, also beside a host that was named', () => {
		const code = 'ssh root@far.example uptime\nscp a.txt root@far.example:';
		const there = [sh(code, 'sh {host=here}'), 'here'];
		expect(copied(sh(code))).toEqual(there);
		expect(copied(sh(code), { usual: 'vps1' })).toEqual(there);
	});

	test('what was named is where all else runs, but for what says it, and what does both', () => {
		expect(copied(sh('uptime'), { usual: 'vps1' })).toEqual([sh('uptime', 'sh {host=vps1}'), 'vps1']);
		const own = sh('uptime', 'sh {host=vps2}');
		expect(copied(own, { usual: 'vps1' })).toEqual([own, 'vps2']);
		const both = sh('uptime\nssh vps2 uptime');
		expect(copied(both, { usual: 'vps1' })).toEqual([both, undefined]);
	});

	test.each([
		['sh {name=a}', 'sh {host=vps1 name=a}'],
		['sh {}', 'sh {host=vps1}'],
		['sh {"name":"a"}', 'sh {"host":"vps1","name":"a"}'],
		['bash title=x', 'bash title=x {host=vps1}'],
	])('it stands among the attributes that are there: %s', (info, wanted) => {
		expect(copied(sh('uptime', info), { usual: 'vps1' })).toEqual([sh('uptime', wanted), 'vps1']);
	});

	test('it stands behind a fence of any kind, wherever that is', () => {
		expect(copied('1. Do:\n\n   ~~~~sh\n   uptime\n   ~~~~', { usual: 'vps1' })).toContain('vps1');
		expect(copied(sh('$ uptime', 'console'), { usual: 'vps1' })).toContain('vps1');
		expect(copied('```sh\r\nuptime\r\n```\r', { usual: 'vps1' })).toEqual([
			'```sh {host=vps1}\r\nuptime\r\n```',
			'vps1',
		]);
	});

	test('a name that would not be one word is written nowhere, and front matter that names a host counts', () => {
		expect(copied(sh('uptime'), { usual: 'a b}' })).toEqual([sh('uptime'), undefined]);
		const document = `---\nhost: vps2\n---\n# A\n\n${sh('uptime')}\n`;
		expect(annotated(document, 'x', against, { ...known, usual: 'vps1' })).not.toContain('host=');
	});

	test.each(judgedDocuments().map((document) => [document.file, document.text]))(
		'of a copy of %s the same steps are read, and nothing new is wrong',
		(_, text) => {
			const copy = annotated(text, 'x', against, { ...known, usual: 'vps1' });
			expect(steps(copy)).toEqual(steps(text));
			const kinds = (one: string) => lint(one, 'x', against).findings.map(({ rule }) => rule);
			const before = new Set(kinds(text));
			expect(kinds(copy).filter((rule) => !before.has(rule))).toEqual([]);
			// Its comments are still there, so that a second copy would say everything twice: it is the copy that is linted.
			expect(copy).toContain('{host=vps1}');
		},
	);
});

describe('a copy', () => {
	test.each(judgedDocuments().map((document) => [document.file, document.text]))(
		'of %s has its steps, its text, and all that was found',
		(_, text) => {
			const copy = annotated(text, 'x', against);
			expect(steps(copy)).toEqual(steps(text));
			expect(plain(copy)).toBe(text);
			const { findings } = lint(text, 'x', against);
			expect(copy.match(/lint: (?:error|warning|note): /g)).toHaveLength(findings.length);
		},
	);

	test('of a long document has its steps and its text, and says how much more there is', () => {
		const text = judgedDocuments()
			.map((document) => document.text)
			.join('\n')
			.repeat(10);
		const copy = annotated(text, 'x', against);
		expect(copy).toMatch(/^# and \d+ more: watchdeck runbook lint says which$/m);
		expect(steps(copy)).toEqual(steps(text));
		expect(plain(copy)).toBe(text);
	});

	test('of any text has its steps and its text', () => {
		const piece = fc.constantFrom(
			...[
				'# A\n',
				'## B\n',
				'1. one\n',
				'2. `fly rollback`\n',
				'- [ ] x\n',
				'- [B](#b)\n',
				'Do this:\n',
				'\n',
				'> quoted\n',
				'   ',
				'\r\n',
				'\ufeff',
			],
			...[
				'```sh\n',
				'```sh {name=a}\n',
				'```\n',
				'~~~\n',
				'docker restart web\n',
				'docker tag a b\n',
				'curl https://a.example/\n',
				'| a | b |\n',
				'|---|---|\n',
				'---\n',
				'<div>\n',
				'$ ls\n',
			],
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
				const text = pieces.join('');
				const copy = annotated(text, 'x', against);
				expect(steps(copy)).toEqual(steps(text));
				expect(plain(copy)).toBe(text);
			}),
			{ numRuns: 300 },
		);
	});
});
