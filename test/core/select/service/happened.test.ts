import { describe, expect, test } from 'vitest';
import type { Mark } from '../../../../src/core/history/mark.ts';
import type { Condition } from '../../../../src/core/model.ts';
import { conditionTones, conditionWords } from '../../../../src/core/select/rows/words.ts';
import {
	factSentences,
	happened,
	happenedLines,
	lostSentence,
	signOf,
} from '../../../../src/core/select/service/happened.ts';
import type { Feeds, State } from '../../../../src/core/state.ts';
import { aService, aState, days, minutes, releases, start } from '../../../support/plans.ts';

const service = aService({ releases: releases().slice(0, 2) });
const { id } = service;
const down: Mark = { service: id, at: start - minutes(17), kind: 'condition', text: 'exit code 137', is: 'down' };
const feedsOf = (...marks: readonly Mark[]): Feeds => ({
	numbers: () => undefined,
	lines: () => ({ lines: [], seen: 0, dropped: 0 }),
	history: { window: () => [], mean: () => undefined, marks: (_, from) => marks.filter(({ at }) => at >= from) },
});
const inDay = (feeds: Feeds) => happened(service, { feeds, runs: [] }, start - days(1), start);

describe('what happened', () => {
	test('is what was kept and what the ledger knows, in order, of this time only', () => {
		const old = { ...down, at: start - days(2) };
		expect(inDay(feedsOf(old, down)).map(({ kind, at }) => [kind, start - at])).toEqual([
			['release', minutes(18)],
			['condition', minutes(17)],
		]);
	});

	test('has a release once that was kept and is in the ledger too', () => {
		const release: Mark = { service: id, at: start - minutes(18) + 900, kind: 'release', text: 'v412', of: 'c' };
		expect(inDay(feedsOf(release))).toEqual([release]);
	});

	test('has a release that came twice twice, and once where that is one coming', () => {
		const twice = (first: number) =>
			happened(
				aService({
					releases: releases()
						.slice(0, 1)
						.map((one) => ({ ...one, first })),
				}),
				{ feeds: feedsOf(), runs: [] },
				start - days(1),
				start,
			);
		expect(twice(start - minutes(300))).toHaveLength(2);
		expect(twice(start - minutes(18) - 900)).toHaveLength(1);
	});

	test('is said newest first, each with its sign', () => {
		const kill: Mark = { service: id, at: start, kind: 'killed', text: 'api', of: 'c1' };
		const rows = happenedLines([...inDay(feedsOf(down)), kill], 78).map((line) =>
			line.map(({ text }) => text).join(''),
		);
		expect(rows).toEqual([
			'14:02:31Z K api had used up its memory and was killed',
			'13:45:31Z X down: exit code 137',
			'13:44:31Z R release v412',
		]);
	});

	test('has the signs and tones that conditions have on every screen', () => {
		for (const is of ['ok', 'degraded', 'down', 'unknown'] as const)
			expect(signOf({ ...down, is })).toEqual({ sign: conditionWords[is][0], tone: conditionTones[is] });
	});

	test('takes two rows at the most, however long a reason is', () => {
		expect(happenedLines([{ ...down, text: 'x '.repeat(500) }], 40)).toHaveLength(2);
	});
});

describe('sentences', () => {
	const lost = (is: readonly Condition['is'][]): State => {
		const state = aState();
		const services = is.map((_, index) => aService({ id: `production/s${index}`, name: `s${index}` }));
		const failure = { kind: 'unreachable', message: 'no route' } as const;
		return {
			...state,
			services: Object.fromEntries(services.map((one) => [one.id, one])),
			conditions: Object.fromEntries(
				is.map((word, index) => [`production/s${index}`, { is: word, because: '', since: 0 }]),
			),
			links: { vps1: { is: 'down', since: start, failure, retry: start } },
		};
	};
	test('tell what a lost host means for what it alone carries', () => {
		expect(lostSentence(lost(['unknown', 'unknown']), 'vps1')).toBe(
			'host vps1 unreachable: its 2 services are dimmed, not down',
		);
		const first = aService({ id: 'production/s0', hosts: ['vps1', 'vps2'] });
		const state = lost(['unknown', 'unknown']);
		const shared = { ...state, services: { ...state.services, [first.id]: first } };
		expect(lostSentence(shared, 'vps1')).toBe('host vps1 unreachable: its service is dimmed, not down');
	});

	test('stand together, and none where there is nothing to tell', () => {
		const telling = { state: lost(['unknown']), feeds: feedsOf(), now: start };
		expect(factSentences(service, telling, inDay(feedsOf(down)))).toEqual([
			'host vps1 unreachable: its service is dimmed, not down',
			'down 1m after release v412, at 13:45:31Z',
		]);
		expect(factSentences(service, { ...telling, state: aState() }, [])).toEqual([]);
	});
});
