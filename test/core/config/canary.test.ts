import { expect, test } from 'vitest';
import { readConfig } from '../../../src/app/config.ts';

const read = (environment: string, service: string) =>
	readConfig(`environments:\n  production:\n    ${environment}\n    services:\n      api: ${service}\n`);
const canaryOf = (environment: string, service: string) => {
	const config = read(environment, service);
	if (!config.ok) throw new Error(config.errors.map(({ message }) => message).join('\n'));
	return config.value.services[0]?.canary;
};

test('a service goes by its own shares, else by those of its environment, else as is usual', () => {
	expect(canaryOf('protection: open', '{}')).toBeUndefined();
	expect(canaryOf('protection: open', '{ canary: {} }')).toEqual({ shares: [10, 50], lasts: 300_000 });
	expect(canaryOf('canary: { shares: [20], each: 1m }', '{ canary: { each: 2m } }')).toEqual({
		...{ shares: [20], lasts: 120_000 },
	});
});

test.each([
	['{ shares: [50, 10] }', /canary.shares` must be shares that rise/],
	['{ shares: [10, 10] }', /canary.shares` must be shares that rise/],
	['{ shares: [10, 100] }', /canary.shares.1` must be a whole number from 1 to 99/],
	['{ shares: [] }', /canary.shares` must be at least one share/],
	['{ shares: 10 }', /canary.shares` must be a list of percents/],
	['{ each: 2h }', /canary.each` must be a length of time from 1s to 1h/],
	['{ share: [10] }', /canary` has no `share`/],
])('%s is a mistake', (canary, message) => {
	const config = read('protection: open', `{ canary: ${canary} }`);
	expect(config.ok ? '' : config.errors[0]?.message).toMatch(message);
});
