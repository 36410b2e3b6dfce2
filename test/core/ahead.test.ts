import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aheadAfter } from '../../src/core/ahead.ts';

/** Questions one after the other, ms each: the pause before, the way there and the way back. */
const questions = fc.array(fc.tuple(fc.nat(60_000), fc.nat(4000), fc.nat(4000)), { minLength: 1, maxLength: 30 });

/** What is believed after each answer of a clock that is ahead by so much. */
function believed(ahead: number, asked: readonly (readonly [number, number, number])[]): readonly number[] {
	let now = Date.UTC(2026, 10, 21);
	let before = 0;
	return asked.map(([pause, there, back]) => {
		const began = now + pause;
		const said = Math.floor((began + there + ahead) / 1000) * 1000;
		now = began + there + back;
		before = aheadAfter(before, { said, asked: began, answered: now });
		return before;
	});
}

test('a clock that goes as ours is never found to be off, however slow the line', () => {
	fc.assert(fc.property(questions, (asked) => believed(0, asked).every((ahead) => ahead === 0)));
});

test('what is believed lies between nothing and the truth, comes ever nearer, and is off by a second and the way at most', () => {
	fc.assert(
		fc.property(fc.integer({ min: -1e9, max: 1e9 }), questions, (truth, asked) => {
			const all = believed(truth, asked);
			let off = Math.abs(truth);
			for (const [index, ahead] of all.entries()) {
				expect(Math.abs(truth - ahead)).toBeLessThanOrEqual(off);
				expect(Math.min(0, truth)).toBeLessThanOrEqual(ahead);
				expect(Math.max(0, truth)).toBeGreaterThanOrEqual(ahead);
				const [, there = 0, back = 0] = asked[index] ?? [];
				off = Math.abs(truth - ahead);
				expect(off).toBeLessThanOrEqual(1000 + there + back);
			}
		}),
	);
});

test('a clock that is set is followed at once; ours that is set back during a question changes nothing', () => {
	const heard = { said: 3_600_000, asked: 0, answered: 10 };
	expect(aheadAfter(-7_200_000, heard)).toBe(3_599_990);
	expect(aheadAfter(5, { said: 3_600_000, asked: 9000, answered: 10 })).toBe(5);
});
