import { expect, test } from 'vitest';
import { makeHeirs } from '../../src/app/leave-running.ts';
import type { Event } from '../../src/core/event.ts';
import type { Result } from '../../src/core/model.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import type { Run, State } from '../../src/core/state.ts';
import type { Heir, HeirStart } from '../../src/io/heir.ts';
import { aPlan, aState, start as began } from '../support/plans.ts';

const running = (stage: Run['stage']): State => {
	const plan = aPlan();
	const run: Run = { plan, opened: began, stage, entries: [] };
	const state = { ...aState(), operator: 'anna', config: '/etc/deck.yaml', runs: { [plan.id]: run } };
	return { ...state, ui: { ...state.ui, dialog: { is: 'quit' } } };
};

/** A cockpit that is asked to leave, whose heir is started when the test says so. */
const makeScene = (first: State) => {
	let state = first;
	const gone: string[] = [];
	const told: string[] = [];
	const started: HeirStart[] = [];
	const heir = Promise.withResolvers<Result<Heir>>();
	const ended = Promise.withResolvers<void>();
	const stop = new AbortController();
	const heirs = makeHeirs();
	const emit = (event: Event) => {
		state = reduce(state, event);
	};
	const leave = () =>
		heirs.leave({
			...{ state: () => state, emit, now: () => began, stop, env: {} },
			ended: () => ended.promise,
			left: (text) => told.push(text),
			start: (given) => {
				started.push(given);
				return heir.promise;
			},
		});
	const ready = () => heir.resolve({ ok: true, value: { session: 'laptop/4711/9', letGo: () => void gone.push('') } });
	return { heirs, leave, ready, heir, ended, stop, emit, told, started, state: () => state, letGo: () => gone.length };
};

test('what runs is left once the other program is ready, and let go of once its step ended', async () => {
	const scene = makeScene(running('running'));
	const leaving = scene.leave();
	expect(scene.started[0]?.words).toEqual(['--config', '/etc/deck.yaml', '--as', 'anna', 'carry', 'vps1']);
	expect([scene.heirs.session(), scene.stop.signal.aborted]).toEqual([undefined, false]);
	scene.ready();
	await expect.poll(() => scene.stop.signal.aborted).toBe(true);
	expect(scene.heirs.session()).toBe('laptop/4711/9');
	expect(scene.letGo()).toBe(0);
	scene.ended.resolve();
	await leaving;
	expect(scene.letGo()).toBe(1);
	expect(scene.told).toEqual([expect.stringMatching(/: it goes on as process 4711 on laptop\./)]);
});

test('whoever chose to stay meanwhile stays, and nothing is stopped', async () => {
	const scene = makeScene(running('running'));
	const leaving = scene.leave();
	scene.emit({ type: 'dialog/closed', at: began });
	scene.ready();
	await leaving;
	expect([scene.stop.signal.aborted, scene.letGo(), scene.told, scene.heirs.session()]).toEqual([
		false,
		1,
		[],
		undefined,
	]);
});

test('where the other program cannot be started it is said why, and nothing is stopped', async () => {
	const scene = makeScene(running('watching'));
	const leaving = scene.leave();
	scene.heir.resolve({ ok: false, failure: { kind: 'refused', message: 'No memory.' } });
	await leaving;
	expect(scene.state().ui.dialog).toEqual({ is: 'quit', refused: 'No memory.' });
	expect(scene.stop.signal.aborted).toBe(false);
});

test('what ended meanwhile is left to nobody: the question is asked anew', async () => {
	const scene = makeScene(running('running'));
	const leaving = scene.leave();
	scene.emit({ type: 'run/ended', at: began, run: aPlan().id, outcome: 'VERIFIED', because: 'it is well' });
	scene.ready();
	await leaving;
	expect(scene.state().ui.dialog).toEqual({ is: 'quit' });
	expect([scene.stop.signal.aborted, scene.letGo()]).toEqual([false, 1]);
});

test('a passphrase that was typed is told to the other program, and nothing else is', async () => {
	const scene = makeScene(running('running'));
	const ask = scene.heirs.remembering(async (_host, path) => (path === '/k/a' ? 'open sesame' : undefined));
	await ask('vps1', '/k/a', false);
	await ask('vps1', '/k/b', false);
	void scene.leave();
	const [given] = scene.started;
	expect(given?.passphrase('/k/a')).toBe('open sesame');
	expect([given?.passphrase('/k/b'), given?.passphrase('/k/c')]).toEqual([undefined, undefined]);
	expect(JSON.stringify([given?.words, given?.env])).not.toContain('sesame');
});
