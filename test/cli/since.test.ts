import { expect, test } from 'vitest';
import { sinceOf } from '../../src/cli/since.ts';

const now = Date.parse('2026-11-21T14:02:31Z');
const iso = (text: string) => {
	const at = sinceOf(text, now);
	return at === undefined ? undefined : new Date(at).toISOString();
};

test.each([
	['2h', '2026-11-21T12:02:31.000Z'],
	['90s', '2026-11-21T14:01:01.000Z'],
	['1.5d', '2026-11-20T02:02:31.000Z'],
	['2026-11-20', '2026-11-20T00:00:00.000Z'],
	['2026-11-20T09:30', '2026-11-20T09:30:00.000Z'],
	['2026-11-20 09:30:10', '2026-11-20T09:30:10.000Z'],
	['2026-11-20T09:30:10.5Z', '2026-11-20T09:30:10.500Z'],
	['2026-11-20T09:30+02:00', '2026-11-20T07:30:00.000Z'],
	['14:00', '2026-11-21T14:00:00.000Z'],
	['14:02:31Z', '2026-11-21T14:02:31.000Z'],
	['23:00', '2026-11-20T23:00:00.000Z'],
])('%s is since %s', (text, at) => {
	expect(iso(text)).toBe(at);
});

test.each([
	'',
	'yesterday',
	'2',
	'2 hours',
	'-2h',
	'2026-02-31',
	'2026-13-01',
	'25:00',
	'14:61',
	'2026-11-20T9:30',
	'1e3h',
])('%j is no time', (text) => {
	expect(sinceOf(text, now)).toBeUndefined();
});
