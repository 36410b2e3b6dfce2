import { expect, test } from 'vitest';
import { listed } from '../../src/core/listed.ts';

test.each<[readonly string[], string]>([
	[[], ''],
	[['a'], 'a'],
	[['a', 'b'], 'a and b'],
	[['a', 'b', 'c'], 'a, b and c'],
	[['a', 'b', 'c', 'd'], 'a, b, c and 1 more'],
])('names in a sentence: %j', (names, words) => expect(listed(names)).toBe(words));
