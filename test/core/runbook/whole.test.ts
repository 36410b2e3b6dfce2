import { expect, test } from 'vitest';
import { makeWhole } from '../../../src/core/runbook/whole.ts';

test('what is not too long is kept as it was said, also in one line', () => {
	const { add, whole } = makeWhole();
	for (const line of ['a', '', 'x'.repeat(300_000)]) add(line, 0);
	expect(whole()).toEqual({ text: `a\n\n${'x'.repeat(300_000)}` });
});

test('of what is too long the beginning and the end are kept, and that there was more', () => {
	const { add, whole } = makeWhole();
	for (let line = 1; line <= 400_000; line++) add(`line ${line}`, 0);
	const { text, cut } = whole();
	expect(cut).toBe(true);
	expect(text.startsWith('line 1\nline 2\n')).toBe(true);
	expect(text.endsWith('\nline 400000')).toBe(true);
	expect(text.length).toBeLessThan(1_300_000);
});

test('a line that was cut on the way, and one that is too long, are not all there is', () => {
	const dropped = makeWhole();
	dropped.add('a', 7);
	expect(dropped.whole()).toEqual({ text: 'a', cut: true });
	const long = makeWhole();
	long.add('x'.repeat(10_000_000), 0);
	expect(long.whole().cut).toBe(true);
	expect(long.whole().text.length).toBeLessThan(100_000);
});
