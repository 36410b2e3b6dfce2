import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isBelow, isSamePath } from '../../../src/core/dataset/paths.ts';

test.each([
	['/b', '/b/', true],
	['/b//c/./', '/b/c', true],
	['/', '//', true],
	['~/b', '~/b/.', true],
	['/b', '/c', false],
	['~/b', '/b', false],
])('%s and %s are the same: %s', (one, other, same) => {
	expect(isSamePath(one, other)).toBe(same);
	expect(isSamePath(other, one)).toBe(same);
});

test.each([
	['/b/c', '/b', true],
	['/b', '/b/', true],
	['/bc', '/b', false],
	['/b', '/b/c', false],
	['/b', '/', true],
	['~/b', '/', false],
	['r2:b/c', '/b', false],
])('%s is in %s: %s', (path, folder, below) => {
	expect(isBelow(path, folder)).toBe(below);
});

test('what is written after a folder is in it, however the slashes stand', () => {
	const part = fc.stringMatching(/^[a-c.]{1,3}$/).filter((name) => name !== '..');
	const slashes = fc.constantFrom('/', '//', '/./');
	const parts = fc.array(fc.tuple(slashes, part), { minLength: 1, maxLength: 4 });
	const written = (list: readonly (readonly [string, string])[]) => list.flat().join('');
	fc.assert(
		fc.property(parts, parts, (folder, more) => {
			const [outer, inner] = [written(folder), written([...folder, ...more])];
			return isBelow(inner, outer) && isBelow(outer, inner) === isSamePath(outer, inner);
		}),
	);
});
