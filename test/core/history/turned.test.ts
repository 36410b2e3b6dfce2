import { expect, test } from 'vitest';
import type { Mark } from '../../../src/core/history/mark.ts';
import { withoutRepeats } from '../../../src/core/history/turned.ts';

const turn = (at: number, is?: Mark['is']): Mark => ({
	...{ service: 'production/api', at, kind: 'condition', text: '' },
	...(is === undefined ? {} : { is }),
});
const release: Mark = { service: 'production/api', at: 2, kind: 'release', text: 'v2' };

test('a turn that two cockpits saw is told once, by the first of them; whatever else happened stays', () => {
	const marks = [turn(1, 'down'), release, turn(3, 'down'), release, turn(4, 'ok'), turn(5, 'down'), turn(6), turn(7)];
	expect(withoutRepeats(marks)).toEqual([marks[0], release, release, marks[4], marks[5], marks[6], marks[7]]);
	expect(withoutRepeats([])).toEqual([]);
});
