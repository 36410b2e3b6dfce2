import { describe, expect, test } from 'vitest';
import type { ActionEvent } from '../../../src/core/event.ts';
import type { Note } from '../../../src/core/journal.ts';
import { reduceAction } from '../../../src/core/reduce/action.ts';
import { outdated } from '../../../src/core/select/plan/stand.ts';
import type { State } from '../../../src/core/state.ts';
import { aPlan, aService, aState, entriesOf, instance, minutes, notes, start } from '../../support/plans.ts';

const plan = aPlan();
const want: ActionEvent = { type: 'action/wanted', want: plan.want, service: plan.service };

function reduced(state: State, ...events: readonly ActionEvent[]): State {
	return events.reduce((before, event) => reduceAction(before, { ...event, at: start }), state);
}

function shown(state: State = aState()): State {
	return reduced(state, want, { type: 'plan/made', plan });
}

function noted(state: State, list: readonly Note[]): State {
	return reduced(state, ...entriesOf(list).map((entry): ActionEvent => ({ type: 'plan/noted', entry })));
}

const failure = { kind: 'changed', message: 'api was replaced', fix: 'press enter to re-plan' } as const;

describe('a plan opens', () => {
	test('as the answer to a wish, with a guard against keys that were meant for something else', () => {
		const state = shown();
		expect(state.making).toBeUndefined();
		expect(state.ui.dialog).toEqual({ is: 'plan', run: plan.id, scroll: 0, more: false });
		expect(state.ui.guard).toBe(start + 300);
		expect(state.runs[plan.id]).toMatchObject({ stage: 'shown', opened: start });
	});
	test('not when nobody waits for it any more', () => {
		expect(reduced(aState(), { type: 'plan/made', plan }).ui.dialog).toBeUndefined();
		const other = { ...want, want: { action: 'restart' } } as const;
		expect(reduced(aState(), want, other, { type: 'plan/made', plan }).runs).toEqual({});
	});
	test('also for a roll back that left its target open', () => {
		const open = { ...want, want: { action: 'rollback', to: '' } } as const;
		expect(reduced(aState(), open, { type: 'plan/made', plan }).ui.dialog).toBeDefined();
	});
	test('in the place of the one before it, whose answer it replaces', () => {
		const again = { ...plan, id: 'ffffffff' };
		expect(Object.keys(reduced(shown(), want, { type: 'plan/made', plan: again }).runs)).toEqual(['ffffffff']);
	});
	test('a refusal says why, with what to do', () => {
		const state = reduced(aState(), want, { type: 'plan/refused', service: plan.service, failure });
		expect(state.making).toBeUndefined();
		const text = 'api was replaced: press enter to re-plan. Nothing was changed.';
		expect(state.ui.message).toEqual({ tone: 'warning', text, at: start });
	});
	test('a refusal says once that nothing was changed', () => {
		const gone = { kind: 'refused', message: 'production/api is gone.', fix: 'Nothing was changed.' } as const;
		const state = reduced(aState(), want, { type: 'plan/refused', service: plan.service, failure: gone });
		expect(state.ui.message?.text).toBe('production/api is gone. Nothing was changed.');
	});
});

describe('a plan is agreed to', () => {
	test('protected opens the line for the name, guarded waits for y, open needs neither, locked none', () => {
		const asked = (state: State) => reduced(shown(state), { type: 'plan/asked', run: plan.id });
		expect(asked(aState('protected')).ui.field).toEqual({ of: 'confirm', text: '', at: 0 });
		expect(asked(aState('guarded')).runs[plan.id]?.stage).toBe('asking');
		expect(asked(aState('open')).runs[plan.id]?.stage).toBe('shown');
		expect(asked(aState('locked')).ui.field).toBeUndefined();
	});
	test('and turned down when the service changed: it is stale, and nothing ran', () => {
		const state = reduced(
			shown(),
			{ type: 'plan/agreed', run: plan.id, how: 'typed service' },
			{ type: 'plan/refused', service: plan.service, failure },
		);
		expect(state.runs[plan.id]).toMatchObject({ stage: 'stale', because: 'api was replaced: press enter to re-plan' });
	});
	test('closed before that it is gone, closed while it runs it goes on', () => {
		expect(reduced(shown(), { type: 'plan/closed', run: plan.id }).runs).toEqual({});
		const running = reduced(
			shown(),
			{ type: 'plan/agreed', run: plan.id, how: 'y' },
			{ type: 'plan/closed', run: plan.id },
		);
		expect(running.ui.dialog).toBeUndefined();
		expect(running.runs[plan.id]?.stage).toBe('running');
	});
});

describe('a plan goes out of date', () => {
	test('with the time', () => {
		const state = shown();
		const run = state.runs[plan.id];
		expect(run && outdated(state, run, start + minutes(5) - 1)).toBeUndefined();
		expect(run && outdated(state, run, start + minutes(5))).toBe('this plan is too old');
	});
	test('when other containers run, but not when one of them restarts', () => {
		const state = shown();
		const run = state.runs[plan.id];
		const with1 = (id: string, restarts: number): State => ({
			...state,
			services: { [plan.service]: aService({ instances: [instance(id, 'c', { restarts })] }) },
		});
		expect(run && outdated(with1('old', 7), run, start)).toBeUndefined();
		expect(run && outdated(with1('new', 0), run, start)).toBe('what runs changed since this plan was made');
	});
});

describe('a run goes on by its notes', () => {
	const began = notes([
		{ what: 'planned', plan },
		{ what: 'begins', step: 0, way: 'does' },
	]);
	const ended = { what: 'ends', step: 0, way: 'does', took: 4_000, output: '' } as const;
	const last = (list: Parameters<typeof notes>[0]) =>
		noted(shown(), notes([{ what: 'planned', plan }, ...list])).runs[plan.id];

	test('running, proving, VERIFIED', () => {
		expect(noted(shown(), began).runs[plan.id]?.stage).toBe('running');
		expect(last([ended, { what: 'done', text: 'steps done' }])?.stage).toBe('proving');
		expect(last([{ what: 'verified', text: 'healthy 3 times' }])).toMatchObject({
			stage: 'ended',
			outcome: 'VERIFIED',
			because: 'healthy 3 times',
		});
	});
	test('a proof that fails is held, or undone where the plan says so', () => {
		const unproven = { what: 'not verified', text: 'still 500' } as const;
		expect(last([unproven])).toMatchObject({ stage: 'held', outcome: 'DONE, NOT VERIFIED' });
		expect(last([{ ...unproven, left: true }])?.stage).toBe('ended');
		const undoing = { ...plan, unproven: 'undo' } as const;
		const state = reduced(aState(), want, { type: 'plan/made', plan: undoing });
		expect(noted(state, notes([unproven])).runs[plan.id]?.stage).toBe('running');
	});
	test('a step that failed and was undone is FAILED, UNDONE; an undo that was chosen is UNDONE', () => {
		const failed = { ...ended, failure: { kind: 'refused', message: 'no' } } as const;
		expect(last([failed, { what: 'undone', text: '' }])?.outcome).toBe('FAILED, UNDONE');
		expect(last([ended, { what: 'undone', text: '' }])?.outcome).toBe('UNDONE');
	});
	test('what is checked stands until the next note', () => {
		const reading: ActionEvent = { type: 'check/read', run: plan.id, say: 'healthy', passed: 2, of: 3, because: '' };
		const state = reduced(noted(shown(), began), reading);
		expect(state.runs[plan.id]?.checking).toMatchObject({ passed: 2, of: 3 });
		expect(noted(state, notes([ended])).runs[plan.id]?.checking).toBeUndefined();
	});
	test('an entry is kept for the journal once', () => {
		const twice = noted(noted(shown(), began), began);
		expect(twice.journal.entries.map(({ seq }) => seq)).toEqual([1, 2]);
	});
	test('held with what is left to do, chosen, ended', () => {
		const held = reduced(noted(shown(), began), {
			type: 'run/held',
			run: plan.id,
			because: 'the undo failed',
			left: ['docker start old'],
		});
		expect(held.runs[plan.id]).toMatchObject({ stage: 'held', left: ['docker start old'] });
		expect(reduced(held, { type: 'run/chosen', run: plan.id, choice: 'undo' }).runs[plan.id]).toMatchObject({
			stage: 'running',
		});
		const end = reduced(held, { type: 'run/ended', run: plan.id, outcome: 'FAILED, HELD FOR YOU', because: 'left' });
		expect(end.runs[plan.id]).toMatchObject({ stage: 'ended', outcome: 'FAILED, HELD FOR YOU' });
	});
	test('the locks of a run that ended are not taken for those of somebody else until their host is read again', () => {
		const lock = (id: string) => ({
			key: `container-${id}`,
			plan: id,
			who: 'op-1',
			what: '',
			why: '',
			since: 1,
			quiet: 0,
		});
		const locks = { vps1: { all: [lock(plan.id), lock('9f8e7d6c')], at: 1 }, vps2: { all: [], at: 2 } };
		const ended = reduced({ ...shown(), locks }, { type: 'run/ended', run: plan.id, outcome: 'VERIFIED', because: '' });
		expect(ended.locks).toEqual({ ...locks, vps1: { all: [lock('9f8e7d6c')], at: 1 } });
	});
	test('a run that an earlier session left is followed from where it stood', () => {
		const state = aState();
		const entries = entriesOf(notes([{ what: 'planned', plan }, ended]));
		const asking: State = {
			...state,
			journal: { entries },
			ui: { ...state.ui, dialog: { is: 'interrupted', run: plan.id } },
		};
		const undoing = reduced(asking, { type: 'run/chosen', run: plan.id, choice: 'undo' });
		expect(undoing.runs[plan.id]).toMatchObject({ stage: 'running', entries });
		expect(undoing.ui.dialog).toMatchObject({ is: 'plan', run: plan.id });
		expect(reduced(asking, { type: 'run/chosen', run: plan.id, choice: 'leave' }).ui.dialog).toBeUndefined();
	});
});
