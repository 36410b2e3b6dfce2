import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linesIn, spanAround } from '../../../src/core/logs/around.ts';
import type { LogLine } from '../../../src/core/model.ts';

const line = (seq: number, at: number | undefined, from: LogLine['from'] = 'out'): LogLine => ({
	...{ seq, from, instance: 'api', text: `line ${seq}` },
	...(at === undefined ? {} : { at }),
});

test('five minutes, both ends in them', () => {
	const span = spanAround(1_000_000);
	expect(span).toEqual({ from: 850_000, to: 1_150_000 });
	const lines = [line(1, 849_999), line(2, 850_000), line(3, 1_150_000), line(4, 1_150_001)];
	expect(linesIn(lines, span).map(({ seq }) => seq)).toEqual([2, 3]);
});

test('a line without a time belongs to the one before it, and a mark always fits', () => {
	const lines = [
		line(1, undefined),
		line(2, 5),
		line(3, undefined),
		line(4, 99, 'mark'),
		line(5, 11),
		line(6, undefined),
	];
	expect(linesIn(lines, { from: 0, to: 10 }).map(({ seq }) => seq)).toEqual([2, 3, 4]);
});

test('lines keep their order, and those with a time are all in it', () => {
	const time = fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined });
	fc.assert(
		fc.property(fc.array(time), (times) => {
			const lines = times.map((at, index) => line(index, at));
			const found = linesIn(lines, { from: 20, to: 60 });
			expect(found).toEqual(lines.filter((one) => found.includes(one)));
			const timed = (all: readonly LogLine[]) => all.filter(({ at }) => at !== undefined && at >= 20 && at <= 60);
			expect(timed(found)).toEqual(timed(lines));
			expect(found.every(({ at }) => at === undefined || (at >= 20 && at <= 60))).toBe(true);
		}),
	);
});
