import { expect, test } from 'vitest';
import { known } from '../../src/core/known.ts';

test('only what is undefined goes', () => {
	expect(known({ a: 0, b: undefined, c: '', d: null })).toStrictEqual({ a: 0, c: '', d: null });
});
