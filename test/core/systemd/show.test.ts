import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exitOf, systemdSpan, systemdTime, unitsIn } from '../../../src/core/systemd/show.ts';

describe('unitsIn', () => {
	test('takes units apart, whose properties stand in any order', () => {
		const lines = ['Restart=no', 'Id=a.service', 'Description=x=y', '', 'Id=b.service', 'A=1', 'A=2', 'nonsense'];
		expect(unitsIn(lines).map((unit) => Object.fromEntries(unit))).toEqual([
			{ Restart: 'no', Id: 'a.service', Description: 'x=y' },
			{ Id: 'b.service', A: '1' },
		]);
	});
	test('what names no unit is none', () => expect(unitsIn(['A=1', '', '', 'B=2'])).toEqual([]));
	test('never more than fit', () => {
		expect(unitsIn(Array(5000).fill(['Id=x', '']).flat()).length).toBe(1000);
		fc.assert(fc.property(fc.array(fc.string()), (lines) => void unitsIn(lines)));
	});
});

test.each([
	['Sat 2026-11-21 02:00:01 UTC', Date.UTC(2026, 10, 21, 2, 0, 1)],
	['Sat 2026-11-21 02:00:01 CET', undefined],
	['n/a', undefined],
	['', undefined],
	[undefined, undefined],
	['Sat 2026-13-41 02:00:01 UTC', undefined],
])('the time %j', (text, at) => expect(systemdTime(text)).toBe(at));

test.each([
	['1d 2h 3min 4.500s', 93_784_500],
	['15min', 900_000],
	['1month', 2_629_800_000],
	['infinity', undefined],
	['12 monkeys', undefined],
	['', undefined],
])('the length %j', (text, length) => expect(systemdSpan(text)).toBe(length));

test.each([
	[{ ExecMainCode: '1', ExecMainStatus: '3', ExecMainExitTimestamp: 'Sat' }, 3],
	[{ ExecMainCode: '2', ExecMainStatus: '9', ExecMainExitTimestamp: 'Sat' }, 137],
	[{ ExecMainCode: '0', ExecMainStatus: '0', ExecMainExitTimestamp: '' }, undefined],
	[{ ExecMainCode: '0', ExecMainStatus: '0', ExecMainExitTimestamp: 'n/a' }, undefined],
])('the exit of %j is %j', (unit, exit) => expect(exitOf(new Map(Object.entries(unit)))).toBe(exit));
