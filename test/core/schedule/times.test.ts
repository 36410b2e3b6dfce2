import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ofLastDay, timesOf } from '../../../src/core/schedule/times.ts';

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

test('of each coming half hour the first time is known, for a day', () => {
	const at = (text: string) => Date.parse(`2026-11-${text}Z`);
	const coming = (line: string) => timesOf(line, zone, at('21T14:10:00')).coming;
	expect(coming('*/5 * * * *').slice(0, 3)).toEqual([at('21T14:30:00'), at('21T15:00:00'), at('21T15:30:00')]);
	expect(coming('*/5 * * * *')).toHaveLength(49);
	// 17:45 in Berlin, and once after the day.
	expect(coming('45 17,18 * * *')).toEqual([at('21T16:45:00'), at('21T17:45:00'), at('22T16:45:00')]);
	expect(coming('@reboot')).toEqual([]);
});

test('of each half hour of the last day the last run is kept', () => {
	const now = Date.parse('2026-11-21T14:10:00Z');
	const ago = (minutes: number) => now - minutes * 60_000;
	expect(ofLastDay([ago(1), ago(5), ago(20), ago(25), ago(3000)], now)).toEqual([ago(20), ago(1)]);
});
