import { expect, test } from 'vitest';
import { type EffectParts, runEffects } from '../../src/app/effects.ts';
import type { Event } from '../../src/core/event.ts';
import type { Failure } from '../../src/core/model.ts';
import type { State } from '../../src/core/state.ts';
import type { Dialog } from '../../src/core/ui.ts';
import { aPlan, aState, entriesOf, instance, start } from '../support/plans.ts';

const failure: Failure = { kind: 'refused', message: 'The lock on vps1 is held by bob.', fix: 'Wait for it.' };

/** The events of a choice whose resume is refused, while this dialog is open. */
async function refused(dialog: Dialog | undefined): Promise<readonly Event[]> {
	const events: Event[] = [];
	const before = aState();
	const state: State = dialog === undefined ? before : { ...before, ui: { ...before.ui, dialog } };
	const resumed = Promise.resolve({ ok: false, failure });
	const parts = {
		state: () => state,
		emit: (event: Event) => events.push(event),
		now: () => start,
		session: { acting: { choose: () => false, resume: () => resumed } },
	};
	// The effect of a choice takes no more of its parts than these.
	runEffects({ type: 'run/chosen', at: start, run: '7f3a1b2c', choice: 'undo' }, parts as unknown as EffectParts);
	await resumed;
	return events;
}

test('why a run is not taken up again is said once: in its dialog, or where that was left', async () => {
	const because = 'The lock on vps1 is held by bob. Wait for it. Nothing more was changed.';
	const ended = { type: 'run/ended', outcome: 'REFUSED', because };
	expect(await refused({ is: 'plan', run: '7f3a1b2c', scroll: 0, more: false })).toMatchObject([ended]);
	const told = { type: 'message/shown', message: { tone: 'warning', text: because } };
	expect(await refused(undefined)).toMatchObject([ended, told]);
	expect(await refused({ is: 'plan', run: 'other', scroll: 0, more: false })).toMatchObject([ended, told]);
});

test.each([
	['enter', undefined, {}],
	['typed service', 'pay is down', { typed: 'api', why: 'pay is down' }],
	['typed env/service', 'lost', { typed: 'production/api', why: 'lost' }],
] as const)('a word on a plan is weighed with what was typed and why: %s', (how, why, said) => {
	const words: unknown[] = [];
	const plan = aPlan();
	const run = { plan, opened: start, stage: 'typing', entries: [], ...(why === undefined ? {} : { why }) } as const;
	const state: State = { ...aState(), runs: { [plan.id]: run } };
	const confirm = (...word: readonly unknown[]) => {
		words.push(word);
		return { ok: false, failure };
	};
	const events: Event[] = [];
	const emit = (event: Event) => events.push(event);
	// The effect of a word that is refused takes no more of its parts than these.
	const parts = { state: () => state, emit, now: () => start, session: { acting: { confirm } } };
	runEffects({ type: 'plan/agreed', at: start, run: plan.id, how }, parts as unknown as EffectParts);
	expect(words).toEqual([[plan, how, said]]);
	expect(events).toMatchObject([{ type: 'plan/refused', service: 'production/api' }]);
});

test('the logs that are followed hear what becomes of the containers of an engine that was read', () => {
	const containers = { old: instance('old', 'c') };
	const state = { ...aState(), engines: { vps1: { value: { containers, images: [] }, at: start, misses: 0 } } };
	const heard: unknown[] = [];
	const session = { logs: { heard: (news: unknown) => heard.push(news) } };
	const ledger = { read: async () => {} };
	// The effect of a reading takes no more of its parts than these.
	const parts = { state: () => state, session, ledger } as unknown as EffectParts;
	const probe = { kind: 'docker', of: 'host/vps1', every: 1000, timeout: 1000, spec: {} };
	const told = (host: string): Event => ({
		...{ type: 'probe/read', at: start, probe },
		reading: { engine: { host, whole: false, containers: [], ended: [{ id: 'old', exit: 3 }] } },
	});
	runEffects(told('vps1'), parts);
	runEffects(told('unread'), parts);
	expect(heard).toEqual([{ host: 'vps1', containers, ended: [{ id: 'old', exit: 3 }] }]);
});

test('how a watched run came out is told where its dialog was left, and only there', () => {
	const plan = aPlan();
	const proven = entriesOf([{ at: start, by: 'op-1', run: plan.id, what: 'proven', text: '', until: start }]);
	const told = (entries: typeof proven, dialog?: Dialog): readonly Event[] => {
		const before = aState();
		const events: Event[] = [];
		const run = { plan, opened: start, stage: 'ended', entries, outcome: 'VERIFIED' } as const;
		const ui = dialog === undefined ? before.ui : { ...before.ui, dialog };
		const state: State = { ...before, runs: { [plan.id]: run }, ui };
		// The effect of an end takes no more of its parts than these.
		const parts = { state: () => state, emit: (event: Event) => events.push(event), now: () => start };
		const ended: Event = { type: 'run/ended', at: start, run: plan.id, outcome: 'VERIFIED', because: 'it held' };
		runEffects(ended, parts as unknown as EffectParts);
		return events;
	};
	const text = `${plan.title} VERIFIED: it held`;
	expect(told(proven)).toMatchObject([{ type: 'message/shown', message: { tone: 'plain', text } }]);
	expect(told(proven, { is: 'plan', run: plan.id, scroll: 0, more: false })).toEqual([]);
	expect(told([])).toEqual([]);
});

test('a held run that is left for another target shows the targets once its locks are given back', async () => {
	const plan = aPlan();
	const events: Event[] = [];
	const chosen: unknown[] = [];
	const run = { plan, opened: start, stage: 'ended', entries: [], other: true } as const;
	const performed = Promise.resolve({ ok: true });
	const acting = {
		confirm: () => ({ ok: true, value: {} }),
		perform: () => performed,
		choose: (id: string, choice: string) => chosen.push([id, choice]) > 0,
	};
	const state: State = { ...aState(), runs: { [plan.id]: run } };
	// The effects of a plan and of a choice take no more of their parts than these.
	const parts = {
		state: () => state,
		emit: (event: Event) => events.push(event),
		now: () => start,
		session: { acting },
	};
	runEffects({ type: 'plan/agreed', at: start, run: plan.id, how: 'enter' }, parts as unknown as EffectParts);
	runEffects({ type: 'run/chosen', at: start, run: plan.id, choice: 'other' }, parts as unknown as EffectParts);
	expect(chosen).toEqual([[plan.id, 'leave']]);
	await performed;
	await Promise.resolve();
	const want = { action: 'rollback', to: '' };
	expect(events).toMatchObject([{ type: 'action/wanted', want, service: plan.service }]);
});
