import { expect, test } from 'vitest';
import { coloured, foreign } from './plain.ts';

test.each([
	['\u001b[1m\u001b[7mbold\u001b[27m\u001b[22m\u001b[0m', undefined],
	['\u001b[38;5;9mred', 'the colour "\\u001b[38;5;9m"'],
	['\u001b[1;91mred', 'the colour "\\u001b[1;91m"'],
	['\u001b[39m', 'the colour "\\u001b[39m"'],
])('%j sets %j', (written, found) => {
	expect(coloured(written)).toBe(found);
});

test('a sign that is not ASCII is found with what stands around it', () => {
	expect(foreign('5xx 30m |  10.1%! ~')).toBeUndefined();
	expect(foreign('5xx ▁▁')).toBe('"5xx ▁▁", not ASCII');
});
