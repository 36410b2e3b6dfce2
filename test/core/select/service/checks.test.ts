import { expect, test } from 'vitest';
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
		width,
	);
	return line.map(({ text }) => text).join('');
};

test('what a check says now takes the cells of its older results', () => {
	const says = '500 Internal Server Error in 470 ms';
	expect(drawn(says, 83)).toMatch(/ 500 Internal Server Error in 470 ms {2}x{11} {5}2s$/);
	expect(drawn('500', 83)).toMatch(/ 500 +x{30} +2s$/);
	expect(drawn(says.repeat(3), 83)).toMatch(/ ms5… x{10} +2s$/);
	for (const width of [60, 83, 120]) expect(drawn(says, width)).toHaveLength(width);
});

test('a probe with a long name does not run into what it says', () => {
	expect(drawn('500', 100, 'nightly-schedule')).toContain('nightly-schedule X down');
	expect(drawn('500', 100, 'x'.repeat(40))).toMatch(/^outside {2}x{16}… X down/);
	for (const width of [60, 83]) expect(drawn('500', width, 'nightly-schedule')).toHaveLength(width);
});
