import { expect, test } from 'vitest';
import { isCarriedOut } from '../../src/core/run.ts';

test('a run is carried out while the program lives that took it, as far as that is known', () => {
	for (const alive of [true, false, undefined]) {
		expect(isCarriedOut('laptop/1/2', (session) => (session === 'laptop/1/2' ? alive : !alive))).toBe(alive);
	}
});

test('a run that no program is known to have taken is carried out by none', () => {
	expect(isCarriedOut(undefined, () => true)).toBe(false);
});
