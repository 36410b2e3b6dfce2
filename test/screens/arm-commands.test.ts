import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { textOf } from '../../src/core/line.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import { frameOf } from '../../src/core/select/frame/frame.ts';
import { paletteChosen, paletteScreen } from '../../src/core/select/palette.ts';
import { asked } from '../../src/core/select/plan/confirm.ts';
import type { Feeds, State } from '../../src/core/state.ts';
import { commands } from '../../src/screens/index.ts';
import { aPlan, aState, entriesOf, minutes, start } from '../support/plans.ts';

const feeds: Feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };

/** The palette with this in its line. */
function typed(state: State, text: string): State {
	const events: readonly Event[] = [
		{ type: 'dialog/opened', at: start, dialog: { is: 'palette', selected: 0 } },
		{ type: 'field/opened', at: start, of: 'palette', text },
	];
	return events.reduce(reduce, state);
}
const chosen = (state: State, text: string) =>
	paletteChosen({ state: typed(state, text), feeds, now: start }, commands).filter(
		({ type }) => type !== 'dialog/closed',
	);
const shown = (state: State, text: string) =>
	paletteScreen(commands)(typed(state, text), feeds, start).rows.map(({ line }) => textOf(line).trimEnd());

/** With a line of the journal that arms production for so long. */
function armed(state: State, length: number): State {
	const line = { what: 'armed', at: start, by: 'op-1', run: 'arm1', environment: 'production' } as const;
	return {
		...state,
		journal: { entries: entriesOf([{ ...line, until: start + length, text: 'production' }]) },
	};
}

describe(':arm', () => {
	const locked = aState('locked', { columns: 120, rows: 30 });

	test.each([
		['arm ', 'production', minutes(15)],
		['arm production', 'production', minutes(15)],
		['arm prod 30m', 'production', minutes(30)],
		['  arm production 1h', 'production', minutes(60)],
	])('%s', (text, environment, length) => {
		expect(chosen(locked, text)).toEqual([{ type: 'arm/wanted', at: start, environment, length }]);
	});

	test.each([
		['arm production 2h', /for an hour at the most/],
		['arm production soon', /for an hour at the most/],
		['arm production 0s', /for an hour at the most/],
		['arm production 15m please', /nothing more: arm production 15m/],
	])('%s is refused in words', (text, why) => {
		expect(chosen(locked, text)).toMatchObject([
			{ type: 'message/shown', message: { text: expect.stringMatching(why) } },
		]);
		expect(shown(locked, text).join()).toMatch(why);
	});

	test('says what it does, and that it takes words', () => {
		expect(shown(locked, 'arm prod').join()).toMatch(/^arm production 15m .*A change then asks for the service's name/);
		expect(chosen(locked, 'arm')).toMatchObject([
			{ type: 'dialog/opened', dialog: { is: 'palette' } },
			{ type: 'field/opened', text: 'arm ' },
		]);
	});

	test('where nothing is locked, or nothing may be changed, there is nothing to arm', () => {
		for (const state of [aState('protected'), { ...locked, readOnly: true }]) {
			const events = [...chosen(state, 'arm production'), ...chosen(state, 'arm a locked')];
			expect(events.filter(({ type }) => type === 'arm/wanted')).toEqual([]);
		}
	});

	test('the header counts it down, and its end locks a plan that is open', () => {
		const state = armed(locked, minutes(15));
		const header = (now: number) => textOf(frameOf(commands)(state, feeds, now).header);
		expect(header(start + 1000)).toContain('ARMED production 14:59');
		expect(header(start + minutes(15))).not.toContain('ARMED');
		const plan = aPlan({ expires: start + minutes(60) });
		const run = { plan, opened: start, stage: 'shown', entries: [] } as const;
		expect(asked(state, run, start)).toEqual({ is: 'enter', next: 'name' });
		expect(asked(state, run, start + minutes(15))).toMatchObject({
			is: 'cannot',
			why: 'production is locked: :arm production 15m lets it be changed for a while',
		});
	});

	test(':disarm ends it, and only that', () => {
		const state = armed(locked, minutes(15));
		expect(chosen(state, 'disarm ')).toEqual([{ type: 'disarm/wanted', at: start, environment: 'production' }]);
		expect(chosen(locked, 'disarm production').filter(({ type }) => type === 'disarm/wanted')).toEqual([]);
	});
});
