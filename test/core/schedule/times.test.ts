import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timesOf } from '../../../src/core/schedule/times.ts';

const zone = { name: 'Europe/Berlin' };

test('what is remembered is what would be found anew, whenever it is read', () => {
	const schedule = fc.constantFrom('* * * * *', '*/5 * * * *', '0 2 * * *', '30 2 * * 0', '0 0 29 2 *', '@reboot');
	const steps = fc.array(fc.integer({ min: -7_200_000, max: 90_000_000 }), { maxLength: 12 });
	fc.assert(
		fc.property(schedule, steps, fc.integer({ min: 1.7e12, max: 1.9e12 }), (line, moves, start) => {
			let now = start;
			let before = timesOf(line, zone, now);
			for (const move of moves) {
				now += move;
				before = timesOf(line, zone, now, before);
				expect(before).toEqual(timesOf(line, zone, now));
			}
		}),
	);
});

test('a job that is due rarely costs nothing until then', () => {
	const now = Date.parse('2026-11-21T14:00:00Z');
	const before = timesOf('0 2 * * *', zone, now);
	const began = performance.now();
	for (let n = 0; n < 5000; n += 1) timesOf('0 2 * * *', zone, now + n * 1000, before);
	expect(performance.now() - began).toBeLessThan(200);
});
