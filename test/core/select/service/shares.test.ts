import { expect, test } from 'vitest';
import type { Release } from '../../../../src/core/model.ts';
import { releaseLines } from '../../../../src/core/select/service/releases.ts';
import { sharesOf } from '../../../../src/core/select/service/shares.ts';
import type { Feeds } from '../../../../src/core/state.ts';
import { aService, days, minutes, releases, start } from '../../../support/plans.ts';

/** A history in which one request of a thousand fails, and what it was asked. */
function asked() {
	const questions: (readonly [string, number, number])[] = [];
	const mean = (series: string, from: number, to: number) => {
		questions.push([series, from, to]);
		return series.endsWith('/failed') ? 0.04 : 40;
	};
	const history = { window: () => [], marks: () => [], mean };
	const feeds: Feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }), history };
	return { feeds, questions };
}
const service = aService();
const share = (release: Release | undefined, feeds: Feeds) =>
	release === undefined ? 'no release' : sharesOf(service, feeds, start)(release);

test('a release is asked about for the time in which it served', () => {
	const { feeds, questions } = asked();
	expect(share(releases()[0], feeds)).toBe(0.001);
	expect(share(releases()[1], feeds)).toBe(0.001);
	expect(questions).toEqual([
		['production/api/requests', start - minutes(18), start],
		['production/api/failed', start - minutes(18), start],
		['production/api/requests', start - days(9), start - days(2)],
		['production/api/failed', start - days(9), start - days(2)],
	]);
});

test('of one that served nobody knows how long, or without a history, nothing is known', () => {
	const { feeds, questions } = asked();
	expect(share(releases()[2], feeds)).toBeUndefined();
	expect(share(releases()[4], feeds)).toBeUndefined();
	expect(questions).toEqual([]);
	const { history: _none, ...without } = feeds;
	expect(share(releases()[0], without)).toBeUndefined();
});

test.each([
	[110, 'until 2d ago, served 7d, 0.1% 5xx'],
	[78, 'served 7d, 0.1% 5xx'],
])('a row of %d cells says how long it served and how well', (width, words) => {
	const shares = { share: sharesOf(service, asked().feeds, start), live: () => undefined };
	const rows = releaseLines(service, start, width, shares).map((line) => line.at(-1)?.text);
	expect(rows.slice(0, 3)).toEqual(['since 18m, 0.1% 5xx', words, '']);
	expect(releaseLines(service, start, width)[1]?.at(-1)?.text).toBe('until 2d ago, ran 7d');
});

test('a row says who put a release live, and how that came out where there is room', () => {
	const put = { run: '7f3a1b2c', by: 'op-2', what: 'roll back', at: start, outcome: 'VERIFIED' } as const;
	const facts = { share: () => 0.001, live: ({ can }: Release) => (can === 'runs' ? put : undefined) };
	const row = (width: number) =>
		releaseLines(service, start, width, facts)[0]
			?.map(({ text }) => text)
			.join('');
	expect(row(110)).toMatch(/RUNS {2}by op-2 +since 18m, 0\.1% 5xx, VERIFIED$/);
	expect(row(78)).toMatch(/RUNS {2}by op-2 +since 18m, 0\.1% 5xx$/);
});

test.each([
	[72, ['since 18m', 'ran 7d'], ['18m, 0.1% 5xx', 'ran 7d, 0.1% 5xx']],
	[78, ['since 18m', 'until 2d ago, ran 7d'], ['since 18m, 0.1% 5xx', 'served 7d, 0.1% 5xx']],
])('a row of %d cells is whole, with or without how well it served', (width, without, withShare) => {
	const rows = (share?: number) =>
		releaseLines(service, start, width, { share: () => share, live: () => undefined })
			.slice(0, 2)
			.map((line) => line.at(-1)?.text);
	expect(rows()).toEqual(without);
	expect(rows(0.001)).toEqual(withShare);
});
