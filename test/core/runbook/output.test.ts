import { expect, test } from 'vitest';
import { makeOutput, writtenOutput } from '../../../src/core/runbook/output.ts';

test('of a million lines five hundred are kept, and all are counted', () => {
	const output = makeOutput();
	for (let line = 1; line <= 1_000_000; line++) output.add(`line ${line}`);
	const kept = output.text().split('\n');
	expect(kept.length).toBe(501);
	expect(kept[0]).toBe('line 1');
	expect(kept[99]).toBe('line 100');
	expect(kept[100]).toBe('(999500 lines left out)');
	expect(kept[101]).toBe('line 999601');
	expect(kept.at(-1)).toBe('line 1000000');
	expect(output.tail(2)).toEqual(['line 999999', 'line 1000000']);
	expect(output.lines()).toBe(1_000_000);
	expect(output.bytes()).toBe(5 * 1_000_000 + 5_888_896 + 1_000_000);
});

test('a few lines are all kept, in order', () => {
	const output = makeOutput();
	for (let line = 1; line <= 450; line++) output.add(`${line}`);
	expect(output.text().split('\n')).toEqual(Array.from({ length: 450 }, (_, at) => `${at + 1}`));
	expect(output.tail(400)).toHaveLength(400);
	expect(output.tail(1_000)).toHaveLength(450);
});

test('a long line is cut and counted whole, by its bytes', () => {
	const output = makeOutput();
	output.add('漢'.repeat(100_000));
	expect(output.text()).toBe(`${'漢'.repeat(2_000)} (98000 more characters)`);
	expect(output.bytes()).toBe(300_001);
});

test('an emoji where the counting is cut has its bytes', () => {
	const output = makeOutput();
	output.add(`a${'🔥'.repeat(20_000)}`);
	expect(output.bytes()).toBe(80_002);
});

test('what is written down has its beginning and its end', () => {
	expect(writtenOutput('x'.repeat(16_000))).toHaveLength(16_000);
	const written = writtenOutput(`A${'x'.repeat(100_000)}Z`);
	expect(written.length).toBeLessThan(16_100);
	expect(written).toMatch(/^Ax+\n\(84002 characters left out\)\nx+Z$/);
});
