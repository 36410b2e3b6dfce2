import { expect, test } from 'vitest';
import { factFound } from '../../../src/core/runbook/facts.ts';
import type { Fact } from '../../../src/core/runbook/model.ts';
import type { Feeds, State } from '../../../src/core/state.ts';
import { aService, aState, start } from '../../support/plans.ts';

/** Feeds in which these series have one number, of just now. */
const feedsOf = (numbers: Readonly<Record<string, number>>): Feeds => ({
	lines: () => ({ lines: [], seen: 0, dropped: 0 }),
	numbers: (series) => {
		const value = numbers[series];
		if (value === undefined) return undefined;
		return { append: () => undefined, window: () => [value], last: () => ({ series, at: start, value }) };
	},
});
const on = (...hosts: readonly string[]): State => ({
	...aState(),
	services: { 'production/api': aService({ hosts }) },
});
const disk = (than: '<' | '>' = '<', of?: string): Fact => ({
	...{ line: 1, text: 'disk', is: 'number', what: 'disk', than, value: 0.9 },
	...(of === undefined ? {} : { of }),
});
const found = (fact: Fact, state: State, numbers: Readonly<Record<string, number>>) =>
	factFound(fact, 'production/api', state, feedsOf(numbers), start);

test('the disk of a service is that of its host', () => {
	expect(found(disk(), on('vps1'), { 'host/vps1/disk': 0.42 })).toEqual({
		holds: true,
		say: 'disk 42.0%, expected < 90.0%',
	});
	expect(found(disk(), on('vps1'), { 'host/vps1/disk': 0.97 })).toMatchObject({ holds: false });
	expect(found(disk('<', 'host/vps1'), on('vps1'), { 'host/vps1/disk': 0.97 })).toMatchObject({ holds: false });
});

test('of several hosts each must hold, and one of which nothing is known holds not', () => {
	const two = on('vps1', 'vps2');
	expect(found(disk(), two, { 'host/vps1/disk': 0.4, 'host/vps2/disk': 0.5 })).toMatchObject({ holds: true });
	expect(found(disk(), two, { 'host/vps1/disk': 0.4, 'host/vps2/disk': 0.97 })).toEqual({
		holds: false,
		say: 'disk 97.0%, expected < 90.0%',
	});
	expect(found(disk(), two, { 'host/vps1/disk': 0.4 })).toEqual({
		holds: undefined,
		say: 'disk of host/vps2 is not known',
	});
	expect(found(disk(), two, { 'host/vps1/disk': 0.97 })).toMatchObject({ holds: false });
});

test('of a service that is nowhere, and of one that nobody knows, nothing is known', () => {
	expect(found(disk(), on(), { 'host/vps1/disk': 0.4 })).toMatchObject({ holds: undefined });
	expect(found(disk('<', 'production/gone'), on('vps1'), { 'host/vps1/disk': 0.4 })).toMatchObject({
		holds: undefined,
	});
});

test('what a service has of its own is asked of itself', () => {
	const fact: Fact = { ...{ line: 1, text: 'cpu', is: 'number', what: 'cpu', than: '<', value: 0.8 } };
	expect(found(fact, on('vps1'), { 'host/vps1/cpu': 0.99, 'production/api/cpu': 0.2 })).toMatchObject({ holds: true });
});
