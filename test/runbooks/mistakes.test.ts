// What a document says of itself and that cannot be so is told at its line; it is walked all the same.
import { expect, test } from 'vitest';
import type { Step } from '../../src/core/runbook/model.ts';
import { readRunbook } from '../../src/runbooks/read.ts';

const reads = { programs: new Map(), wrappers: new Map(), globals: [] };
const read = (...lines: readonly string[]) => readRunbook(lines.join('\n'), 'any', reads);
const fence = (attributes: string) => [`\`\`\`sh {${attributes}}`, 'true', '```'];
const attributesOf = ({ does }: Step) => ('code' in does ? does.code.attributes : undefined);

test('of two fences of one name the first is meant', () => {
	const { mistakes, steps } = read(
		...['# A', ...fence('name=look'), '# B', ...fence('name=look'), '# C', ...fence('on-fail=look')],
	);
	expect(mistakes).toEqual([
		{ line: 6, text: 'Two fences are called `look`.', fix: expect.stringContaining('the first is meant') },
	]);
	expect(steps.map((step) => attributesOf(step)?.onFail)).toEqual([undefined, undefined, 'a']);
});

test('of a fence and the heading of another step of one name the heading is meant, and that is said', () => {
	const { mistakes, steps } = read('# Log', 'x', '# B', ...fence('name=log'), '# C', ...fence('on-fail=log'));
	expect(mistakes).toMatchObject([{ line: 4, fix: expect.stringContaining('the heading is meant') }]);
	expect(steps.map(attributesOf).at(-1)).toMatchObject({ onFail: 'log' });
	expect(read('# Log', ...fence('name=log'), '# C', ...fence('on-fail=log')).mistakes).toEqual([]);
});

test.each(['on-ok', 'on-fail'])('%s that leads to its own step leads nowhere', (name) => {
	const { mistakes, steps } = read('# A', ...fence(`name=look ${name}=look`), '# B', 'x');
	expect(mistakes).toMatchObject([{ line: 1, text: `\`${name}\` leads to its own step.` }]);
	expect(steps.map(attributesOf)[0]).not.toMatchObject({ [name === 'on-ok' ? 'onOk' : 'onFail']: 'a' });
});

test('a way of a decision that leads back to it is none', () => {
	const { mistakes, steps } = read('# A', 'x', '# Which', '- [Again](#which)', '- [A](#a)', '- [End](#b)', '# B', 'x');
	expect(mistakes).toMatchObject([{ line: 3, text: '“Again” leads to its own step.' }]);
	expect(steps[1]?.does).toMatchObject({ is: 'decision', choices: [{ label: 'A' }, { label: 'End' }] });
});

test('front matter that names its values again and again counts for nothing, and that is said', () => {
	const levels = Array.from({ length: 8 }, (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`)}]`);
	const { head, mistakes } = read('---', 'title: Bomb', 'a0: &a0 [x]', ...levels, '---', '# A', 'x');
	expect(head.title).toBeUndefined();
	expect(mistakes).toMatchObject([{ line: 1, text: expect.stringContaining('again and again') }]);
});

test.each([
	['Latin-1', Buffer.from('# A\n\nZur\xfcck\n', 'latin1').toString('utf8'), 3],
	['UTF-16', Buffer.from('# A\n', 'utf16le').toString('utf8'), 1],
])('a document in %s is told so at its first wrong sign', (_name, text, line) => {
	expect(read(text).mistakes).toEqual([
		{ line, text: expect.stringContaining('no UTF-8'), fix: expect.stringContaining('UTF-8') },
	]);
});

test.each(['__proto__', '1x', 'end'])('a variable cannot be called %s', (name) => {
	const { head, mistakes } = read(
		'---',
		'owner: us',
		'variables:',
		`  ${name}: x`,
		'  b: y',
		'---',
		'# A',
		`{{${name}}}`,
	);
	expect(head.variables).toEqual([]);
	expect(mistakes).toMatchObject([{ line: 3, text: '`variables` is wrong.', fix: expect.stringContaining('names') }]);
});
