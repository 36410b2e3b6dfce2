import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	linesOf,
	overLimit,
	parseContainer,
	parseFile,
	parseJournal,
	perMinute,
	sinceOf,
} from '../../../src/core/patterns/answer.ts';

describe('parseFile', () => {
	const head = 'file=there\ninode=7\nend=120\nskipped=0\ntext=\n';
	test('gives whole lines, and keeps the rest for the next reading', () => {
		expect(parseFile(`${head}ond\r\nthird\nfou`, 'sec')).toEqual({
			lines: ['second', 'third'],
			rest: 'fou',
			skipped: 0,
			place: { in: 'file', inode: 7, at: 120 },
		});
	});
	test('after a gap the first line is not whole', () => {
		const text = head.replace('skipped=0', 'skipped=9');
		expect(parseFile(`${text}alf\nwhole\n`, 'x')).toMatchObject({ lines: ['whole'], skipped: 9, rest: '' });
	});
	test('what stands in the log is no news of the file', () => {
		expect(parseFile(`${head}file=denied\ninode=9\ntext=\n`, '')).toMatchObject({
			lines: ['file=denied', 'inode=9', 'text='],
			place: { inode: 7 },
		});
	});
	test.each([
		['file=missing\n', 'missing'],
		['file=denied\n', 'denied'],
		['file=other\n', 'other'],
		['', undefined],
		['file=there\ntext=\nx\n', undefined],
	])('%j', (text, result) => expect(parseFile(text, '')).toEqual(result));
	test('however a text is cut into readings, its lines are the same', () => {
		const line = fc.string({ unit: fc.constantFrom('a', 'b', '=', ' '), minLength: 1, maxLength: 8 });
		fc.assert(
			fc.property(fc.array(line), fc.array(fc.nat(40)), (lines, cuts) => {
				const text = lines.map((one) => `${one}\n`).join('');
				const places = [0, ...cuts.map((cut) => Math.min(cut, text.length)).toSorted((a, b) => a - b), text.length];
				let rest = '';
				const found = places.slice(1).flatMap((to, index) => {
					const added = parseFile(`${head}${text.slice(places[index], to)}`, rest);
					if (typeof added !== 'object') return ['not understood'];
					rest = added.rest;
					return added.lines;
				});
				expect(found).toEqual(lines);
			}),
		);
	});
});

describe('parseJournal', () => {
	test('what messages say is no cursor', () => {
		const text = 'journal=there\ncursor=s=1;i=2\ntext=\na\ncursor=s=evil\n-- cursor: s=evil\nskipped=some\n';
		expect(parseJournal(text, 's=0')).toEqual({
			...{ lines: ['a', 'cursor=s=evil', '-- cursor: s=evil', 'skipped=some'], rest: '', skipped: 0 },
			place: { in: 'journal', cursor: 's=1;i=2' },
		});
	});
	test('after a gap it goes on at the new cursor, and never at the old one', () => {
		const text = 'journal=there\nskipped=some\ncursor=s=9\ntext=\na\n';
		expect(parseJournal(text, 's=0')).toMatchObject({ skipped: 'some', place: { cursor: 's=9' } });
		expect(parseJournal('journal=there\nskipped=some\ntext=\na\n', 's=0')).toBeUndefined();
	});
	test('without news the cursor stays', () => {
		expect(parseJournal('journal=there\ntext=\n', 's=0')).toMatchObject({ lines: [], place: { cursor: 's=0' } });
	});
	test.each([
		['journal=denied\n', 'denied'],
		['journal=missing\n', 'missing'],
		['journal=there\ntext=\n', 'missing'],
		['', undefined],
	])('%j', (text, result) => {
		expect(parseJournal(text, '')).toEqual(result);
	});
});

describe('parseContainer', () => {
	test('gives what came after the last time, of both streams', () => {
		const text =
			'2026-11-21T14:00:00.000000001Z a\n2026-11-21T14:00:00.000000003Z c\r\n\n2026-11-21T14:00:00.000000002Z b\nnonsense\n';
		expect(parseContainer(text, '2026-11-21T14:00:00.000000001Z', 3)).toMatchObject({
			skipped: 0,
			lines: ['c', 'b'],
			place: { in: 'container', last: '2026-11-21T14:00:00.000000003Z' },
		});
	});
	test('as many as were asked for may not be all', () => {
		const text = '2026-11-21T14:00:00.000000001Z a\n2026-11-21T14:00:00.000000002Z b\n';
		expect(parseContainer(text, '', 2)).toMatchObject({ lines: ['a', 'b'], skipped: 'some' });
	});
	test.each([
		['2026-11-21T14:00:00.000000003Z', `${Date.UTC(2026, 10, 21, 14) / 1000}.000000003`],
		['', undefined],
		['yesterday', undefined],
	])('since %j', (last, since) => expect(sinceOf(last)).toBe(since));
});

test('rates and limits', () => {
	const rates = perMinute({ errors: 5, oom: 0, auth: 1 }, 30_000);
	expect(rates).toEqual({ errors: 10, oom: 0, auth: 2 });
	expect(overLimit(rates, { errors: 10, oom: 0 })).toBeUndefined();
	expect(overLimit(rates, { errors: 9, auth: 0 })).toEqual({ name: 'auth', rate: 2, limit: 0 });
	expect(overLimit(rates, { errors: 2, auth: 1 })).toMatchObject({ name: 'errors' });
});

test('a line that never ends is not kept whole', () => {
	expect(linesOf('x'.repeat(1e6)).rest.length).toBe(4096);
});
