import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeOf, utcText } from '../../src/core/time.ts';

test('a time is read as the calendar of the language itself reads it', () => {
	const times = fc.date({
		min: new Date('0002-01-01T00:00:00Z'),
		max: new Date('9999-12-31T23:59:59.999Z'),
		noInvalidDate: true,
	});
	fc.assert(
		fc.property(times, (date) => {
			expect(timeOf(date.toISOString())).toBe(date.getTime());
		}),
	);
});

test('an offset is taken off', () => {
	const offset = fc.tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 59 }));
	const two = (value: number) => String(value).padStart(2, '0');
	fc.assert(
		fc.property(offset, ([sign, hours, minutes]) => {
			const text = `2026-11-21T04:25:02.835${sign}${two(hours)}:${two(minutes)}`;
			expect(timeOf(text)).toBe(Date.parse(text));
		}),
	);
});

test.each([
	['2026-11-21T04:25:02.835815053Z', Date.parse('2026-11-21T04:25:02.835Z')],
	['2024-02-29T00:00:00Z', Date.parse('2024-02-29T00:00:00Z')],
	['0001-01-01T00:00:00Z', undefined],
	['2023-02-29T00:00:00Z', undefined],
	['2026-13-01T00:00:00Z', undefined],
	['2026-11-21T24:00:00Z', undefined],
	['2026-11-21', undefined],
	['', undefined],
	['yesterday', undefined],
])('%s', (text, at) => {
	expect(timeOf(text)).toBe(at);
});

test('no text makes it throw', () => {
	fc.assert(
		fc.property(fc.string(), (text) => {
			expect(['number', 'undefined']).toContain(typeof timeOf(text));
		}),
	);
});

test('a time that is written in UTC is read as the same, to the second', () => {
	fc.assert(
		fc.property(fc.integer({ min: -62_000_000_000_000, max: 253_402_300_799_999 }), (at) => {
			expect(utcText(at)).toBe(`${new Date(at).toISOString().slice(0, 19)}Z`);
			expect(timeOf(utcText(at))).toBe(Math.floor(at / 1000) * 1000);
		}),
	);
});
