import { describe, expect, test } from 'vitest';
import { pressed } from '../../src/core/keys.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import { logsKey } from '../../src/core/select/logs/about.ts';
import { logsScreen } from '../../src/core/select/logs/screen.ts';
import type { Feeds, State } from '../../src/core/state.ts';
import { commands } from '../../src/screens/index.ts';
import { createLines } from '../../src/store/lines.ts';
import { aPlan, aState, entriesOf, instance, minutes, notes, start } from '../support/plans.ts';

const store = createLines();
const feeds: Feeds = { numbers: () => undefined, lines: store.lines };
const lineAt = (at: number, text: string, instance = 'api') => ({ at, from: 'out' as const, instance, text });
const ten = Array.from({ length: 100 }, (_, index) => lineAt(start - minutes(10) + index * 6_000, `pay ${index}`));
store.append('production/api', ten);
const now = start + 1_000;

function pressing(state: State, ...keys: readonly string[]): State {
	return keys.reduce(
		(before, key) => pressed({ state: before, feeds, commands: commands, now }, key).reduce(reduce, before),
		state,
	);
}

const on = (screen: State['ui']['screen'], more: Partial<State> = {}): State => {
	const state = { ...aState('protected', { columns: 120, rows: 24 }), ...more };
	return { ...state, ui: { ...state.ui, screen, back: ['fleet'], service: 'production/api' } };
};
const drawn = (state: State) => {
	const { status, rows, selected } = logsScreen()(state, feeds, now);
	const text = (line: readonly { readonly text: string }[]) => line.map((part) => part.text).join('');
	return { status: text(status).trim(), rows: rows.map(({ line }) => text(line)), selected };
};

describe('the five minutes around an event', () => {
	test('v on a line shows all lines around it, and esc the log as it was left', () => {
		const left = pressing(on('logs'), '&', '9', 'enter', 'g', 'down');
		const state = pressing(left, 'v');
		const at = ten[19]?.at;
		expect(state.ui.logs.around).toMatchObject({ at, what: 'a line of api' });
		expect(logsKey(state.ui)).toBe(`production/api around ${at}`);
		expect(state.ui.filter.logs).toBeUndefined();
		store.append(logsKey(state.ui), ten);
		const { status, rows, selected } = drawn(state);
		expect(status).toMatch(/^LOGS {2}production\/api {2}PAUSED {2}5m around 11-21 \d\d:\d\d:\d\d, a line of api/);
		expect(status).toMatch(/matched 45$/);
		expect(rows.find((_, index) => index === 9)).toContain('pay 19');
		expect(selected).toBe('20.0');
		expect(pressing(state, 'esc').ui).toEqual(left.ui);
		expect(pressing(state, 'v', 'esc').ui).toEqual(left.ui);
	});
	test('it neither follows nor has another time', () => {
		const state = pressing(on('logs'), 'g', 'v');
		for (const key of ['p', '0', '3']) {
			expect(pressing(state, key).ui.logs).toEqual(state.ui.logs);
			expect(pressing(state, key).ui.message?.text).toContain('esc goes back');
		}
		store.append(logsKey(state.ui), ten);
		expect(pressing(state, 'G').ui.logs).toMatchObject({ follow: false, line: 26 });
	});
	test('says where nothing is known of then, and that there is no line to begin with', () => {
		const state = pressing(on('logs'), 'g', 'down', 'down', 'v');
		expect(drawn(state).rows[0]).toContain('no line of this time is known');
		const none = { ...on('logs'), ui: { ...on('logs').ui, service: 'production/web' } };
		expect(pressing(none, 'v').ui.message?.text).toContain('there is no line');
	});
	test('of a run of the journal, of the service that it was about', () => {
		const plan = aPlan();
		const entries = entriesOf(notes([{ what: 'planned', plan }], plan.id, start - minutes(5)));
		const state = on('journal', { journal: { entries } });
		const opened = pressing(state, 'v').ui;
		expect(opened).toMatchObject({ screen: 'logs', service: plan.service });
		expect(opened.logs).toMatchObject({ follow: false, around: { at: start - minutes(5) } });
		expect(pressing(state, 'v', 'esc').ui.screen).toBe('journal');
		expect(pressing({ ...state, services: {} }, 'v').ui.message?.text).toContain('no service that is watched now');
	});
	test('of a release, when it began', () => {
		const state = on('releases');
		const opened = pressing(state, 'v').ui;
		expect(opened).toMatchObject({ screen: 'logs', service: 'production/api' });
		expect(opened.logs.around?.what).toMatch(/^the beginning of /);
		expect(pressing(state, 'v', 'esc').ui.screen).toBe('releases');
	});
	test('is left where another screen is opened, and where the log is opened anew', () => {
		const state = pressing(on('logs'), 'g', 'v');
		expect(pressing(state, '9', 'esc').ui.logs.around).toBeUndefined();
		const again = reduce(state, { type: 'screen/opened', at: now, screen: 'logs', service: 'production/api' });
		expect(again.ui.logs.around).toBeUndefined();
	});
});

describe('the logs of several services together', () => {
	const merged = (state: State) => pressing(state, 'L');

	test('l on the row of an environment and L anywhere in it open them, and l on a service just its own', () => {
		const fleet = { ...on('fleet'), ui: { ...on('fleet').ui, selected: { fleet: 'production/' } } };
		expect(pressing(fleet, 'l').ui).toMatchObject({ screen: 'logs', logs: { group: 'production', follow: true } });
		for (const screen of ['environment', 'service', 'logs'] as const) {
			const { ui } = merged(on(screen));
			expect([ui.screen, logsKey(ui)]).toEqual(['logs', 'production/']);
		}
		const back = pressing(merged(on('service')), 'esc');
		expect(logsKey(pressing(back, 'l').ui)).toBe('production/api');
	});
	test('each line says its service, and what is searched, filtered and saved is of all', () => {
		store.append('production/', [
			...[
				lineAt(start - 2_000, 'asked', 'web'),
				lineAt(start - 1_000, 'pay refused'),
				lineAt(start, 'gone\u001b[31m', 'a\u001b[2Jb'),
			],
		]);
		const state = merged(on('logs'));
		const { status, rows } = drawn(state);
		expect(status).toMatch(/^LOGS {2}all of production {2}FOLLOW/);
		expect(rows[0]).toMatch(/^\d\d:\d\d:\d\d web {3}asked/);
		expect(rows[1]).toMatch(/^\d\d:\d\d:\d\d api {3}pay refused/);
		expect(rows.join('')).not.toContain('\u001b');
		const filtered = pressing(state, '&', ...'pay', 'enter');
		expect(drawn(filtered).rows).toHaveLength(1);
		const around = pressing(filtered, 'v');
		expect(around.ui.logs).toMatchObject({ group: 'production', around: { what: 'a line of api' } });
		expect(logsKey(around.ui)).toBe(`production/ around ${start - 1_000}`);
		expect(pressing(around, 'esc').ui).toEqual(filtered.ui);
	});
	test('of several lines of one moment the one that was meant is selected', () => {
		const lines = ['one', 'two', 'three'].map((text) => lineAt(start - 500, text));
		store.append('production/', lines);
		const around = pressing(merged(on('logs')), 'up', 'v');
		store.append(logsKey(around.ui), lines);
		expect(drawn(around).selected).toBe('2.0');
	});
	test('says how many logs there are where they are too many', () => {
		const state = merged(on('logs'));
		const [one] = Object.values(state.services);
		const instances = Array.from({ length: 14 }, (_, index) => instance(`c${index}`, 'c'));
		const services = one === undefined ? {} : { [one.id]: { ...one, instances } };
		expect(drawn({ ...state, services }).status).toMatch(/^LOGS {2}all of production {2}12 of 14 logs {2}FOLLOW/);
	});
	test('no key about one service means one of them', () => {
		expect(pressing(merged(on('logs')), '2').ui.screen).toBe('logs');
		const opened = reduce(merged(on('logs')), {
			type: 'screen/opened',
			at: now,
			screen: 'logs',
			service: 'production/api',
		});
		expect(logsKey(opened.ui)).toBe('production/api');
	});
});
