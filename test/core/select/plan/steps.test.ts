import { expect, test } from 'vitest';
import { type StepStand, standText } from '../../../../src/core/select/plan/steps.ts';

const none = { is: 'not begun' } as const;
const begun = { is: 'begun', at: 1_000 } as const;
const ended = (took: number) => ({ is: 'ended', took, output: '' }) as const;
const second = 1_000;
const minute = 60 * second;

test.each<readonly [StepStand, number, string]>([
	[{ does: none, undo: none }, 0, ''],
	[{ does: begun, undo: none }, 0, '.. 0s'],
	[{ does: begun, undo: none }, 3.9 * second, '.. 3s'],
	[{ does: begun, undo: none }, 59 * minute + 59 * second, '.. 59m 59s'],
	[{ does: begun, undo: none }, 50 * 60 * minute, '.. 2d 2h'],
	// The clock of the screen beats once a second: a step may begin after its last beat.
	[{ does: begun, undo: none }, -400, '.. 0s'],
	[{ does: ended(3_600), undo: none }, 0, 'ok 4s'],
	[{ does: ended(40 * minute), undo: none }, 0, 'ok 40m'],
	[{ does: ended(5), undo: begun }, 3 * second, 'undo 3s'],
	[{ does: ended(5), undo: begun }, 125 * second, 'undo 2m'],
	[{ does: ended(5), undo: ended(1_200) }, 0, 'undone 1s'],
	[{ does: ended(5), undo: ended(20 * minute) }, 0, 'undone 20m'],
])('a step says where it stands, and for how long: %j after %d ms', (stand, later, text) => {
	expect(standText(stand, 1_000 + later).text).toBe(text);
	expect(standText({ does: begun, undo: none }).text).toBe('..');
	expect(text.length).toBeLessThanOrEqual(10);
});
