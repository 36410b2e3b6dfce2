import { describe, expect, test } from 'vitest';
import { failedShare, withFailed } from '../../../src/core/history/derived.ts';
import type { Sample } from '../../../src/core/model.ts';

const of = (measure: string, value: number): Sample => ({ series: `production/api/${measure}`, at: 5, value });

describe('failed requests a second', () => {
	test('are the requests times the share that failed', () => {
		expect(withFailed([of('requests', 40), of('errors', 0.1)])).toContainEqual(of('failed', 4));
	});

	test('are none where there were no requests, and not known where nobody says how they ended', () => {
		expect(withFailed([of('requests', 0)])).toContainEqual(of('failed', 0));
		const untold = [of('requests', 40), of('p95', 12)];
		expect(withFailed(untold)).toBe(untold);
	});
});

describe('the share of failed requests of a longer time', () => {
	const share = (means: Readonly<Record<string, number>>) => failedShare((series) => means[series], 'production/api');
	test('weighs a share by its requests', () => {
		// A second with 1 request that failed and one with 99 that did not: 1 % failed, not a half.
		expect(share({ 'production/api/requests': 50, 'production/api/failed': 0.5 })).toBe(0.01);
	});

	test('is not known without requests or without how they ended', () => {
		expect(share({ 'production/api/requests': 0, 'production/api/failed': 0 })).toBeUndefined();
		expect(share({ 'production/api/requests': 50 })).toBeUndefined();
		expect(share({})).toBeUndefined();
	});
});
