import { expect, test } from 'vitest';
import type { Did } from '../../../../src/core/runbook/walk.ts';
import { stepRows } from '../../../../src/core/select/walk/steps.ts';
import { came, opened, serviceDown } from '../../../support/walks.ts';

/** The row of the block of two commands, in lines 33 and 34. */
const rowOf = (...dids: readonly Did[]) => {
	const open = opened(serviceDown, dids);
	const steps = serviceDown.steps;
	const rows = stepRows({ open, steps, shown: 'resources', usual: new Map(), now: 1, width: 120, height: 40 });
	return rows
		.find(({ id }) => id === 'resources')
		?.line.map(({ text }) => text)
		.join('');
};
const ran = (command: number): Did => ({ is: 'ran', step: 'resources', command, host: 'vps1', text: 'x' });
const well = (command: number): Did => ({ is: 'came', step: 'resources', command, part: true, ...came() });

test('a block of which some was run, well so far, is the current one still', () => {
	expect(rowOf(ran(33), well(33))).toMatch(/^\[>\] .*1 of 2 run: exit 0/);
});

test('one of which a command was cut is to be judged', () => {
	expect(rowOf(ran(33), well(33), ran(34), { is: 'taken up', session: 's' })).toMatch(
		/^\[\?\] .*1 of 2 run: to be judged: it was cut/,
	);
});
