import { describe, expect, test } from 'vitest';
import type { Mark } from '../../../src/core/history/mark.ts';
import { killsSentence, riseSentence, turnSentence, unreachableSentence } from '../../../src/core/history/sentences.ts';
import { makeSeries } from '../../../src/store/series.ts';

/** 2026-11-21 14:00:00 UTC. */
const at = Date.UTC(2026, 10, 21, 14);
const mark = (kind: Mark['kind'], after: number, text: string, is?: Mark['is']): Mark => ({
	...{ service: 'production/api', at: at + after * 1000, kind, text },
	...(is === undefined ? {} : { is }),
});

describe('kills', () => {
	test('are counted and named by their times', () => {
		expect(killsSentence([])).toBeUndefined();
		expect(killsSentence([mark('condition', 0, '', 'down')])).toBeUndefined();
		expect(killsSentence([mark('killed', 62, 'api')])).toBe('1 OOM kill at 14:01:02Z');
		expect(killsSentence([mark('killed', 62, 'api'), mark('killed', -70, 'api')])).toBe(
			'2 OOM kills at 13:58:50Z and 14:01:02Z',
		);
	});

	test('that are many are counted, the newest named', () => {
		const many = Array.from({ length: 30 }, (_, index) => mark('killed', index, 'api'));
		expect(killsSentence(many)).toBe('30 OOM kills, the newest at 14:00:26Z, 14:00:27Z, 14:00:28Z and 14:00:29Z');
	});
});

describe('a turn for the worse', () => {
	test('names what was done last before it', () => {
		const marks = [
			mark('action', -60, 'restart by ada'),
			mark('release', 0, 'v412'),
			mark('condition', 12, '', 'down'),
		];
		expect(turnSentence(marks)).toBe('down 12s after release v412, at 14:00:12Z');
		expect(turnSentence([mark('action', 0, 'restart by ada'), mark('condition', 12, '', 'degraded')])).toBe(
			'degraded 12s after restart by ada, at 14:00:12Z',
		);
	});

	test.each([
		['nothing was done before it', [mark('condition', 12, '', 'down')]],
		['that was long before', [mark('release', 0, 'v412'), mark('condition', 601, '', 'down')]],
		['it was done after it', [mark('condition', 12, '', 'down'), mark('release', 13, 'v412')]],
		['it turned well', [mark('release', 0, 'v412'), mark('condition', 12, '', 'ok')]],
		['nobody knows how it is', [mark('release', 0, 'v412'), mark('condition', 12, '', 'unknown')]],
	])('says nothing where %s', (_, marks) => {
		expect(turnSentence(marks)).toBeUndefined();
	});
});

describe('errors after a release', () => {
	const release = [mark('release', 0, 'v412')];
	const series = 'production/api/errors';
	/** A share every 10 s from ten minutes before the release on; `NaN` is a gap. */
	function said(share: (seconds: number) => number, now = at + 300_000, limit = 0.05) {
		const ring = makeSeries(series);
		for (let seconds = -600; at + seconds * 1000 <= now; seconds += 10) {
			ring.append({ series, at: at + seconds * 1000, value: share(seconds) });
		}
		return riseSentence(release, { series, numbers: () => ring, limit }, now);
	}

	test('are told with when they were seen first, and from what to what they rose', () => {
		expect(said((seconds) => (seconds <= 30 ? 0.001 : 0.412))).toBe(
			'errors rose within 40s after release v412: 0.1% before, 41.2% then',
		);
	});

	test.each([
		['they stay', () => 0.001],
		['they were as many before', () => 0.412],
		['they stay below the limit', (seconds: number) => (seconds <= 30 ? 0.001 : 0.04)],
		['it is one reading', (seconds: number) => (seconds === 40 ? 0.9 : 0.001)],
		['it is not known how they were before', (seconds: number) => (seconds <= 0 ? Number.NaN : 0.412)],
		['it is not known how they are since', (seconds: number) => (seconds > 0 ? Number.NaN : 0.001)],
		['they rose later than is looked at', (seconds: number) => (seconds < 250 ? 0.001 : 0.412)],
	])('are not said to rise where %s', (_, share) => {
		expect(said(share)).toBeUndefined();
	});

	test('are told from what was kept when the ring has it no more, no finer than it is known', () => {
		const step = (from: number, to: number, columns: number) =>
			Array.from({ length: columns }, (_, column) => {
				const begin = from + (column * (to - from)) / columns;
				return begin < at + 120_000 ? 0.001 : 0.2;
			});
		const history = {
			window: (_: string, from: number, to: number, columns: number) => step(from, to, columns),
			mean: () => undefined,
			marks: () => [],
		};
		const errors = { series, numbers: () => undefined, history, limit: 0.05 };
		expect(riseSentence(release, errors, at + 3_600_000)).toBe(
			'errors rose within 3m after release v412: 0.1% before, 20.0% then',
		);
		expect(riseSentence(release, errors, at + 8 * 3_600_000)).toBe(
			'errors rose within 10m after release v412: 0.1% before, 20.0% then',
		);
	});

	test('are not looked for without a release', () => {
		expect(riseSentence([], { series, numbers: () => undefined, limit: 0.05 }, at)).toBeUndefined();
	});
});

describe('a host that is lost', () => {
	test.each([
		[[], 'host vps1 unreachable: no service is on it alone'],
		[['unknown'], 'host vps1 unreachable: its service is dimmed, not down'],
		[['unknown', 'unknown'], 'host vps1 unreachable: its 2 services are dimmed, not down'],
		[['unknown', 'down', 'unknown'], 'host vps1 unreachable: 2 of its 3 services are dimmed, not down'],
		[['unknown', 'down'], 'host vps1 unreachable: 1 of its 2 services is dimmed, not down'],
		[['down'], 'host vps1 unreachable: checks from elsewhere still tell how its services stand'],
	] as const)('%j: %s', (stand, sentence) => {
		expect(unreachableSentence('vps1', stand)).toBe(sentence);
	});
});
