import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { pressed } from '../../src/core/keys.ts';
import { textOf } from '../../src/core/line.ts';
import type { PlatformId } from '../../src/core/model.ts';
import type { Gate, Plan } from '../../src/core/plan.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import { planScreen } from '../../src/core/select/plan/screen.ts';
import type { Feeds, State } from '../../src/core/state.ts';
import { commands } from '../../src/screens/plan-commands.ts';
import { aPlan, aService, aState, check, start } from '../support/plans.ts';

const feeds: Feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };
const deploy: Plan['want'] = { action: 'deploy', image: 'shop/api:v3' };

function shown(more: Partial<Plan>, platform: PlatformId = 'docker'): State {
	const { proven: _proven, ...base } = aPlan();
	const plan: Plan = { ...base, action: 'deploy', want: deploy, ...more };
	const state = { ...aState('open', { columns: 100, rows: 40 }), services: { [plan.service]: aService({ platform }) } };
	const events: readonly Event[] = [
		{ type: 'action/wanted', at: start, want: plan.want, service: plan.service },
		{ type: 'plan/made', at: start, plan },
	];
	return events.reduce(reduce, state);
}
const press = (state: State, key: string) => pressed({ state, feeds, commands, now: start + 400 }, key);
const said = (state: State) =>
	planScreen()(state, feeds, start + 400)
		.map(textOf)
		.join('\n')
		.replace(/\s+/g, ' ');

const gate = (name: string, was: Gate['was']): Gate => ({
	...{ name, must: check(`${name} is fine`), fix: `mend ${name}` },
	...(was === undefined ? {} : { was }),
});

describe('gates in a plan', () => {
	test('that passed are shown, and enter goes on', () => {
		const state = shown({ gates: [gate('tests', { is: 'passed', because: 'x' })] });
		expect(said(state)).toContain('tests passed: tests is fine');
		expect(press(state, 'enter').map(({ type }) => type)).toEqual(['plan/agreed']);
	});

	test('of which one did not pass are shown with what to do, and enter looks again', () => {
		const state = shown({ gates: [gate('tests', { is: 'failed', because: 'tests is fine: code 1' })] });
		expect(said(state)).toContain('tests FAILED: tests is fine: code 1');
		expect(said(state)).toContain('mend tests.');
		expect(said(state)).toContain('press enter to look again; nothing has been changed');
		expect(press(state, 'enter')).toMatchObject([{ type: 'action/wanted', want: deploy }]);
	});

	test('that nobody looked at let nothing begin', () => {
		expect(press(shown({ gates: [gate('tests', undefined)] }), 'enter')).toMatchObject([{ type: 'action/wanted' }]);
	});
});

describe('a deploy by shares', () => {
	test('is planned by a key, and all at once by the same key', () => {
		for (const platform of ['swarm', 'compose', 'docker'] as const) {
			const [wanted] = press(shown({}, platform), 'a');
			expect(wanted).toMatchObject({ type: 'action/wanted', want: { ...deploy, canary: true } });
		}
		const [back] = press(shown({ want: { ...deploy, canary: true } }, 'swarm'), 'a');
		expect(back).toMatchObject({ type: 'action/wanted', want: deploy });
		expect(back).not.toHaveProperty('want.canary');
	});

	test('of a roll back there is none', () => {
		const state = shown({ action: 'rollback', want: { action: 'rollback', to: 'x' } }, 'swarm');
		expect(press(state, 'a').some(({ type }) => type === 'action/wanted')).toBe(false);
	});

	test('says of each step what is watched before the next', () => {
		const [first, ...others] = aPlan().steps;
		if (first === undefined) throw new Error('no step');
		const { probe } = check('x');
		const held = { say: 'errors under 1.0%', probe, holds: 'throughout', lasts: 300_000, enough: 3 } as const;
		const state = shown({ steps: [{ ...first, window: [held] }, ...others] });
		expect(said(state)).toContain('then: errors under 1.0%, all the while for 5m');
	});
});
