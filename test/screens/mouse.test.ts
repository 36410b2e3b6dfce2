import { describe, expect, test } from 'vitest';
import type { State } from '../../src/core/state.ts';
import { aPlan } from '../support/plans.ts';
import { drawn as shown } from './drawn.ts';
import { fleetState, is, manyServices, release, seconds, service, start } from './fleet-state.ts';
import { sized } from './found.ts';
import type { Screen } from './screen.ts';

const drawn = (state: State) => shown(state, { mouse: true });

const releases = [release('v412', 'c', { can: 'runs', first: start }), release('v411', 'b', { until: start })];
const base = fleetState([service('production/api', { releases }), ...manyServices(6)], {
	'production/api': is('ok', 'running'),
});
const state = { ...base, ui: { ...base.ui, selected: { fleet: 'production/api' } } };
/** Where a text begins on the screen. */
const placeOf = async (screen: Screen, text: string) => {
	const rows = await screen.text();
	const y = rows.findIndex((row) => row.includes(text));
	if (y < 0) throw new Error(`"${text}" is not on the screen:\n${rows.join('\n')}`);
	return { x: rows[y]?.indexOf(text) ?? 0, y };
};
const press = async (screen: Screen, text: string) => screen.point({ is: 'press', ...(await placeOf(screen, text)) });
const wheel = (screen: Screen, by: 1 | -1) => screen.point({ is: 'wheel', by, x: 5, y: 5 });

describe('the mouse', () => {
	test.each([
		[80, 24],
		[200, 50],
	])('selects the row that it presses: %i x %i', async (columns, rows) => {
		const screen = await drawn(sized(state, columns, rows));
		for (const name of ['s0003', 's0001']) {
			await press(screen, name);
			expect(screen.state().ui.selected.fleet).toBe(`production/${name}`);
			expect((await screen.text()).find((row) => row.includes('>'))).toContain(name);
		}
		const before = screen.state();
		await screen.point({ is: 'press', x: 1, y: 1 });
		expect(screen.state()).toBe(before);
	});

	test('selects rows of lists that stand lower, and moves them with the wheel', async () => {
		const screen = await drawn(state);
		await screen.press('enter', '5');
		await press(screen, 'v411   ');
		expect((await screen.text()).find((row) => row.startsWith('>'))).toContain('v411');
		await screen.press('0');
		await wheel(screen, 1);
		expect(screen.state().ui.selected.hosts).toBe('host/vps2');
		await press(screen, 'vps1');
		expect(screen.state().ui.selected.hosts).toBe('host/vps1');
	});

	test('goes three rows a notch', async () => {
		const screen = await drawn(state);
		await screen.press('g');
		await wheel(screen, 1);
		expect(screen.state().ui.selected.fleet).toBe('production/s0002');
		await wheel(screen, -1);
		expect(screen.state().ui.selected.fleet).toBe('production/');
	});

	test('scrolls a log, and selects the line that it presses', async () => {
		const screen = await drawn(state);
		screen.lines.append(
			'production/api',
			Array.from({ length: 90 }, (_, index) => ({ at: start, from: 'out', instance: 'api', text: `line ${index}!` })),
		);
		await screen.press('enter', '3');
		await press(screen, 'line 80!');
		expect(screen.state().ui.logs).toMatchObject({ follow: false });
		expect((await screen.text()).find((row) => row.startsWith('>'))).toContain('line 80!');
		await wheel(screen, -1);
		expect((await screen.text()).find((row) => row.startsWith('>'))).toContain('line 77!');
	});

	test('does what a key of the footer does, and nothing between two of them', async () => {
		const screen = await drawn(state);
		const { x, y } = await placeOf(screen, '? all keys');
		await screen.point({ is: 'press', x: x - 1, y });
		expect(screen.state().ui.dialog).toBeUndefined();
		await press(screen, 'all keys');
		expect(screen.state().ui.dialog).toEqual({ is: 'help' });
		await press(screen, 'esc close');
		expect(screen.state().ui.dialog).toBeUndefined();
	});

	test('does nothing where something is to be confirmed', async () => {
		const plan = aPlan();
		const planned = {
			...state,
			runs: { [plan.id]: { plan, opened: start, stage: 'shown' as const, entries: [] } },
			ui: { ...state.ui, dialog: { is: 'plan' as const, run: plan.id, scroll: 0, more: false } },
		};
		for (const one of [planned, { ...state, ui: { ...state.ui, dialog: { is: 'quit' as const } } }]) {
			const screen = await drawn(one);
			const before = screen.state();
			for (let y = 0; y < 24; y += 1) {
				for (const x of [2, 20, 60]) await screen.point({ is: 'press', x, y });
			}
			await wheel(screen, 1);
			expect(screen.state()).toBe(before);
		}
	});

	test('does nothing just after a plan was opened, as no key does', async () => {
		const screen = await drawn({ ...state, ui: { ...state.ui, guard: start + seconds(1) } });
		const before = screen.state();
		await press(screen, 's0003');
		expect(screen.state()).toBe(before);
	});

	test('is not heard unless it is wanted', async () => {
		const screen = await shown(state);
		const before = screen.state();
		await press(screen, 's0003');
		expect(screen.state()).toBe(before);
	});
});
