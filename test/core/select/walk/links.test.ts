import { expect, test } from 'vitest';
import type { Block } from '../../../../src/core/runbook/model.ts';
import { stepLinks, webAddress } from '../../../../src/core/select/walk/links.ts';

const place = { line: 1, ends: 1, depth: 0, quoted: 0 };
const linksIn = (...blocks: readonly Block[]) => stepLinks({ blocks });
const text = (of: string): Block => ({ ...place, is: 'text', text: of });

test('finds links, addresses in text and in tables, each once, and none in code', () => {
	expect(
		linksIn(
			text('See [the board](https://grafana.example/d/1?a=b "title") or https://status.example/now, then call.'),
			{
				...place,
				is: 'item',
				mark: '-',
				text: 'again [here](https://grafana.example/d/1?a=b), `https://in.code.example/x`',
			},
			{ ...place, is: 'table', rows: [['where'], ['<https://wiki.example/a>.']] },
			{ ...place, is: 'code', info: 'sh', text: 'curl https://not.example' },
			text('[a file](./other.md) and [an anchor](#there)'),
		),
	).toEqual([
		'https://grafana.example/d/1?a=b',
		'https://status.example/now',
		'https://in.code.example/x',
		'https://wiki.example/a',
		'./other.md',
		'#there',
	]);
});

test('a document of links gives a bounded list in a moment', () => {
	const many = Array.from({ length: 5_000 }, (_, at) => text(`https://h${at}.example`));
	expect(linksIn(...many)).toHaveLength(50);
	expect(linksIn(text(`https://${'a'.repeat(1_000_000)}`))).toHaveLength(1);
});

test('the text of a step is looked through once, however often its links are asked for', () => {
	let looked = 0;
	const block = {
		...text('https://a.example'),
		get text() {
			looked += 1;
			return 'https://a.example';
		},
	};
	const step = { blocks: [block] };
	looked = 0;
	const first = stepLinks(step);
	expect(stepLinks(step)).toBe(first);
	expect(first).toEqual(['https://a.example']);
	expect(looked).toBe(1);
});

test('a browser is given pages alone', () => {
	expect(webAddress('https://a.example/x y')).toBe('https://a.example/x%20y');
	for (const no of [
		'javascript:alert(1)',
		'file:///etc/passwd',
		'--help',
		'./x.md',
		'#a',
		'ssh://h',
		'mailto:a@b.example',
	])
		expect(webAddress(no)).toBeUndefined();
});
