import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextRun, previousRun, zoneOf } from '../../../src/core/schedule/cron.ts';
import { utcText } from '../../../src/core/time.ts';

const utc = { name: 'UTC' };
const berlin = { name: 'Europe/Berlin' };
const at = Date.parse('2026-11-21T14:08:19Z'); // a Saturday
const text = (time: number | undefined) => (time === undefined ? undefined : utcText(time));

describe('the next and the last run of a cron line', () => {
	test.each([
		['* * * * *', '2026-11-21T14:09:00Z', '2026-11-21T14:08:00Z'],
		['17 * * * *', '2026-11-21T14:17:00Z', '2026-11-21T13:17:00Z'],
		['0 2 * * 7', '2026-11-22T02:00:00Z', '2026-11-15T02:00:00Z'],
		['0 2 * * 5-7', '2026-11-22T02:00:00Z', '2026-11-21T02:00:00Z'],
		['0 0 1 jan *', '2027-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
		['0 0 29 2 *', '2028-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
		['@daily', '2026-11-22T00:00:00Z', '2026-11-21T00:00:00Z'],
		['@midnight', '2026-11-22T00:00:00Z', '2026-11-21T00:00:00Z'],
		// One of the two day fields is enough, but not where one begins with a star.
		['0 0 13 * 5', '2026-11-27T00:00:00Z', '2026-11-20T00:00:00Z'],
		['0 0 */7 * 1', '2027-02-01T00:00:00Z', '2026-06-29T00:00:00Z'],
	])('%s', (schedule, next, last) => {
		expect([text(nextRun(schedule, utc, at)), text(previousRun(schedule, utc, at))]).toEqual([next, last]);
	});

	test.each([
		'@reboot',
		'',
		'a b c d e',
		'* * * *',
		'99 * * * *',
		'0 2 30 2 *',
		'0 2 31 4,6 *',
		'0 2 31 feb *',
		'H 2 * * *',
		'0 2 * * 1#2',
		`${'1,'.repeat(9999)}1 * * * *`,
	])('%s has none', (schedule) => {
		expect(nextRun(schedule, utc, at)).toBeUndefined();
		expect(previousRun(schedule, utc, at)).toBeUndefined();
	});

	test('follows the zone of the host over the days on which its clocks change', () => {
		const runs = (from: string) => text(nextRun('30 3 * * *', berlin, Date.parse(from)));
		expect(runs('2026-03-28T12:00:00Z')).toBe('2026-03-29T01:30:00Z');
		expect(runs('2026-03-27T12:00:00Z')).toBe('2026-03-28T02:30:00Z');
		// 2:30 comes twice in the autumn and runs once; in the spring it is left out and runs at the hour after.
		expect(text(nextRun('30 2 * * *', berlin, Date.parse('2026-10-25T00:30:00Z')))).toBe('2026-10-26T01:30:00Z');
		expect(text(nextRun('30 2 * * *', berlin, Date.parse('2026-03-28T12:00:00Z')))).toBe('2026-03-29T01:00:00Z');
	});

	test.each(['__proto__', 'constructor', 'toString'])('%s is no time, though every object has it', (word) => {
		expect(nextRun(word, utc, at)).toBeUndefined();
		expect(previousRun(word, utc, at)).toBeUndefined();
	});

	test('whatever stands there, it neither throws nor lies in the wrong direction', () => {
		const part = fc.oneof(
			fc.constantFrom('*', '*/5', '1', '30', '31', '1-5', 'mon', '2', '0'),
			fc.string({ maxLength: 4 }),
		);
		const line = fc.oneof(
			fc.array(part, { minLength: 5, maxLength: 5 }).map((parts) => parts.join(' ')),
			fc.string(),
		);
		fc.assert(
			fc.property(line, fc.integer({ min: 0, max: 4e12 }), (schedule, time) => {
				const whole = Math.floor(time / 1000) * 1000;
				expect(nextRun(schedule, utc, time) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(whole);
				expect(previousRun(schedule, utc, time) ?? 0).toBeLessThanOrEqual(time);
			}),
		);
	});

	test('hundreds of days that never come cost little', () => {
		const began = performance.now();
		for (let minute = 0; minute < 300; minute += 1) nextRun(`${minute % 60} 2 30 2 *`, utc, at);
		expect(performance.now() - began).toBeLessThan(1000);
	});
});

describe('zoneOf', () => {
	test.each([
		['Europe/Berlin', '+0100', { name: 'Europe/Berlin' }],
		['Etc/UTC', '+0000', { name: 'Etc/UTC' }],
		['/etc/localtime', '-0330', { ahead: -210 }],
		['Mars/Phobos', '+0545', { ahead: 345 }],
		[undefined, '+0100', { ahead: 60 }],
		[undefined, 'CET', undefined],
	])('%s, %s', (name, offset, zone) => {
		expect(zoneOf(name, offset)).toEqual(zone);
	});
	test('an offset counts', () => {
		expect(text(nextRun('0 3 * * *', { ahead: 345 }, at))).toBe('2026-11-21T21:15:00Z');
	});
});
