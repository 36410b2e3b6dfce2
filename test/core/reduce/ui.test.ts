import { describe, expect, test } from 'vitest';
import type { UiEvent } from '../../../src/core/event.ts';
import { reduceUi } from '../../../src/core/reduce/ui.ts';
import type { State } from '../../../src/core/state.ts';
import { fleetState, is, service, start } from '../../screens/fleet-state.ts';

const state = fleetState([service('production/api')], {});
const uiAfter = (...events: readonly UiEvent[]): State['ui'] =>
	events.reduce((before: State, event) => reduceUi(before, { ...event, at: start }), state).ui;

describe('what the operator does', () => {
	test('opens screens and goes back through them', () => {
		const to = (screen: 'service' | 'logs' | 'journal'): UiEvent => ({ type: 'screen/opened', screen });
		const there = uiAfter(to('service'), to('logs'), to('logs'), to('journal'));
		expect([there.screen, there.back]).toEqual(['journal', ['fleet', 'service', 'logs']]);
		const back = uiAfter(to('service'), to('logs'), { type: 'screen/left' });
		expect([back.screen, back.back]).toEqual(['service', ['fleet']]);
		expect(uiAfter({ type: 'screen/left' }).screen).toBe('fleet');
	});

	test('a screen begins without the dialog, the field and the scroll of the one before', () => {
		const ui = uiAfter(
			{ type: 'view/scrolled', scroll: 5, tab: 1 },
			{ type: 'dialog/opened', dialog: { is: 'palette', selected: 2 } },
			{ type: 'field/opened', of: 'palette', text: 'x' },
			{ type: 'screen/opened', screen: 'service', service: 'production/api' },
		);
		expect(ui).toMatchObject({ screen: 'service', service: 'production/api', tab: 0, scroll: 0 });
		expect([ui.dialog, ui.field]).toEqual([undefined, undefined]);
	});

	test('a dialog that nobody asked for takes no key at first, and leaves no line open under it', () => {
		const run = '7f3a0c11';
		const interrupted: UiEvent = { type: 'dialog/opened', dialog: { is: 'interrupted', run }, unasked: true };
		const typing: UiEvent = { type: 'field/opened', of: 'filter', text: 'mul' };
		const { field, guard, dialog } = uiAfter(typing, interrupted);
		expect([field, guard, dialog?.is]).toEqual([undefined, start + 1000, 'interrupted']);
		const asking: UiEvent = { type: 'dialog/opened', dialog: { is: 'operator', account: 'root' } };
		expect(uiAfter(asking, interrupted).dialog?.is).toBe('operator');
		const named = uiAfter(asking, interrupted, { type: 'dialog/closed' });
		expect([named.dialog?.is, named.guard]).toEqual(['interrupted', start + 1000]);
	});

	test('a log is opened at its newest line, and keeps its search', () => {
		const ui = uiAfter(
			{ type: 'logs/moved', logs: { follow: false, at: 5, line: 5, search: 'x', window: 1 } },
			{ type: 'screen/opened', screen: 'logs' },
		);
		expect(ui.logs).toEqual({ follow: true, search: 'x', wrap: false, times: true, left: 0, window: 0 });
	});

	test('the log of another service begins without the search and the filter of the one before', () => {
		const searched: readonly UiEvent[] = [
			{ type: 'screen/opened', screen: 'logs', service: 'production/api' },
			{ type: 'logs/moved', logs: { search: 'x' } },
			{ type: 'field/opened', of: 'filter', text: '' },
			{ type: 'field/edited', text: 'y', cursor: 1 },
			{ type: 'field/entered' },
			{ type: 'screen/left' },
		];
		const again = uiAfter(...searched, { type: 'screen/opened', screen: 'logs', service: 'production/api' });
		expect([again.logs.search, again.filter.logs]).toEqual(['x', 'y']);
		const other = uiAfter(
			...searched,
			{ type: 'screen/opened', screen: 'service', service: 'production/web' },
			{ type: 'screen/opened', screen: 'logs' },
		);
		expect([other.logs.search, other.filter.logs]).toEqual(['', undefined]);
	});

	test('a filter works with each letter, stays after enter and goes with esc', () => {
		const typing: readonly UiEvent[] = [
			{ type: 'field/opened', of: 'filter', text: '' },
			{ type: 'field/edited', text: 'ap', cursor: 2 },
		];
		expect(uiAfter(...typing)).toMatchObject({ filter: { fleet: 'ap' }, field: { of: 'filter', text: 'ap', at: 2 } });
		expect(uiAfter(...typing, { type: 'field/entered' })).toMatchObject({ filter: { fleet: 'ap' } });
		expect(uiAfter(...typing, { type: 'field/entered' }).field).toBeUndefined();
		expect(uiAfter(...typing, { type: 'field/closed' }).filter.fleet).toBe('');
		expect(uiAfter(...typing, { type: 'field/entered' }, { type: 'field/closed' }).filter.fleet).toBe('');
	});

	test('groups fold once and unfold', () => {
		const fold = (folded: boolean): UiEvent => ({ type: 'group/folded', id: 'production/', folded });
		expect(uiAfter(fold(true), fold(true)).folded).toEqual(['production/']);
		expect(uiAfter(fold(true), fold(false)).folded).toEqual([]);
	});

	test('a message goes with the next key, not with a change of size or order', () => {
		const said: UiEvent = { type: 'message/shown', message: { tone: 'plain', text: 'copied', at: start } };
		expect(uiAfter(said, { type: 'window/resized', columns: 9, rows: 9 }).message?.text).toBe('copied');
		expect(uiAfter(said, { type: 'rows/ordered', ids: ['production/'] }).message?.text).toBe('copied');
		const rested = uiAfter(said, { type: 'row/selected', id: 'production/api', rested: true });
		expect([rested.selected.fleet, rested.message?.text]).toEqual(['production/api', 'copied']);
		expect(uiAfter(said, { type: 'row/selected', id: 'production/api' }).message).toBeUndefined();
	});

	test('pausing keeps what is known now beside what comes', () => {
		const paused = reduceUi(state, { type: 'updates/paused', paused: true, at: start });
		const later = { ...paused, conditions: { 'production/api': is('down', 'x') } };
		expect(later.ui.held?.conditions).toBe(state.conditions);
		const on = reduceUi(later, { type: 'updates/paused', paused: false, at: start });
		expect([on.ui.paused, on.ui.held]).toEqual([undefined, undefined]);
	});

	test('what leaves the program changes nothing here', () => {
		for (const type of ['quit/wanted', 'suspend/wanted', 'demo/wanted', 'logs/marked'] as const) {
			expect(reduceUi(state, { type, at: start })).toBe(state);
		}
	});
});
