import { describe, expect, test } from 'vitest';
import { type SimulatedCompose, simulatedCompose } from './compose.ts';

/** A row of the tables of decision 021, as measured: what is left, and what `up` makes of it, twice where once was refused. */
type Row = readonly [before: number, left: readonly string[], finish: string, undo: string | readonly [string, string]];

const MEASURED: Readonly<Record<'v2' | '1.29', readonly Row[]>> = {
	v2: [
		[1, ['OLD running'], 'NEW running', 'OLD running'],
		[2, ['OLD running', 'temporary NEW created'], 'NEW running', ['temporary OLD created', 'temporary OLD running']],
		[3, ['OLD exited', 'temporary NEW created'], 'NEW running', 'OLD running'],
		[4, ['temporary NEW created'], 'temporary NEW running', 'OLD running'],
		[5, ['NEW created'], 'NEW running', 'OLD running'],
	],
	'1.29': [
		[1, ['OLD running'], 'NEW running', 'OLD running'],
		[2, ['OLD exited'], 'NEW running', 'OLD running'],
		[3, ['temporary OLD exited'], 'NEW running', 'temporary OLD running'],
		[4, ['NEW created', 'temporary OLD exited'], 'NEW running', 'temporary OLD running'],
		[5, ['NEW created', 'temporary OLD exited'], 'NEW running', 'temporary OLD running'],
		[6, ['NEW created', 'temporary OLD exited'], 'NEW running', 'temporary OLD running'],
		[7, ['NEW running', 'temporary OLD exited'], 'NEW running', 'temporary OLD running'],
	],
};

const see = ({ boxes, proper }: SimulatedCompose) =>
	[...boxes.values()].map(({ name, image, state }) => `${name === proper ? '' : 'temporary '}${image} ${state}`).sort();

function cutBefore(tool: 'v2' | '1.29', order: number): SimulatedCompose {
	const compose = simulatedCompose(tool);
	compose.tag('OLD');
	compose.up();
	compose.tag('NEW');
	expect(compose.up(order - 1)).toBe('cut');
	return compose;
}

describe.each(['v2', '1.29'] as const)('the simulated Compose %s', (tool) => {
	test.each(MEASURED[tool])(
		'cut before order %i does what the real one was measured to do',
		(at, left, finish, undo) => {
			const forward = cutBefore(tool, at);
			expect(see(forward)).toEqual(left);
			expect(forward.up()).toBe('done');
			expect(see(forward)).toEqual([finish]);
			expect(forward.up()).toBe('done');
			expect(see(forward)).toEqual([finish]);

			const back = cutBefore(tool, at);
			back.tag('OLD');
			const ends = [undo].flat();
			expect(ends.map(() => [back.up(), see(back)])).toEqual(
				ends.map((end, i) => [i < ends.length - 1 ? 'refused' : 'done', [end]]),
			);
		},
	);

	test('gives no order more than the real one', () => {
		const compose = simulatedCompose(tool);
		compose.tag('OLD');
		compose.up();
		compose.tag('NEW');
		expect(compose.up(MEASURED[tool].length)).toBe('done');
		expect(see(compose)).toEqual(['NEW running']);
		expect(compose.up(0)).toBe('done');
	});
});
