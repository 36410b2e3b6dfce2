import { describe, expect, onTestFinished, test } from 'vitest';
import { commands as all } from '../../src/app/commands.ts';
import type { Service } from '../../src/core/model.ts';
import type { Run } from '../../src/core/state.ts';
import { aPlan, aState, entriesOf, instance, notes } from '../support/plans.ts';
import { fleetState, service, start } from './fleet-state.ts';
import { show } from './screen.ts';

const plan = aPlan();
const message = { tone: 'warning', text: 'The lock on vps1 is held by bob. '.repeat(9).trim(), at: start } as const;

describe('a message of several rows', () => {
	test.each([
		['open', 2],
		['guarded', 2],
		// With the edge of its frame.
		['protected', 3],
	] as const)('leaves the question of a plan in sight: %s', async (of, rows) => {
		const state = aState(of);
		const dialog = { is: 'plan', run: plan.id, scroll: 0, more: false } as const;
		const runs = { [plan.id]: { plan, opened: start, stage: 'shown', entries: [] } } as const;
		const screen = await show({ state: { ...state, runs, ui: { ...state.ui, dialog } }, at: start });
		onTestFinished(() => screen.end());
		const foot = (await screen.text()).slice(0, -2).slice(-rows);
		await screen.dispatch({ type: 'message/shown', at: start, message });
		const under = await screen.text();
		expect(under.slice(-5, -1).join(' ').replace(/\s+/g, ' ').trim()).toBe(message.text);
		expect(under.slice(0, -5).slice(-rows)).toEqual(foot);
		await screen.advance(60_000);
		expect((await screen.text()).slice(0, -2).slice(-rows)).toEqual(foot);
	});

	test('leaves the selected row of Fleet in sight, as far down as it is', async () => {
		const services = Array.from({ length: 12 }, (_, index) => service(`production/api-${index}`));
		const screen = await show({ state: fleetState(services, {}), at: start });
		onTestFinished(() => screen.end());
		await screen.press('end');
		const last = (await screen.text()).find((row) => row.startsWith('>')) ?? '';
		expect(last).not.toBe('');
		const long = { ...message, text: message.text.repeat(6) };
		await screen.dispatch({ type: 'message/shown', at: start, message: long });
		const under = await screen.text();
		expect(under.length).toBe(24);
		expect(under.join('\n')).toContain(last.trimEnd());
		await screen.advance(31_000);
		expect((await screen.text()).join('\n')).not.toContain('held by bob');
	});

	test('leaves the row above a log and its newest lines in sight', async () => {
		const state = aState();
		const screen = await show({
			state: { ...state, ui: { ...state.ui, screen: 'logs', service: 'production/api' } },
			at: start,
		});
		onTestFinished(() => screen.end());
		const line = (index: number) => ({ at: start, from: 'out' as const, instance: 'api', text: `line ${index}` });
		screen.lines.append(
			'production/api',
			Array.from({ length: 50 }, (_, index) => line(index)),
		);
		await screen.dispatch({ type: 'message/shown', at: start, message });
		const under = await screen.text();
		expect(under[1]).toMatch(/^ LOGS {2}production\/api {2}FOLLOW {2}all {2}seen 50$/);
		expect(under.slice(2, -5).map((row) => row.slice(-7))).toEqual(
			Array.from({ length: 17 }, (_, index) => `line ${index + 33}`),
		);
		expect(under.slice(-5, -1).join(' ').replace(/\s+/g, ' ').trim()).toBe(message.text);
	});

	test('leaves the ways out of an interrupted run in sight', async () => {
		const entries = entriesOf(
			notes([
				{ what: 'planned', plan },
				{ what: 'begins', step: 0, way: 'does' },
			]),
		);
		const state = aState();
		const dialog = { is: 'interrupted', run: plan.id } as const;
		const ui = { ...state.ui, dialog, message };
		const screen = await show({ state: { ...state, journal: { entries }, ui }, at: start });
		onTestFinished(() => screen.end());
		const text = (await screen.text()).slice(0, -5).join('\n');
		for (const way of [/\bu undo\b/, /\bf finish\b/, /\bh (it was )?handled\b/]) expect(text).toMatch(way);
	});
});

describe('a refusal of a service with a long name', () => {
	const name = 'checkout-payments-provider-webhook-receiver-europe-west-1-blue7';
	const labels = { 'watchdeck.plan': '7f3a0c11' };
	const kept = instance('old', 'c', { name: `${name}-rb-7f3a0c11`, state: 'exited', policy: 'no' });
	const next = instance('new', 'b', {
		...{ name: `${name}-next-7f3a0c11`, state: 'created', policy: 'on-failure', tries: 5, labels },
	});
	const last = `docker update --restart on-failure:5 ${name} && docker start ${name}`;
	const squeezed = (rows: readonly string[]) => rows.join('').replaceAll(/[\s|]/g, '');
	const drawn = async (one: Service) => {
		const acting = all.filter(({ id }) => id.startsWith('action/'));
		const screen = await show({ state: fleetState([one], {}), at: start, commands: acting });
		onTestFinished(() => screen.end());
		return screen;
	};

	test('is read to the end of what is to be done, under Fleet', async () => {
		const screen = await drawn(service(`production/${name}`, { instances: [], former: [kept, next] }));
		await screen.press('r');
		expect(squeezed((await screen.text()).slice(0, -1))).toContain(squeezed([last]));
	});

	test('is read to the end where another manager must do it', async () => {
		const screen = await drawn(service(`production/${name}`, { manager: 'Swarm' }));
		await screen.press('r');
		const whole = `use: docker service update --image REPO@sha256:… SERVICE`;
		expect(squeezed((await screen.text()).slice(0, -1))).toContain(squeezed([whole]));
	});

	test.each<[string, Partial<Run>]>([
		['shown', {}],
		['stale', { stage: 'stale' }],
		['ended', { stage: 'ended', outcome: 'REFUSED' }],
	])('is read to its end in the dialog of a plan: %s', async (_, more) => {
		const commands = `docker stop ${next.name} && docker rm ${next.name} && docker rename ${kept.name} ${name}`;
		const because = `production/${name}: a change of it has no end; by hand: ${commands} && ${last}. Nothing was changed.`;
		const run: Run = { plan, opened: start, stage: 'shown', entries: [], because, ...more };
		const state = aState('protected');
		const dialog = { is: 'plan', run: plan.id, scroll: 0, more: false } as const;
		const screen = await show({
			state: { ...state, runs: { [plan.id]: run }, ui: { ...state.ui, dialog } },
			at: start,
		});
		onTestFinished(() => screen.end());
		const text = await screen.text();
		expect(squeezed(text)).toContain(squeezed([because]));
		expect(text[2]).toContain('ROLL BACK  production/api');
	});
});
