import { expect, test } from 'vitest';
import type { Condition } from '../../src/core/model.ts';
import { noticesOf, noticeText } from '../../src/core/notices.ts';
import type { State } from '../../src/core/state.ts';

const api = 'production/api';
const is = (word: Condition['is'], since = 0): State['conditions'] => ({
	[api]: { is: word, because: `it is ${word}`, since },
});
const seen = (conditions: State['conditions'], runs: State['runs'] = {}) => ({ conditions, runs });

test('the first condition is no change, the next one is told once', () => {
	const first = noticesOf({}, seen(is('ok')), 1000);
	expect(first).toEqual({ notices: [], told: { [api]: 'ok' } });
	const down = seen(is('down', 2000));
	expect(noticesOf(first.told, down, 4999).notices).toEqual([]);
	const told = noticesOf(first.told, down, 5000);
	expect(told.notices).toEqual([{ id: api, is: 'down', because: 'it is down' }]);
	expect(noticesOf(told.told, down, 6000)).toEqual({ notices: [], told: told.told });
});

test('that something is known at last is no change', () => {
	const unknown = noticesOf({}, seen(is('unknown')), 9000);
	expect(noticesOf(unknown.told, seen(is('ok')), 99_000)).toEqual({ notices: [], told: { [api]: 'ok' } });
});

test('that something is as it was left is no change, though it looked better at first', () => {
	const looks = { is: 'degraded', because: '', since: 0, stood: { is: 'down', since: 0, seen: 0 } } as const;
	const looked = noticesOf({}, seen({ [api]: looks }), 9000);
	expect(noticesOf(looked.told, seen(is('down')), 99_000)).toEqual({ notices: [], told: { [api]: 'down' } });
});

test('what comes and goes within 3 s is not told', () => {
	const told = { [api]: 'ok' as const };
	expect(noticesOf(told, seen(is('down', 2000)), 3000).told).toBe(told);
	expect(noticesOf(told, seen(is('ok', 3000)), 9000).notices).toEqual([]);
});

test('what a run of this cockpit is at work on is not told, but known', () => {
	// Only stage and service are looked at.
	const runs = { a: { plan: { service: api }, stage: 'running' } } as unknown as State['runs'];
	expect(noticesOf({ [api]: 'ok' }, seen(is('down'), runs), 9000)).toEqual({ notices: [], told: { [api]: 'down' } });
});

test('what is gone is forgotten: it comes back as something new', () => {
	expect(noticesOf({ [api]: 'down' }, seen({}), 9000).told).toEqual({});
});

test('several are one line, the worst first', () => {
	const notices = (['ok', 'down', 'degraded'] as const).map((word) => ({ id: word, is: word, because: 'x' }));
	expect(noticeText(notices)).toBe('down down: x, and 2 more');
	expect(noticeText([])).toBeUndefined();
});
