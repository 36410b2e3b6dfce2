import { describe, expect, test } from 'vitest';
import { curveLines, markLine, type Span, serviceCurves, spanText } from '../../../../src/core/select/rows/spark.ts';
import type { Feeds } from '../../../../src/core/state.ts';

const now = Date.UTC(2026, 10, 21, 14);
const day = 86_400_000;
const span: Span = { id: 'production/api', now, length: day, width: 17 + 24, rows: 1, marks: [] };
const feedsOf = (value: (column: number) => number | undefined): Feeds => ({
	numbers: () => undefined,
	lines: () => ({ lines: [], seen: 0, dropped: 0 }),
	history: {
		window: (series, _from, _to, columns) =>
			Array.from({ length: columns }, (_, column) => (series.endsWith('/p95') ? value(column) : undefined)),
		mean: () => undefined,
		marks: () => [],
	},
});
const text = (line: readonly { readonly text: string }[] | undefined) => (line ?? []).map((one) => one.text).join('');

describe('a curve', () => {
	test('of before this session is drawn with its gaps, and no number that would be old', () => {
		const [p95, ...others] = curveLines(
			serviceCurves,
			span,
			feedsOf((column) => (column % 6 < 3 ? 8 : undefined)),
		);
		expect(text(p95?.[0])).toBe('p95 24h  ███   ███   ███   ███          -');
		expect(others).toEqual([]);
	});

	test('of which nothing is known in its time is not drawn', () => {
		expect(
			curveLines(
				serviceCurves,
				span,
				feedsOf(() => undefined),
			),
		).toEqual([]);
	});

	test('hides what is newest behind no mark', () => {
		const [p95] = curveLines(
			serviceCurves,
			{ ...span, marks: [now - 1, now - day / 2] },
			feedsOf((column) => (column === 23 ? 8 : 4)),
		);
		expect(text(p95?.[0]).slice(9, 33)).toBe('▅▅▅▅▅▅▅▅▅▅▅▅|▅▅▅▅▅▅▅▅▅|█');
	});

	test('fills its scale only above its limit', () => {
		const limits = { errorRatio: 0.05, p95: 2000, cpu: 0.9, memory: 0.85, disk: 0.8 };
		const drawn = (value: number) => {
			const [p95] = curveLines(
				serviceCurves,
				{ ...span, limits },
				feedsOf(() => value),
			);
			return text(p95?.[0]).slice(9, 10);
		};
		expect([drawn(80), drawn(1000), drawn(2000), drawn(9000)]).toEqual(['▁', '▅', '█', '█']);
	});

	test('of a short time has parts of 20 s: what is read every 10 s has no gaps between', () => {
		const short = { ...span, length: 60_000, width: 17 + 12 };
		const [p95] = curveLines(
			serviceCurves,
			short,
			feedsOf((column) => [1, undefined, 8][column]),
		);
		expect(text(p95?.[0]).slice(9, 21)).toBe('▂▂▂▂    ████');
	});
});

describe('the row of marks', () => {
	const mark = (back: number, sign: string) => ({ at: now - back, sign, tone: 'plain' as const });
	test('has a sign where something happened, the later one where two share a cell', () => {
		const row = text(markLine([mark(day - 1, 'R'), mark(day / 2, 'x'), mark(day / 2 - 1, '+'), mark(1, 'K')], span));
		expect(row).toBe(`marks    R${' '.repeat(11)}+${' '.repeat(10)}K`);
	});

	test('leaves out what is older, or yet to come', () => {
		expect(text(markLine([mark(day + 1, 'R'), mark(-60_000, 'R')], span)).trim()).toBe('marks');
	});
});

test.each([
	[300_000, '5m'],
	[1_800_000, '30m'],
	[86_400_000, '24h'],
	[90_000, '1m 30s'],
])('%d ms are called %s', (length, name) => {
	expect(spanText(length)).toBe(name);
});
