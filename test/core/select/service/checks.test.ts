import { expect, test } from 'vitest';
import type { Condition } from '../../../../src/core/model.ts';
import { checkLines } from '../../../../src/core/select/service/checks.ts';
import type { LayerFact } from '../../../../src/core/state.ts';
import { fleetState, is, seconds, service, start } from '../../../screens/fleet-state.ts';

const drawn = (because: string, width: number, source = 'http'): string => {
	const failing: LayerFact = {
		layer: 'outside',
		source,
		kind: 'http',
		observed: { value: is('down', because), at: start - seconds(2), misses: 0 },
		streak: 9,
		need: 1,
		history: Array.from({ length: 30 }, () => false),
		every: seconds(5),
	};
	const state = fleetState([service('production/api')], {});
	const [line = []] = checkLines(
		{ ...state, layers: { 'production/api': { [source]: failing } } },
		'production/api',
		start,
		{ width },
	);
	return line.map(({ text }) => text).join('');
};

test('what a check says now takes the cells of its older results', () => {
	const says = '500 Internal Server Error in 470 ms';
	expect(drawn(says, 83)).toMatch(/ 500 Internal Server Error in 470 ms {2}X{11} {5}2s$/);
	expect(drawn('500', 83)).toMatch(/ 500 +X{30} +2s$/);
	expect(drawn(says.repeat(3), 83)).toMatch(/ ms5… X{10} +2s$/);
	for (const width of [60, 83, 120]) expect(drawn(says, width)).toHaveLength(width);
});

const told = (observed: LayerFact['observed']): readonly string[] => {
	const fact: LayerFact = {
		...{ layer: 'outside', source: 't', kind: 'tls', streak: 1, need: 3, history: [], every: seconds(5), observed },
	};
	const state = { ...fleetState([service('production/api')], {}), layers: { 'production/api': { t: fact } } };
	return checkLines(state, 'production/api', start, { width: 80 }).map((line) => line.map(({ text }) => text).join(''));
};

test('what to do stands under a check that is not well', () => {
	const at = start - seconds(2);
	const fix = 'Renew the certificate.';
	const value = { ...is('degraded', 'the certificate ends in 4 days'), fix };
	expect(told({ value, at, misses: 0 })[1]?.trimEnd()).toBe('         fix: Renew the certificate.');
	const failure = { kind: 'missing', message: 'There is no such file.', fix: 'Check the path.' } as const;
	expect(told({ value, at, misses: 1, failure })[1]?.trimEnd()).toBe('         fix: Check the path.');
	expect(told({ value: is('degraded', 'slow'), at, misses: 0 })).toHaveLength(1);
	expect(told({ value: { ...value, fix: 'word '.repeat(100) }, at, misses: 0 })).toHaveLength(3);
});

test('where there is little room only the worst says what to do', () => {
	const fact = (source: string, stands: Condition['is']): LayerFact => ({
		...{ layer: 'outside', source, kind: 'tcp', streak: 1, need: 1, history: [], every: seconds(5) },
		observed: { value: { ...is(stands, 'refused'), fix: `Start ${source}.` }, at: start, misses: 0 },
	});
	const layers = { 'production/api': { a: fact('a', 'degraded'), b: fact('b', 'down') } };
	const fixes = (height: number) =>
		checkLines({ ...fleetState([], {}), layers }, 'production/api', start, { width: 80, height })
			.map((line) =>
				line
					.map(({ text }) => text)
					.join('')
					.trim(),
			)
			.filter((line) => line.startsWith('fix: '));
	expect(fixes(19)).toEqual(['fix: Start b.']);
	expect(fixes(20)).toEqual(['fix: Start a.', 'fix: Start b.']);
});

test('a probe with a long name does not run into what it says', () => {
	expect(drawn('500', 100, 'nightly-schedule')).toContain('nightly-schedule X down');
	expect(drawn('500', 100, 'x'.repeat(40))).toMatch(/^outside {2}x{16}… X down/);
	for (const width of [60, 83]) expect(drawn('500', width, 'nightly-schedule')).toHaveLength(width);
});
