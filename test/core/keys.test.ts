import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/core/command.ts';
import { type Hearing, pasted, pressed, refusesRepeats } from '../../src/core/keys.ts';
import type { State } from '../../src/core/state.ts';
import type { Ui } from '../../src/core/ui.ts';
import { fleetState, start } from '../screens/fleet-state.ts';

function command(id: string, keys: readonly string[], more: Partial<Command> = {}): Command {
	return {
		...{ id, title: id, help: id, keys, where: ['fleet'] },
		run: (_state, _feeds, now) => ({ type: 'text/copied', at: now, text: id }),
		...more,
	};
}
const commands: readonly Command[] = [
	command('roll back', ['r']),
	command('refused', ['R'], { blocked: () => 'nothing to restart' }),
	command('fleet one', ['x', 'down']),
	command('every one', ['x', 'z'], { where: ['everywhere'] }),
	command('plan', ['enter', 'esc'], { where: ['dialog plan'] }),
	command('filter', ['/'], { run: (_s, _f, now) => ({ type: 'field/opened', at: now, of: 'filter', text: '' }) }),
];
const hearing = (ui: Partial<Ui> = {}): Hearing => {
	const state = fleetState([], {});
	const held: State = { ...state, ui: { ...state.ui, ...ui } };
	const feeds = { numbers: () => undefined, lines: () => ({ lines: [], seen: 0, dropped: 0 }) };
	return { state: held, feeds, commands, now: start };
};
const plan: Partial<Ui> = { dialog: { is: 'plan', run: 'x', scroll: 0, more: false } };
const did = (text: string) => [{ type: 'text/copied', at: start, text }];
const said = (text: string) => [{ type: 'message/shown', at: start, message: { tone: 'warning', text, at: start } }];

describe('a key', () => {
	test('means the command of the screen before one that is heard everywhere', () => {
		expect(pressed(hearing(), 'x')).toEqual(did('fleet one'));
		expect(pressed(hearing({ screen: 'journal' }), 'x')).toEqual(did('every one'));
	});

	test('that cannot be done now says why', () => {
		expect(pressed(hearing(), 'R')).toEqual(said('nothing to restart'));
	});

	test('reaches nothing under an open dialog', () => {
		expect(pressed(hearing(plan), 'r')).toEqual([]);
		expect(pressed(hearing(plan), 'z')).toEqual([]);
		expect(pressed(hearing(plan), 'enter')).toEqual(did('plan'));
	});

	test('means nothing until the guard is over', () => {
		expect(pressed(hearing({ guard: start + 1 }), 'r')).toEqual([]);
		expect(pressed(hearing({ guard: start }), 'r')).toEqual(did('roll back'));
	});

	test('is text in a field, but for enter, escape and what a line has no use for', () => {
		const typing = hearing({ field: { of: 'filter', text: 'a', at: 1 } });
		expect(pressed(typing, 'r')).toEqual([{ type: 'field/edited', at: start, text: 'ar', cursor: 2 }]);
		expect(pressed(typing, 'enter')).toEqual([{ type: 'field/entered', at: start }]);
		expect(pressed(typing, 'esc')).toEqual([{ type: 'field/closed', at: start }]);
		expect(pressed(typing, 'down')).toEqual(did('fleet one'));
	});
});

describe('pasted text', () => {
	test('filters a list and runs no command', () => {
		expect(pasted(hearing(), ' rr\ny ')).toEqual([
			{ type: 'field/opened', at: start, of: 'filter', text: '' },
			{ type: 'field/edited', at: start, text: 'rr y', cursor: 4 },
		]);
	});

	test('that is too long is cut, and that is said', () => {
		const [edit, message] = pasted(hearing({ field: { of: 'search', text: '', at: 0 } }), 'x'.repeat(100_000));
		expect(edit).toMatchObject({ type: 'field/edited', text: 'x'.repeat(500), cursor: 500 });
		expect(message).toMatchObject({ message: { text: 'the paste was cut to its first 500 characters' } });
	});

	test('goes into a field as text', () => {
		expect(pasted(hearing({ field: { of: 'search', text: 'ab', at: 1 } }), 'x\n')).toEqual([
			{ type: 'field/edited', at: start, text: 'ax b', cursor: 3 },
		]);
	});

	test('is refused where typing is the point, and in a plan', () => {
		const confirm: Partial<Ui> = { ...plan, field: { of: 'confirm', text: '', at: 0 } };
		expect(pasted(hearing(confirm), 'api\r')).toEqual(said('Pasted text is refused here: type the name.'));
		expect(pasted(hearing(plan), 'api\r')).toEqual(said('Pasted text is not keys: nothing was done with it.'));
	});
});

test('a held key is heard in lists, not where something is asked', () => {
	expect(refusesRepeats(hearing().state)).toBe(false);
	expect(refusesRepeats(hearing(plan).state)).toBe(true);
	expect(refusesRepeats(hearing({ dialog: { is: 'quit' } }).state)).toBe(true);
	expect(refusesRepeats(hearing({ dialog: { is: 'help' } }).state)).toBe(false);
});
