import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sparkline } from '../../src/core/sparkline.ts';

test.each([
	[[0, 1, 2, 3, 4, 5, 6, 7], {}, '▁▂▃▄▅▆▇█'],
	[[0, undefined, 7], {}, '▁ █'],
	[[5, 5], {}, '▁▁'],
	[[0, 5, 20], { min: 0, max: 10 }, '▁▅█'],
	[[Number.NaN, undefined], {}, '  '],
	[[], {}, ''],
])('%j in %j is "%s"', (values, scale, line) => expect(sparkline(values, scale)).toBe(line));

test('a cell a value, a space exactly where there is none, and a greater value never has a lower sign', () => {
	const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), { nil: undefined });
	fc.assert(
		fc.property(fc.array(value, { maxLength: 200 }), (values) => {
			const signs = [...sparkline(values)];
			expect(signs.map((sign) => sign === ' ')).toEqual(values.map((one) => one === undefined));
			const ordered = values
				.flatMap((one, index) => (one === undefined ? [] : [{ one, sign: signs[index] ?? '' }]))
				.sort((a, b) => a.one - b.one)
				.map(({ sign }) => sign);
			expect(ordered).toEqual(ordered.toSorted());
		}),
	);
});
