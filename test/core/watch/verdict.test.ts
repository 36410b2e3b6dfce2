import { expect, test } from 'vitest';
import { watchVerdict } from '../../../src/core/watch/verdict.ts';

const limits = { errors: 0.05, p95: 2_000 };

test.each([
	[{ errors: 0.05, p95: 2_000 }, 100, 'ok', 'errors 5.0%, p95 2.0s'],
	[{ errors: 0.051, p95: 12 }, 100, 'degraded', 'errors 5.1%, above 5.0%'],
	[{ errors: 0, p95: 2_600 }, 100, 'degraded', 'p95 2.6s, above 2.0s'],
	[{ errors: 0 }, 100, 'ok', 'errors 0.0%, p95 not measured'],
	[{ requests: 3 }, 100, 'unknown', 'its metrics tell neither a status nor how long answers took'],
	[{ errors: 0.5, p95: 12 }, 4, 'unknown', '4 requests in the last minute: too few to tell'],
])('%j of %i requests: %s', (summary, requests, is, because) => {
	expect(watchVerdict(summary, requests, limits)).toMatchObject({ is, because });
});
