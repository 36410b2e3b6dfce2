import { expect, test } from 'vitest';
import { checkText } from '../../../../src/core/select/plan/step.ts';

const probe = { kind: 'container', of: 'production/api', every: 1000, timeout: 1000, spec: {} };

test.each([
	[{ holds: 'again', times: 3, within: 60_000 }, 'it runs, 3 times in a row, within 1m'],
	[{ holds: 'again', times: 1, within: 15_000 }, 'it runs, within 15s'],
	[{ holds: 'again', times: 1, within: 0 }, 'it runs, read once'],
	[{ holds: 'throughout', lasts: 300_000, enough: 5 }, 'it runs, all the while for 5m'],
] as const)('a check tells how often and how long', (how, text) => {
	expect(checkText({ say: 'it runs', probe, ...how })).toBe(text);
});
