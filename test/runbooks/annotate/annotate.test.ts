import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { annotated } from '../../../src/runbooks/annotate/annotate.ts';
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
	const without = body.replace(/^[^\S\n]*<!-- lint: .* -->\n/gm, '');
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
