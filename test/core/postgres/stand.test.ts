import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standOf } from '../../../src/core/postgres/stand.ts';
import { standing } from './standing.ts';

const answer = (it: unknown) => JSON.stringify([{ it }]);

test('what was asked for is taken', () => {
	const stand = standing({ slots: [{ name: 'a', bytes: 1 }] });
	expect(standOf(answer(stand))).toEqual({ ok: true, value: stand });
});

test('a name without end is cut, and no length is negative', () => {
	const sessions = [{ pid: 1, by: 'x'.repeat(100_000), database: null, active: true, seconds: -0.01 }];
	expect(standOf(answer({ ...standing(), sessions }))).toMatchObject({
		value: { sessions: [{ by: 'x'.repeat(63), database: '', seconds: 0 }] },
	});
});

test.each<[string, string]>([
	['nothing', ''],
	['no JSON', '<html>'],
	['no rows', '[]'],
	['two', `[${answer(standing()).slice(1, -1)},${answer(standing()).slice(1, -1)}]`],
	['another row', '[{"a":1}]'],
	['a text for a number', answer({ ...standing(), used: '12' })],
	['too many sessions', answer({ ...standing(), slots: Array.from({ length: 2000 }, () => ({ name: '', bytes: 0 })) })],
])('%s is told', (_, text) => {
	expect(standOf(text)).toMatchObject({ ok: false, failure: { kind: 'garbled' } });
});

test('no answer is thrown at', () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.jsonValue().map(answer)), (text) => {
			expect(standOf(text).ok).toBe(false);
		}),
	);
});
