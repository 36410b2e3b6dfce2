import { describe, expect, test } from 'vitest';
import type { Runbook } from '../../../../src/core/runbook/model.ts';
import type { Did } from '../../../../src/core/runbook/walk.ts';
import { enterOf } from '../../../../src/core/select/walk/enter.ts';
import type { State } from '../../../../src/core/state.ts';
import { start } from '../../../screens/fleet-state.ts';
import { aPlan } from '../../../support/plans.ts';
import { came, command, commands, head, opened, serviceDown, step, walking } from '../../../support/walks.ts';

const went = (to: string): Did => ({ is: 'went', to, because: 'a test' });
const at = (to: string, ...more: readonly Did[]) => walking(opened(serviceDown, [went(to), ...more]));
const enter = (state: State) => enterOf(state);
const of = (runbook: Partial<Runbook>, ...dids: readonly Did[]) =>
	walking(opened({ ...serviceDown, head, ...runbook }, dids));

describe('enter', () => {
	test('runs a read, and opens the plan of what changes something', () => {
		expect(enter(at('last-lines'))).toEqual({ is: 'run', title: 'run' });
		expect(enter(at('restart-once'))).toEqual({ is: 'run', title: 'plan it' });
		expect(enter(at('roll-back'))).toEqual({ is: 'run', title: 'plan it' });
		expect(enter(at('did-it-recover-'))).toEqual({ is: 'run', title: 'check' });
	});

	test('of a block runs one command after the other, a chosen one, or all', () => {
		expect(enter(at('resources'))).toMatchObject({ is: 'run', command: 33 });
		const first = at('resources', { is: 'came', step: 'resources', command: 33, ...came() });
		expect(enter(first)).toMatchObject({ is: 'run', command: 34 });
		expect(enter({ ...first, ui: { ...first.ui, tab: 1 } })).toMatchObject({ is: 'run', command: 33 });
		expect(enter({ ...first, ui: { ...first.ui, tab: 3 } })).toEqual({ is: 'run', title: 'run' });
	});

	test('takes what was run and only a person can judge for as expected; what failed it runs again', () => {
		const open = at('last-lines', { is: 'came', step: 'last-lines', ...came({ verdict: 'open' }) });
		expect(enter(open)).toMatchObject({
			is: 'did',
			title: 'as expected: next',
			dids: [
				{ is: 'marked', step: 'last-lines', as: 'done', why: 'as expected' },
				{ is: 'went', to: 'resources' },
			],
		});
		const failed = at('last-lines', { is: 'came', step: 'last-lines', ...came({ verdict: 'failed' }) });
		expect(enter(failed)).toEqual({ is: 'run', title: 'run' });
	});

	test('ticks off what is done by hand; after the last step it ends the walk', () => {
		expect(enter(at('close'))).toEqual({ is: 'run', title: 'done: next' });
		const last = at('close', { is: 'marked', step: 'close', as: 'done' });
		expect(enter(last)).toMatchObject({ title: 'end the walk', dids: [{ is: 'ended', as: 'done' }] });
	});

	test('goes the way that its checks choose, another one that is picked, and none where nothing is known', () => {
		expect(enter(at('which-way-'))).toMatchObject({ is: 'cannot', why: expect.stringContaining('tab') });
		const failed = at(
			'did-it-recover-',
			{ is: 'came', step: 'did-it-recover-', ...came({ verdict: 'failed' }) },
			went('which-way-'),
		);
		expect(enter(failed)).toMatchObject({ is: 'did', dids: [{ as: 'done' }, { is: 'went', to: 'roll-back' }] });
		expect(enter({ ...failed, ui: { ...failed.ui, tab: 2 } })).toMatchObject({
			dids: [
				{ as: 'done', why: 'Tell people' },
				{ to: 'tell-people', because: 'chosen: Tell people' },
			],
		});
	});

	test('asks for what has no value yet, and says what refuses a value', () => {
		const open = [command(13, 'dokku releases:rollback api <release>', { blanks: ['<release>'] })];
		const asking = of({ steps: [step('1', 'Back', commands(12, open))] });
		expect(enter(asking)).toEqual({ is: 'value', name: '<release>' });
		const quoted = of(
			{ steps: [step('1', 'Back', commands(12, [command(13, 'echo "{{what}}"')]))] },
			{ is: 'set', name: 'what', value: '$(id)' },
		);
		expect(enter(quoted)).toMatchObject({ is: 'cannot', why: expect.stringContaining('between double quotes') });
	});

	test('opens a runbook within as a walk of its own, goes on in it, and comes back from its end', () => {
		const steps = [step('1', 'First', { is: 'runbook', name: 'disk-full' }), step('2', 'Then', { is: 'tick' })];
		expect(enter(of({ steps }))).toEqual({ is: 'runbook', name: 'disk-full' });
		const entered: Did = { is: 'entered', step: 'first', walk: 'w-21', runbook: 'disk-full' };
		const outer = of({ steps }, entered);
		// Of a walk within that is not open here nothing is known: another one is begun.
		expect(enter(outer)).toEqual({ is: 'runbook', name: 'disk-full' });
		const within = { walk: 'w-20', step: 'first' };
		const about = { runbook: 'disk-full', title: 'Disk full', within };
		const inner = (...dids: readonly Did[]) => {
			const open = opened({ ...serviceDown, head, steps: [step('1', 'Only', { is: 'tick' })] }, dids, { head: about });
			return { ...open, walk: { ...open.walk, id: 'w-21' } };
		};
		const both = { ...outer, walks: { ...outer.walks, 'w-21': inner() } };
		expect(enter(both)).toEqual({ is: 'walk', walk: 'w-21', title: 'go on in Disk full' });
		const ended = { ...both, walks: { ...both.walks, 'w-21': inner({ is: 'ended', as: 'done' }) } };
		expect(enter({ ...ended, ui: { ...ended.ui, walk: 'w-21' } })).toEqual({
			...{ is: 'walk', walk: 'w-20', title: 'back to Service down' },
		});
		const came = of({ steps }, entered, { is: 'marked', step: 'first', as: 'done', why: 'w-21 done' });
		const looked = { ...came, ui: { ...came.ui, selected: { walk: 'first' } } };
		expect(enter(looked)).toMatchObject({ is: 'did', dids: [{ is: 'went', to: 'then' }] });
	});

	test('runs nothing of a strange text before it was accepted; reading on is free', () => {
		const strange = (to: string) => walking(opened(serviceDown, [went(to)], { trusted: false }));
		expect(enter(strange('last-lines'))).toEqual({ is: 'sure', of: 'text' });
		expect(enter(strange('roll-back'))).toEqual({ is: 'sure', of: 'text' });
		expect(enter(strange('close'))).toEqual({ is: 'run', title: 'done: next' });
	});

	test('asks before it does anything in a walk of somebody else, or of another program of ours', () => {
		const state = at('last-lines');
		expect(enter({ ...state, operator: 'op-2' })).toEqual({ is: 'sure', of: 'walk' });
		const there = walking(opened(serviceDown, [{ is: 'taken up', session: 'there/1/1' }]));
		expect(enter({ ...there, session: 'here/2/2' })).toEqual({ is: 'sure', of: 'walk' });
		expect(enter({ ...there, session: 'there/1/1' })).toMatchObject({ is: 'run' });
	});

	test('with --read-only reads, looks at the next step, and changes and writes nothing', () => {
		const readOnly = (state: State): State => ({ ...state, readOnly: true });
		expect(enter(readOnly(at('last-lines')))).toMatchObject({ is: 'run' });
		expect(enter(readOnly(at('restart-once')))).toMatchObject({
			is: 'cannot',
			why: expect.stringContaining('--read-only'),
		});
		expect(enter(readOnly(at('roll-back')))).toMatchObject({ is: 'cannot' });
		expect(enter(readOnly(at('tell-people')))).toEqual({ is: 'look', step: 'close' });
	});

	test('while a command runs does nothing, and while a plan does shows that', () => {
		const telling = { step: 'last-lines', since: start, lines: [], count: 0 };
		const busy = walking(opened(serviceDown, [went('last-lines')], { telling }));
		expect(enter(busy)).toMatchObject({ is: 'cannot', why: expect.stringContaining('ctrl-c') });
		const plan = aPlan();
		const planned = at('restart-once', { is: 'acted', step: 'restart-once', plan: plan.id });
		const run = { plan, opened: start, stage: 'running', entries: [] } as const;
		expect(enter({ ...planned, runs: { [plan.id]: run } })).toEqual({ is: 'plan', run: plan.id });
	});

	test('says that a walk has ended, that its document is gone, that none is open', () => {
		const ended = walking(opened(serviceDown, [{ is: 'ended', as: 'done' }]));
		expect(enter(ended)).toMatchObject({ is: 'cannot', why: expect.stringContaining('has ended') });
		const { runbook: _gone, ...rest } = opened(serviceDown);
		expect(enter(walking(rest))).toMatchObject({ is: 'cannot', why: expect.stringContaining('is gone') });
		expect(enter({ ...ended, walks: {} })).toMatchObject({ is: 'cannot', why: 'no runbook is open here' });
	});
});
