import { afterEach, describe, expect, test } from 'vitest';
import { aPlan, aState, entriesOf, notes } from '../support/plans.ts';
import { start } from './fleet-state.ts';
import { type Screen, show } from './screen.ts';

const open: Screen[] = [];
afterEach(() => {
	for (const screen of open.splice(0)) screen.end();
});

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
		open.push(screen);
		const foot = (await screen.text()).slice(0, -2).slice(-rows);
		await screen.dispatch({ type: 'message/shown', at: start, message });
		const under = await screen.text();
		expect(under.slice(-5, -1).join(' ').replace(/\s+/g, ' ').trim()).toBe(message.text);
		expect(under.slice(0, -5).slice(-rows)).toEqual(foot);
		await screen.advance(60_000);
		expect((await screen.text()).slice(0, -2).slice(-rows)).toEqual(foot);
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
		open.push(screen);
		const text = (await screen.text()).slice(0, -5).join('\n');
		for (const way of [/\bu undo\b/, /\bf finish\b/, /\bh (it was )?handled\b/]) expect(text).toMatch(way);
	});
});
