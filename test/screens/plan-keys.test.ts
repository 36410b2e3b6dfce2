import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commands as app } from '../../src/app/commands.ts';
import type { Command } from '../../src/core/command.ts';
import type { Event } from '../../src/core/event.ts';
import { pasted, pressed } from '../../src/core/keys.ts';
import { textOf } from '../../src/core/line.ts';
import { reduce } from '../../src/core/reduce/reduce.ts';
import { frameOf } from '../../src/core/select/frame/frame.ts';
import { interruptedScreen, planScreen } from '../../src/core/select/plan/screen.ts';
import type { Feeds, State } from '../../src/core/state.ts';
import { commands as interrupted } from '../../src/screens/interrupted-commands.ts';
import { commands as plans } from '../../src/screens/plan-commands.ts';
import { aPlan, aState, entriesOf, minutes, notes, start } from '../support/plans.ts';

const feeds: Feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };
const plan = aPlan();

interface Pressed {
	readonly state: State;
	readonly events: readonly Event[];
}

/** One key, heard as `use-keys` hears it. */
function press(before: Pressed, key: string, commands: readonly Command[], now: number): Pressed {
	const events = pressed({ state: before.state, feeds, commands, now }, key);
	return { state: events.reduce(reduce, before.state), events: [...before.events, ...events] };
}

function pressing(
	state: State,
	keys: readonly string[],
	options: { readonly every?: number; readonly commands?: readonly Command[] } = {},
): Pressed {
	const { every = 50, commands = plans } = options;
	return keys.reduce<Pressed>((before, key, index) => press(before, key, commands, start + 400 + index * every), {
		state,
		events: [],
	});
}

function shown(protection: 'open' | 'guarded' | 'protected' | 'locked'): State {
	const events: readonly Event[] = [
		{ type: 'action/wanted', at: start, want: plan.want, service: plan.service },
		{ type: 'plan/made', at: start, plan },
	];
	return events.reduce(reduce, aState(protection));
}

const agreed = ({ events }: Pressed) => events.filter(({ type }) => type === 'plan/agreed');
const chosen = ({ events }: Pressed) => events.filter(({ type }) => type === 'run/chosen');

/** What the dialog and the news under it say of an attempt. */
function said(state: State): readonly string[] {
	const dialog = state.ui.dialog?.is === 'plan' ? planScreen() : interruptedScreen();
	const { over, keys } = frameOf([...plans, ...interrupted])(state, feeds, start + 900);
	return [...dialog(state, feeds, start + 900), ...over, keys]
		.map((line) => textOf(line).replace(/^[| ]+|[| ]+$/g, ''))
		.filter((text) => text.includes('nothing was started'));
}

const letters = fc.constantFrom('a', 'p', 'i', 'r', 'R', 'y', 'u', 'd', 'x', 'space');
/** Keys that type nothing: a name goes on behind them. */
const untyped = ['esc', 'tab', 'up', 'down', 'pagedown'];
const anyKey = fc.oneof({ weight: 2, arbitrary: fc.constant('enter') }, letters, fc.constantFrom('q', ...untyped));

describe('the way to agreement', () => {
	test('open: enter', () => expect(agreed(pressing(shown('open'), ['enter']))).toMatchObject([{ how: 'enter' }]));
	test('guarded: enter, y', () => {
		expect(agreed(pressing(shown('guarded'), ['enter', 'y']))).toMatchObject([{ how: 'y' }]);
		expect(agreed(pressing(shown('guarded'), ['y', 'y', 'enter', 'enter']))).toEqual([]);
	});
	test('protected: enter, the name, enter', () => {
		expect(agreed(pressing(shown('protected'), ['enter', 'a', 'p', 'i', 'enter']))).toMatchObject([
			{ how: 'typed service' },
		]);
	});
	test('a wrong name is said, once, and starts nothing; it can be mended', () => {
		const wrong = pressing(shown('protected'), ['enter', 'a', 'p', 'enter']);
		expect(said(wrong.state)).toEqual(['that is not its name: nothing was started. The name is  api']);
		expect(wrong.state.ui.message).toBeUndefined();
		expect(agreed(wrong)).toEqual([]);
		const none = pressing(shown('protected'), ['enter', 'enter']);
		expect(said(none.state)).toEqual(['nothing was typed: nothing was started. The name is  api']);
		expect(said(press(wrong, 'i', plans, start + 900).state)).toEqual([]);
		expect(agreed(pressing(shown('protected'), ['enter', 'a', 'p', 'enter', 'i', 'enter']))).toHaveLength(1);
	});
	test('locked: no way', () =>
		expect(agreed(pressing(shown('locked'), ['enter', 'y', 'a', 'p', 'i', 'enter']))).toEqual([]));
	test('agreed once, more enters start nothing', () => {
		expect(agreed(pressing(shown('open'), ['enter', 'enter', 'enter']))).toHaveLength(1);
	});
	test('a plan that is too old is planned anew, not started', () => {
		const old = pressing(shown('open'), ['enter'], { every: 0 });
		expect(agreed(old)).toHaveLength(1);
		const late = press({ state: shown('open'), events: [] }, 'enter', plans, start + minutes(5));
		expect(late.events).toEqual([
			{ type: 'action/wanted', at: start + minutes(5), want: plan.want, service: plan.service },
		]);
	});
});

test('a target that was removed starts nothing: enter plans for the best one that is left', () => {
	const before = shown('open');
	const images = [{ id: `sha256:${'c'.repeat(64)}`, refs: [] }];
	const state: State = { ...before, engines: { vps1: { misses: 0, value: { containers: {}, images } } } };
	const { events } = pressing(state, ['enter', 'enter']);
	expect(events[0]).toMatchObject({ type: 'action/wanted', want: { action: 'rollback', to: '' } });
	expect(agreed({ state, events })).toEqual([]);
});

describe('no accident', () => {
	test('keys within 300 ms of the plan do nothing', () => {
		const events = press({ state: shown('open'), events: [] }, 'enter', plans, start + 299).events;
		expect(events).toEqual([]);
	});
	test('r again, or held, does nothing at any protection', () => {
		const held = Array.from({ length: 90 }, () => 'r');
		for (const protection of ['open', 'guarded', 'protected', 'locked'] as const) {
			const { events } = pressing(shown(protection), held, { every: 33 });
			expect(new Set(events.map(({ type }) => type))).toEqual(new Set(['message/shown']));
		}
	});
	test('a pasted name is refused', () => {
		const { state } = pressing(shown('protected'), ['enter']);
		const events = pasted({ state, feeds, commands: plans, now: start + 500 }, 'api');
		expect(events.map(({ type }) => type)).toEqual(['message/shown']);
	});
	test('protected: no keys without the exact name lead to agreement', () => {
		fc.assert(
			fc.property(fc.array(anyKey, { maxLength: 40 }), (keys) => {
				const typed = keys.filter((key) => !untyped.includes(key));
				const lines = typed.join('').replaceAll('space', ' ').split('enter');
				fc.pre(!lines.some((line) => line.endsWith('api')));
				expect(agreed(pressing(shown('protected'), keys))).toEqual([]);
			}),
			{ numRuns: 500 },
		);
	});
	test('protected: a key between its letters that types nothing changes nothing', () => {
		expect(agreed(pressing(shown('protected'), ['enter', 'a', 'p', 'i', 'up', 'enter']))).toHaveLength(1);
	});
	test('and with it: only when the line holds nothing else', () => {
		fc.assert(
			fc.property(fc.array(letters, { maxLength: 6 }), (keys) => {
				const typed = keys.map((key) => (key === 'space' ? ' ' : key)).join('');
				expect(agreed(pressing(shown('protected'), ['enter', ...keys, 'enter']))).toHaveLength(typed === 'api' ? 1 : 0);
			}),
		);
	});
	test('guarded: no keys without y right after enter lead to agreement', () => {
		fc.assert(
			fc.property(fc.array(anyKey, { maxLength: 40 }), (keys) => {
				fc.pre(!keys.includes('y') || !keys.includes('enter') || keys.lastIndexOf('y') < keys.indexOf('enter'));
				expect(agreed(pressing(shown('guarded'), keys))).toEqual([]);
			}),
		);
	});
});

/** The keys that type a text. */
const typing = (text: string) => [...text].map((sign) => (sign === ' ' ? 'space' : sign));
const whyOf = ({ state }: Pressed) => state.runs[plan.id]?.why;

describe('why it is done', () => {
	test('w opens a line for it at any protection; enter keeps it, blanks take it back, esc leaves it as it was', () => {
		for (const protection of ['open', 'guarded', 'protected'] as const) {
			const given = pressing(shown(protection), ['w', ...typing('pay is down '), 'enter']);
			expect(whyOf(given)).toBe('pay is down');
			expect(agreed(given)).toEqual([]);
			expect(
				planScreen()(given.state, feeds, start + 2000)
					.map(textOf)
					.join('\n'),
			).toContain('why: pay is down');
			expect(whyOf(pressing(given.state, ['w', 'x', 'esc']))).toBe('pay is down');
			expect(whyOf(pressing(given.state, ['w', 'ctrl-u', 'space', 'enter']))).toBeUndefined();
		}
	});
	test('a pasted one is taken, on one line', () => {
		const { state } = pressing(shown('open'), ['w']);
		const events = pasted({ state, feeds, commands: plans, now: start + 500 }, 'see\nTICKET-7');
		expect(events.reduce(reduce, state).ui.field?.text).toBe('see TICKET-7');
	});
	test('it is kept when another plan for the same service takes the place of this one', () => {
		const { state } = pressing(shown('open'), ['w', 'x', 'enter']);
		const wanted = reduce(state, { type: 'action/wanted', at: start, want: plan.want, service: plan.service });
		const next = { ...plan, id: '0badcafe' };
		expect(reduce(wanted, { type: 'plan/made', at: start, plan: next }).runs['0badcafe']?.why).toBe('x');
	});
	test('in the middle of a confirmation and of a locked environment it does nothing', () => {
		expect(pressing(shown('guarded'), ['enter', 'w']).state.ui.field).toBeUndefined();
		expect(pressing(shown('locked'), ['w']).state.ui.field).toBeUndefined();
	});
});

describe('what is grave', () => {
	const grave = (protection: Parameters<typeof shown>[0]): State => {
		const state = shown(protection);
		return { ...state, runs: { [plan.id]: { ...state.runs[plan.id], plan: { ...plan, tier: 4 } } } } as State;
	};
	const name = typing('production/api');
	test.each(['open', 'guarded', 'protected'] as const)('%s: a reason, environment and service', (protection) => {
		const done = pressing(grave(protection), ['enter', ...typing('lost'), 'enter', ...name, 'enter']);
		expect(agreed(done)).toMatchObject([{ how: 'typed env/service' }]);
		expect(whyOf(done)).toBe('lost');
		const known = pressing(grave(protection), ['w', 'x', 'enter', 'enter', ...name, 'enter']);
		expect(agreed(known)).toHaveLength(1);
	});
	test.each<readonly string[]>([
		['enter', 'enter', 'enter', 'enter'],
		['enter', 'space', 'enter', ...name, 'enter'],
		['enter', 'y', 'enter', 'y', 'enter'],
		['enter', 'x', 'enter', 'a', 'p', 'i', 'enter'],
		['enter', ...name, 'enter', 'enter'],
	])('anything less starts nothing: %#', (...keys) => {
		for (const protection of ['open', 'guarded', 'protected', 'locked'] as const)
			expect(agreed(pressing(grave(protection), keys))).toEqual([]);
	});
	test('says so, and why it did not go on', () => {
		const text = planScreen()(grave('open'), feeds, start + 400)
			.map(textOf)
			.join('\n');
		expect(text).toContain('This is grave: enter opens a line where you type why it is done');
		expect(said(pressing(grave('open'), ['enter', 'enter']).state)).toEqual([
			'nothing was typed: nothing was started. It is grave, and asks for a reason',
		]);
		expect(said(pressing(grave('open'), ['enter', 'x', 'enter', 'a', 'enter']).state)).toEqual([
			'that is not its name: nothing was started. The name is  production/api',
		]);
	});
});

describe('leaving', () => {
	test('esc changes nothing and says so', () => {
		const { state } = pressing(shown('protected'), ['esc']);
		expect(state.ui.dialog).toBeUndefined();
		expect(state.runs).toEqual({});
		expect(state.ui.message?.text).toBe('nothing has been changed');
	});
	test('esc in the line closes only the line', () => {
		const { state } = pressing(shown('protected'), ['enter', 'a', 'esc']);
		expect(state.ui.field).toBeUndefined();
		expect(state.ui.dialog?.is).toBe('plan');
	});
	test('tab plans the other action, down another target', () => {
		expect(pressing(shown('open'), ['tab']).events).toMatchObject([
			{ type: 'action/wanted', want: { action: 'restart' } },
		]);
		const other = { action: 'rollback', to: `sha256:${'a'.repeat(64)}` };
		expect(pressing(shown('open'), ['down']).events).toMatchObject([{ type: 'action/wanted', want: other }]);
	});
	test('c copies the commands with their hosts', () => {
		const [event] = pressing(shown('open'), ['c']).events;
		expect(event?.type === 'text/copied' ? event.text.split('\n').slice(0, 6) : []).toEqual([
			'# roll back production/api to v411, plan 7f3a1b2c',
			'(',
			'set -e',
			'curl() { command curl -fsS "$@"; }',
			'# 1. stop api (on vps1)',
			'docker stop -t 10 old',
		]);
	});
});

describe('a held run', () => {
	const held = (): State => {
		const state = shown('protected');
		const events: readonly Event[] = [
			{ type: 'plan/agreed', at: start, run: plan.id, how: 'typed service' },
			...entriesOf(notes([{ what: 'done', text: '' }])).map(
				(entry): Event => ({ type: 'plan/noted', at: start, entry }),
			),
			{ type: 'run/held', at: start, run: plan.id, because: 'still 500', left: [] },
		];
		return events.reduce(reduce, state);
	};
	test('a choice takes its letter and enter; neither alone', () => {
		expect(chosen(pressing(held(), ['u']))).toEqual([]);
		expect(chosen(pressing(held(), ['enter', 'enter']))).toEqual([]);
		expect(chosen(pressing(held(), ['u', 'enter']))).toMatchObject([{ choice: 'undo' }]);
		expect(chosen(pressing(held(), ['t', 'enter']))).toMatchObject([{ choice: 'retry' }]);
		expect(chosen(pressing(held(), ['u', 'esc', 'enter']))).toEqual([]);
	});
});

describe('a run without an end', () => {
	const asking = (protection: 'open' | 'guarded' | 'protected', of = plan): State => {
		const state = aState(protection);
		const entries = entriesOf(
			notes([
				{ what: 'planned', plan: of },
				{ what: 'begins', step: 0, way: 'does' },
			]),
		);
		return { ...state, journal: { entries }, ui: { ...state.ui, dialog: { is: 'interrupted', run: plan.id } } };
	};
	const keys = (protection: 'open' | 'guarded' | 'protected', list: readonly string[]) =>
		chosen(pressing(asking(protection), list, { commands: interrupted }));

	test('its ways out are confirmed like a plan', () => {
		expect(keys('open', ['u', 'enter'])).toMatchObject([{ choice: 'undo' }]);
		expect(keys('guarded', ['f', 'enter'])).toEqual([]);
		expect(keys('guarded', ['f', 'enter', 'y'])).toMatchObject([{ choice: 'finish' }]);
		expect(keys('protected', ['u', 'enter', 'y', 'enter'])).toEqual([]);
		expect(keys('protected', ['u', 'enter', 'a', 'p', 'i', 'enter'])).toMatchObject([{ choice: 'undo' }]);
	});
	test('of what is grave environment and service are typed at every protection', () => {
		const grave = (list: readonly string[]) =>
			chosen(pressing(asking('open', { ...plan, tier: 4 }), list, { commands: interrupted }));
		expect(grave(['u', 'enter', 'y', 'enter'])).toEqual([]);
		expect(grave(['u', 'enter', ...'api', 'enter'])).toEqual([]);
		expect(grave(['u', 'enter', ...plan.service, 'enter'])).toMatchObject([{ choice: 'undo' }]);
		expect(grave(['h', 'enter'])).toMatchObject([{ choice: 'leave' }]);
	});
	test('that it was handled changes no service: its letter and enter', () => {
		expect(keys('protected', ['h', 'enter'])).toMatchObject([{ choice: 'leave' }]);
	});
	test('nothing is done without a choice', () => expect(keys('open', ['enter', 'y', 'enter'])).toEqual([]));
});

describe('the keys that are named', () => {
	const named = ({ state }: Pressed, commands: readonly Command[] = plans) =>
		textOf(
			frameOf(commands)({ ...state, ui: { ...state.ui, size: { columns: 120, rows: 30 } } }, feeds, start + 500).keys,
		);

	test('in the line that is typed in are no letters', () => {
		expect(named(pressing(shown('protected'), []))).toContain('d details');
		expect(named(pressing(shown('protected'), ['enter'])).trim()).toBe('enter check the name  esc back to the plan');
	});
	test('promise to do it only where what was typed is the name', () => {
		fc.assert(
			fc.property(fc.array(letters, { maxLength: 4 }), (keys) => {
				const line = (typed: readonly string[]) =>
					named(pressing(shown('protected'), ['enter', ...typed])).includes('enter do it ');
				expect(line(keys)).toBe(keys.join('') === 'api');
				expect(line(['a', 'p', 'i'])).toBe(true);
			}),
		);
	});
	test('leave a held run as it is: esc only closes its dialog', () => {
		const state = reduce(shown('open'), { type: 'plan/agreed', at: start, run: plan.id, how: 'enter' });
		const held = reduce(state, { type: 'run/held', at: start, run: plan.id, because: 'still 500', left: [] });
		expect(named({ state: held, events: [] })).toContain(' esc leave it held ');
		expect(named(pressing(held, ['u']))).toContain(' enter do it  esc take it back ');
	});
	test('say what they do in each step of the confirmation', () => {
		expect(named(pressing(shown('open'), []))).toContain(' enter confirm  esc leave ');
		const { state } = pressing(shown('guarded'), ['enter']);
		const pointed = { ...state, ui: { ...state.ui, screen: 'service', service: plan.service } } as const;
		expect(named({ state: pointed, events: [] }).trim()).toMatch(/^y yes, start it {2}esc leave {2}d details/);
		const back = pressing(shown('protected'), ['enter', 'esc']);
		expect(named(back)).toContain(' enter confirm  esc leave ');
	});
	test('of a stale plan: enter plans anew', () => {
		const state = shown('open');
		const service = state.services[plan.service];
		const changed = {
			...state,
			services: { ...state.services, [plan.service]: { ...service, instances: [] } },
		} as State;
		expect(named({ state: changed, events: [] })).toContain(' enter plan anew  esc leave ');
	});
	test('of a run under way and after its end', () => {
		const running = reduce(shown('open'), { type: 'plan/agreed', at: start, run: plan.id, how: 'enter' });
		expect(named({ state: running, events: [] })).toContain(' esc leave it running ');
		const ended: Event = { type: 'run/ended', at: start, run: plan.id, outcome: 'VERIFIED', because: 'healthy' };
		expect(named({ state: reduce(running, ended), events: [] })).toContain(' esc close ');
	});
	test('of a run that has ended do not confirm', () => {
		const ended: Event = { type: 'run/ended', at: start, run: plan.id, outcome: 'VERIFIED', because: 'healthy' };
		const after = [{ type: 'plan/agreed', at: start, run: plan.id, how: 'enter' } as const, ended].reduce(
			reduce,
			shown('open'),
		);
		expect(named({ state: after, events: [] })).not.toContain('enter');
		expect(pressing(after, ['esc']).state.ui.dialog).toBeUndefined();
	});
	test('of an interrupted run are its ways out only until one is chosen', () => {
		const entries = entriesOf(
			notes([
				{ what: 'planned', plan },
				{ what: 'begins', step: 0, way: 'does' },
			]),
		);
		const state = aState('protected');
		const asking: State = {
			...state,
			journal: { entries },
			ui: { ...state.ui, dialog: { is: 'interrupted', run: plan.id } },
		};
		expect(named({ state: asking, events: [] }, interrupted)).toContain('u undo what began');
		const typing = pressing(asking, ['u', 'enter'], { commands: interrupted });
		expect(named(typing, interrupted).trim()).toBe('enter check the name  esc back to the plan');
		const wrong = pressing(asking, ['u', 'enter', 'w', 'enter'], { commands: interrupted });
		expect(said(wrong.state)).toEqual(['that is not its name: nothing was started. The name is  api']);
		const name = pressing(asking, ['u', 'enter', 'a', 'p', 'i'], { commands: interrupted });
		expect(named(name, interrupted).trim()).toBe('enter do it  esc back to the plan');
		const chosen = pressing(asking, ['u'], { commands: interrupted });
		expect(named(chosen, interrupted).trim()).toBe('enter confirm  esc take it back');
	});
});

test('r on a service whose run is under way opens that run', () => {
	const begun = [
		{ type: 'plan/agreed', at: start, run: plan.id, how: 'enter' } as const,
		{ type: 'plan/closed', at: start, run: plan.id } as const,
		{ type: 'screen/opened', at: start, screen: 'service', service: plan.service } as const,
	].reduce<State>(reduce, shown('open'));
	const { state, events } = pressing(begun, ['r'], { commands: app });
	expect(events.map(({ type }) => type)).toEqual(['dialog/opened']);
	expect(state.ui.dialog).toMatchObject({ is: 'plan', run: plan.id });
});
