import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition } from '../../../../src/core/model.ts';
import { firstToSee, headlineOf } from '../../../../src/core/select/fleet/head.ts';
import { fleetState, is, minutes, seconds, service, start } from '../../../screens/fleet-state.ts';

/** `local` is not in the config: it comes after `production` and `staging`. */
const services = ['local/api', 'production/api', 'production/web', 'staging/api'];
const fleet = (conditions: Readonly<Record<string, Condition>>) =>
	fleetState(
		services.map((id) => service(id)),
		{ ...Object.fromEntries(services.map((id) => [id, is('ok', 'running')])), ...conditions },
	);
const down = (ago: number) => is('down', 'exit code 137', start - ago);
const named = (conditions: Readonly<Record<string, Condition>>) => firstToSee(fleet(conditions), services);

describe('the one that the headline names', () => {
	test('is of the first environment among those that went down together', () => {
		expect(named({ 'local/api': down(9_400), 'production/api': down(9_000) })).toBe('production/api');
		expect(named({ 'local/api': down(9_000), 'staging/api': down(4_000) })).toBe('staging/api');
	});
	test('is the longest where the environment is the same', () => {
		expect(named({ 'production/api': down(8_000), 'production/web': down(9_000) })).toBe('production/web');
	});
	test('is the one that went down first, where the others came later than 5 s after it', () => {
		expect(named({ 'local/api': down(9_000), 'production/api': down(3_999) })).toBe('local/api');
	});
	test('is never one that is better than another', () => {
		const degraded = is('degraded', 'slow', start - minutes(50));
		expect(named({ 'production/api': degraded, 'local/api': down(1_000) })).toBe('local/api');
	});
	test('does not depend on the order in which they are looked at', () => {
		const ago = fc.integer({ min: 0, max: 12_000 });
		fc.assert(
			fc.property(fc.tuple(ago, ago, ago, ago), fc.shuffledSubarray(services, { minLength: 4 }), (times, order) => {
				const state = fleet(Object.fromEntries(times.map((time, index) => [services[index], down(time)])));
				fc.pre(new Set(times).size === times.length);
				expect(firstToSee(state, order)).toBe(firstToSee(state, services));
			}),
		);
	});
	test('stands in the headline with how many others there are', () => {
		const state = fleet({ 'local/api': down(seconds(9)), 'production/api': down(seconds(9)) });
		const words = headlineOf(state, start).map(({ text }) => text);
		expect(words.join('')).toBe('X down production/api for 9s and 1 more: exit code 137');
	});
});
