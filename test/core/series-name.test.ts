import { expect, test } from 'vitest';
import { seriesName } from '../../src/core/series-name.ts';

test('a series is named by what it is of and what is measured, also when more names were asked for than are kept', () => {
	for (let round = 0; round < 2; round += 1) {
		for (let index = 0; index < 12_000; index += 1) {
			expect(seriesName(`shop/s${index}`, 'cpu')).toBe(`shop/s${index}/cpu`);
		}
	}
	expect(seriesName('shop/s1', 'memory')).toBe('shop/s1/memory');
});
