import { describe, expect, test } from 'vitest';
import { elapsed } from '../../../src/core/drill/practice.ts';
import type { Plan } from '../../../src/core/plan.ts';
import { story } from './story.ts';

describe('a drill that goes as it should', () => {
	test('is scored by the first key on it, the first look at its cause, and since when it is ok', () => {
		const told = story();
		told.turn(3, 'down');
		told.tell({ type: 'row/selected', at: told.at(5), id: 'production/api' });
		told.open(8, 'logs');
		told.run(12, 'plan-1', { service: 'production/api' });
		told.turn(18, 'ok');
		told.tell({ type: 'run/ended', at: told.at(20), run: 'plan-1', outcome: 'VERIFIED', because: 'so' });
		expect(told.drill()).toMatchObject({ stage: 'broken', key: 5000, diagnosed: { after: 8000, by: 'its log' } });
		told.pass(27);
		expect(told.drill().stage).toBe('broken');
		told.pass(28);
		expect(told.drill()).toMatchObject({
			...{ stage: 'recovered', spent: 18_000, helped: 'RESTART production/api', wrong: [] },
		});
	});

	test('is not recovered while a plan about it is under way, however long it has been ok', () => {
		const told = story();
		told.turn(1, 'down');
		told.run(2, 'plan-1', { service: 'production/api' });
		told.turn(4, 'ok');
		told.pass(60);
		expect(told.drill().stage).toBe('broken');
		told.tell({ type: 'run/ended', at: told.at(61), run: 'plan-1', outcome: 'VERIFIED', because: 'so' });
		expect(told.drill()).toMatchObject({ stage: 'recovered', spent: 4000 });
	});

	test('that falls again is not recovered: only the last time counts', () => {
		const told = story();
		told.turn(1, 'down');
		told.turn(5, 'ok');
		told.turn(12, 'degraded');
		told.turn(30, 'ok');
		told.pass(39);
		expect(told.drill().stage).toBe('broken');
		told.pass(41);
		expect(told.drill()).toMatchObject({ stage: 'recovered', spent: 30_000 });
	});

	test('that is not seen any more has neither recovered nor broken anew', () => {
		const told = story();
		told.turn(1, 'down');
		told.turn(5, 'ok');
		told.turn(8, 'unknown');
		told.pass(60);
		expect(told.drill().stage).toBe('broken');
	});

	test('is diagnosed at the latest by the plan that can end it', () => {
		const told = story();
		told.turn(1, 'down');
		told.run(6, 'plan-1', { service: 'production/api' });
		expect(told.drill().diagnosed).toEqual({ after: 6000, by: 'the plan that can end it' });
	});
});

describe('what does not count', () => {
	test('before it breaks nothing is counted, and a service that is still ok has not recovered', () => {
		const told = story();
		told.tell({ type: 'row/selected', at: told.at(-5), id: 'production/api' });
		told.open(-4, 'logs');
		told.pass(40);
		expect(told.drill()).toMatchObject({ stage: 'broken', spent: 40_000, wrong: [] });
		expect(told.drill().key).toBeUndefined();
		expect(told.drill().diagnosed).toBeUndefined();
	});

	test('a look at another service, or keys that are about none, tell nothing', () => {
		const told = story();
		told.turn(1, 'down');
		told.tell({ type: 'row/selected', at: told.at(2), id: 'production/web' });
		told.open(3, 'logs', 'production/web');
		told.tell({ type: 'dialog/opened', at: told.at(4), dialog: { is: 'help' } });
		told.tell({ type: 'dialog/closed', at: told.at(5) });
		told.tell({ type: 'row/selected', at: told.at(6), id: 'production/api', rested: true });
		expect(told.drill().key).toBeUndefined();
		expect(told.drill().diagnosed).toBeUndefined();
	});

	test('a backup, a plan that was refused and what nobody asked for are no wrong turns', () => {
		const told = story();
		told.turn(1, 'down');
		told.run(2, 'plan-1', { action: 'backup', want: { action: 'backup' }, service: 'production/shop' }, [
			3,
			'VERIFIED',
		]);
		told.run(4, 'plan-2', { service: 'production/api' }, [5, 'REFUSED']);
		told.run(6, 'plan-3', { service: 'production/web', unasked: true }, [7, 'VERIFIED']);
		expect(told.drill().wrong).toEqual([]);
	});

	test('a clock that is put back takes no time away and stops none', () => {
		const told = story();
		told.turn(1, 'down');
		told.pass(10);
		told.pass(-3600);
		told.pass(-3590);
		expect(told.drill().spent).toBe(20_000);
		expect(elapsed(told.drill(), told.at(-3588))).toBe(22_000);
		told.turn(-3588, 'ok');
		told.pass(-3578);
		expect(told.drill()).toMatchObject({ stage: 'recovered', spent: 22_000 });
	});
});

describe('wrong turns', () => {
	test('are plans on what was not broken', () => {
		const told = story();
		told.turn(1, 'down');
		told.run(4, 'plan-1', { service: 'production/web' }, [9, 'VERIFIED']);
		expect(told.drill().wrong).toEqual([{ is: 'elsewhere', after: 4000, what: 'RESTART production/web' }]);
	});

	test('are plans that end otherwise than VERIFIED', () => {
		const told = story();
		told.turn(1, 'down');
		told.run(4, 'plan-1', { service: 'production/api' }, [9, 'FAILED, UNDONE']);
		expect(told.drill().wrong).toMatchObject([{ is: 'failed', after: 9000, outcome: 'FAILED, UNDONE' }]);
	});

	test('are plans that cannot end it, even where they are VERIFIED', () => {
		const told = story({ drill: 'bad-release' });
		told.turn(1, 'degraded');
		told.run(4, 'plan-1', { service: 'production/api' }, [9, 'VERIFIED']);
		expect(told.drill()).toMatchObject({ wrong: [{ is: 'needless', after: 9000 }] });
		expect(told.drill().helped).toBeUndefined();
	});

	test('of commands of a runbook: one that can end it is none, though nobody can prove it', () => {
		const told = story({ drill: 'disk-full', of: 'host/vps1' });
		const command = (shown: string): Pick<Plan, 'action' | 'want'> => {
			const call = { via: 'exec', host: 'vps1', argv: ['true'], timeout: 1000, effect: 'write' } as const;
			const of = { walk: 'w-1', runbook: 'disk-full', step: 's', title: shown, expect: [] };
			return { action: 'run', want: { action: 'run', ...of, command: { shown, call } } };
		};
		told.turn(1, 'degraded');
		told.run(4, 'plan-1', { ...command('journalctl --vacuum-size=1M'), service: 'host/vps1' }, [
			5,
			'DONE, NOT VERIFIED',
		]);
		told.run(6, 'plan-2', { ...command('docker builder prune --force'), service: 'host/vps1', title: 'RUN it' }, [
			7,
			'DONE, NOT VERIFIED',
		]);
		expect(told.drill()).toMatchObject({ wrong: [{ is: 'needless', after: 5000 }], helped: 'RUN it' });
	});
});

test('a drill that recovers without a plan recovers by itself', () => {
	const told = story();
	told.turn(1, 'down');
	told.turn(7, 'ok');
	told.pass(17);
	expect(told.drill()).toMatchObject({ stage: 'recovered', spent: 7000 });
	expect(told.drill().helped).toBeUndefined();
});

test('the score opens by itself once, and not over a dialog', () => {
	const told = story();
	told.turn(1, 'down');
	told.tell({ type: 'dialog/opened', at: told.at(2), dialog: { is: 'help' } });
	told.turn(3, 'ok');
	told.pass(20);
	expect(told.state().ui.dialog).toEqual({ is: 'help' });
	told.tell({ type: 'dialog/closed', at: told.at(21) });
	expect(told.state().ui.dialog).toEqual({ is: 'drill' });
	told.tell({ type: 'dialog/closed', at: told.at(22) });
	told.pass(30);
	expect(told.state().ui.dialog).toBeUndefined();
});

describe('a drill outside the demo', () => {
	const real = { of: 'production/api', stage: 'wanted', real: true } as const;
	const stop = { action: 'stop', want: { action: 'stop', drill: 'service-down' }, title: 'STOP it' } as const;

	test('runs by the clock from the end of the plan that breaks it', () => {
		const told = story(real);
		told.run(10, 'plan-1', { ...stop, service: 'production/api' }, [14, 'VERIFIED']);
		expect(told.drill()).toMatchObject({ stage: 'broken', from: told.at(14), spent: 0, wrong: [] });
		told.turn(15, 'down');
		told.turn(20, 'ok');
		told.pass(31);
		expect(told.drill()).toMatchObject({ stage: 'recovered', spent: 6000 });
	});

	test('is off when that plan is left or refused', () => {
		const left = story(real);
		left.run(10, 'plan-1', { ...stop, service: 'production/api' });
		left.tell({ type: 'plan/closed', at: left.at(12), run: 'plan-1' });
		expect(left.drill().stage).toBe('off');
		const refused = story(real);
		const failure = { kind: 'refused', message: 'no' } as const;
		refused.tell({ type: 'plan/refused', at: refused.at(1), service: 'production/api', failure });
		expect(refused.drill().stage).toBe('off');
	});

	test('a stop that is asked for otherwise breaks nothing for it', () => {
		const told = story(real);
		told.run(10, 'plan-1', { ...stop, want: { action: 'stop' }, service: 'production/api' }, [14, 'VERIFIED']);
		expect(told.drill().stage).toBe('wanted');
	});

	test('is given up once it is put back, and that is no recovery', () => {
		const told = story(real);
		told.run(10, 'plan-1', { ...stop, service: 'production/api' }, [14, 'VERIFIED']);
		told.turn(15, 'down');
		told.tell({ type: 'drill/given up', at: told.at(40) });
		expect(told.drill()).toMatchObject({ stage: 'broken', left: true });
		told.run(41, 'plan-2', { action: 'start', want: { action: 'start' }, service: 'production/api' }, [45, 'VERIFIED']);
		told.turn(46, 'ok');
		told.pass(60);
		expect(told.drill().stage).toBe('given up');
	});
});

test('a drill of the demo that is given up is over at once', () => {
	const told = story();
	told.turn(1, 'down');
	told.tell({ type: 'drill/given up', at: told.at(9) });
	expect(told.drill()).toMatchObject({ stage: 'given up', spent: 9000 });
	expect(told.state().ui.dialog).toEqual({ is: 'drill' });
});
