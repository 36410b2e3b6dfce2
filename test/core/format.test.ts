import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as format from '../../src/core/format.ts';

const { bytes, clock, count, duration, hourMinute, orDash, percent, perSecond, shortAge, shortId } = format;
const hour = 3_600_000;

describe('what a number looks like', () => {
	test.each<[string, string]>([
		[shortAge(51 * hour), '2d'],
		[duration(0.4), '0ms'],
		[duration(44), '44ms'],
		[duration(999.6), '1.0s'],
		[duration(8_123), '8.1s'],
		[duration(9_990), '10s'],
		[duration(59_700), '1m 0s'],
		[duration(185_000), '3m 5s'],
		[bytes(0), '0B'],
		[bytes(1023), '1023B'],
		[bytes(512 * 1024 ** 2), '512M'],
		[bytes(1023.7 * 1024 ** 2), '1.0G'],
		[bytes(1.2 * 1024 ** 3), '1.2G'],
		[bytes(10.4 * 1024 ** 3), '10G'],
		[bytes(-1e308), '-8.9e+292P'],
		[count(1e25), '1.0e+16G'],
		[count(731), '731'],
		[count(8_123), '8.1k'],
		[count(999_900), '1.0M'],
		[perSecond(0), '0/s'],
		[perSecond(0.25), '0.3/s'],
		[perSecond(12.4), '12/s'],
		[percent(0.412, 1), '41.2%'],
		[percent(0.97), '97%'],
		[hourMinute(Date.UTC(2026, 10, 21, 14, 2, 31)), '14:02'],
		[clock(-1000), '23:59:59Z'],
		[shortId('sha256:9c1e2ab45f00aa11bb22'), '9c1e2ab45f00'],
		[orDash(undefined, bytes), '-'],
		[orDash(Number.NaN, percent), '-'],
		[orDash(0, bytes), '0B'],
	])('%s is %s', (text, expected) => expect(text).toBe(expected));
});

test('the clock is that of UTC at any time', () => {
	fc.assert(
		fc.property(fc.date({ min: new Date(0), max: new Date('9000-01-01'), noInvalidDate: true }), (date) => {
			expect(clock(date.getTime())).toBe(`${date.toISOString().slice(11, 19)}Z`);
		}),
	);
});

test('a number never takes more cells than its column has', () => {
	fc.assert(
		fc.property(fc.double({ min: 0, max: 1e17, noNaN: true }), (value) => {
			expect(bytes(value).length).toBeLessThanOrEqual(5);
			expect(count(value / 1e6).length).toBeLessThanOrEqual(4);
		}),
	);
});
