import { expect, test } from 'vitest';
import { endedLine } from '../../src/cli/follow.ts';
import type { Plan } from '../../src/core/plan.ts';
import { order } from '../../src/platforms/engine-call.ts';
import { aPlan, entriesOf } from '../support/plans.ts';

test('each order that ended is a line: a step, its undo, and what is tidied up by its call', () => {
	const made = aPlan();
	const plan: Plan = { ...made, tidy: [order('vps1', 'DELETE', '/containers/old-rb-1')] };
	const line = (step: number, way: 'does' | 'undo', output = '') => {
		const [entry] = entriesOf([{ what: 'ends', step, way, took: 5, output, at: 0, by: 'op', run: plan.id }]);
		return entry === undefined ? undefined : endedLine(entry, plan);
	};
	const { length } = plan.steps;
	expect(line(0, 'does', 'anything')).toBe(`1  ${plan.steps[0]?.say}  ok 5 ms`);
	expect(line(0, 'undo')).toBe(`undo 1  ${plan.steps[0]?.say}  ok 5 ms`);
	expect(line(length, 'does')).toBe(`${length + 1}  tidy up: docker rm old-rb-1  ok 5 ms`);
	expect(line(length, 'does', 'no answer')).toBe(`${length + 1}  tidy up: docker rm old-rb-1  FAILED no answer`);
});
