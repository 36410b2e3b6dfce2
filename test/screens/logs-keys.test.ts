import { describe, expect, test } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import { pressed } from '../../src/core/keys.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import type { Feeds, State } from '../../src/core/state.ts';
import { commands as journal } from '../../src/screens/journal-commands.ts';
import { commands as logs } from '../../src/screens/logs-commands.ts';
import { createLines } from '../../src/store/lines.ts';
import { aPlan, aState, entriesOf, minutes, notes, start } from '../support/plans.ts';

const store = createLines();
store.append(
	'production/api',
	Array.from({ length: 100 }, (_, index) => ({
		at: start - minutes(10) + index * 6_000,
		from: 'out' as const,
		instance: 'api',
		text: index % 25 === 10 ? `ERROR ${index}` : `pay ${index}`,
	})),
);
const feeds: Feeds = { numbers: () => undefined, lines: store.lines };

interface Pressed {
	readonly state: State;
	readonly events: readonly Event[];
}

function onLogs(): State {
	const state = aState();
	return { ...state, ui: { ...state.ui, screen: 'logs', service: 'production/api' } };
}

function pressing(state: State, ...keys: readonly string[]): Pressed {
	return keys.reduce<Pressed>(
		(before, key) => {
			const events = pressed({ state: before.state, feeds, commands: [...logs, ...journal], now: start + 1_000 }, key);
			return { state: events.reduce(reduce, before.state), events: [...before.events, ...events] };
		},
		{ state, events: [] },
	);
}

const line = (...keys: readonly string[]) => pressing(onLogs(), ...keys).state.ui.logs.line;

describe('the keys of a log', () => {
	test('p stays and follows again', () => {
		expect(pressing(onLogs(), 'p').state.ui.logs).toMatchObject({ follow: false, at: 100, line: 100 });
		expect(pressing(onLogs(), 'p', 'p').state.ui.logs.follow).toBe(true);
	});
	test('E and e go from error to error, and say when there is none', () => {
		expect([line('E'), line('E', 'E'), line('E', 'E', 'e')]).toEqual([86, 61, 86]);
		expect(pressing(onLogs(), 'e').state.ui.message?.text).toBe('none further down');
	});
	test('a search goes to the nearest place, n and N to the others', () => {
		const typed = ['/', ...'ERROR', 'enter'];
		expect(line(...typed)).toBe(86);
		expect(line(...typed, 'N')).toBe(61);
		expect(line(...typed, 'N', 'n')).toBe(86);
		expect(pressing(onLogs(), ...typed).state.ui.field).toBeUndefined();
	});
	test('a filter takes ! for lines without a text', () => {
		const { state } = pressing(onLogs(), '&', ...'!pay', 'enter');
		expect(state.ui.filter.logs).toBe('!pay');
		expect(pressing(state, 'g').state.ui.logs.line).toBe(11);
	});
	test('g is the first line, G follows, page by page between', () => {
		expect(line('g')).toBe(1);
		expect(line('g', 'space', 'down')).toBe(21);
		expect(pressing(onLogs(), 'g', 'G').state.ui.logs.follow).toBe(true);
	});
	test('the digits choose a time, as in k9s', () => {
		expect(pressing(onLogs(), '2').state.ui.logs.window).toBe(minutes(1));
		expect(pressing(onLogs(), '6').state.ui.logs.window).toBe(minutes(60));
		expect(pressing(onLogs(), '2', 'g').state.ui.logs.line).toBe(92);
		expect(pressing(onLogs(), '1').state.ui.logs).toMatchObject({ window: 0, follow: false, at: 0 });
	});
	test('sideways, but not where lines are wrapped', () => {
		expect(pressing(onLogs(), 'right', 'l', 'left').state.ui.logs.left).toBe(16);
		expect(pressing(onLogs(), 'w', 'right').state.ui.message?.text).toContain('w ends wrapping');
	});
	test('S names a file, y copies the line, M marks', () => {
		expect(pressing(onLogs(), 'S').events).toMatchObject([
			{ type: 'logs/saved', path: 'watchdeck-production-api-1795269752.log' },
		]);
		expect(pressing(onLogs(), 'E', 'y').events.at(-1)).toMatchObject({ type: 'text/copied', text: 'ERROR 85' });
		expect(pressing(onLogs(), 'M').events).toMatchObject([{ type: 'logs/marked' }]);
	});
	test('enter unfolds the selected line and folds it again', () => {
		expect(pressing(onLogs(), 'E', 'enter').state.ui.logs.unfolded).toBe(86);
		expect(pressing(onLogs(), 'E', 'enter', 'enter').state.ui.logs.unfolded).toBe(-1);
	});
	test('every command has a key, and no key has two', () => {
		for (const commands of [logs, journal]) {
			const keys = commands.flatMap((command) => command.keys);
			expect(new Set(keys).size).toBe(keys.length);
		}
	});
});

describe('the keys of the journal', () => {
	const plan = aPlan();
	const entries = entriesOf([
		...notes([{ what: 'planned', plan: aPlan({ id: '00000001' }) }], '00000001', start - minutes(5)),
		...notes([
			{ what: 'planned', plan },
			{ what: 'begins', step: 0, way: 'does' },
		]),
	]);
	const onJournal = (): State => {
		const state = aState();
		return { ...state, journal: { entries }, ui: { ...state.ui, screen: 'journal' } };
	};

	test('enter opens the stored run; one that runs here is followed', () => {
		expect(pressing(onJournal(), 'enter').state.ui.dialog).toEqual({ is: 'entry', run: plan.id, scroll: 0 });
		expect(pressing(onJournal(), 'down', 'enter').state.ui.dialog).toMatchObject({ is: 'entry', run: '00000001' });
		const live: State = { ...onJournal(), runs: { [plan.id]: { plan, opened: start, stage: 'running', entries } } };
		expect(pressing(live, 'enter').state.ui.dialog).toMatchObject({ is: 'plan', run: plan.id });
	});
	test('x settles only a run without an end', () => {
		expect(pressing(onJournal(), 'x').state.ui.dialog).toEqual({ is: 'interrupted', run: plan.id });
		expect(pressing(onJournal(), 'down', 'x').state.ui.message?.text).toBe('only for a run without an end');
	});
	test('enter ends the typing of a filter first', () => {
		const { state } = pressing(onJournal(), '/', ...'zzz', 'enter');
		expect(state.ui.field).toBeUndefined();
		expect(state.ui.dialog).toBeUndefined();
		expect(state.ui.filter.journal).toBe('zzz');
	});
});
