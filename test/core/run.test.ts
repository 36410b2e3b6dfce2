import { expect, test } from 'vitest';
import { isCarriedOut } from '../../src/core/run.ts';

const consent = { session: 'laptop/1/2' };

test('a run is carried out while the program lives that took it, as far as that is known', () => {
	for (const alive of [true, false, undefined]) {
		expect(isCarriedOut(consent, (session) => (session === 'laptop/1/2' ? alive : !alive))).toBe(alive);
	}
});

test('a run that no program is known to have taken is carried out by none', () => {
	expect([undefined, {}].map((bare) => isCarriedOut(bare, () => true))).toEqual([false, false]);
});
