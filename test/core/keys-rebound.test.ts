import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commands } from '../../src/app/commands.ts';
import { isBindable, keyMistakes, keyWarnings, rebound } from '../../src/core/keys-rebound.ts';

const keysOf = (id: string, list = commands) => list.find((command) => command.id === id)?.keys;
const messages = (keys: Readonly<Record<string, readonly string[]>>) =>
	keyMistakes(commands, keys).map(({ message }) => message);

test('the keys that every command comes with are without a mistake and without a doubt', () => {
	const all = Object.fromEntries(commands.filter(isBindable).map(({ id, keys }) => [id, keys]));
	expect(keyMistakes(commands, all)).toEqual([]);
	expect(keyWarnings(commands, {})).toEqual([]);
	expect(rebound(commands, {})).toEqual(commands);
});

test('a chosen command has these keys and no others; without a key it leaves the footer', () => {
	const list = rebound(commands, { 'everywhere.refresh': ['f', 'ctrl-r'], 'action/rollback': [] });
	expect(keysOf('everywhere.refresh', list)).toEqual(['f', 'ctrl-r']);
	expect(keysOf('action/restart', list)).toEqual(['R']);
	expect(list.find(({ id }) => id === 'action/rollback')).not.toHaveProperty('footer');
	expect(keyMistakes(commands, { 'everywhere.refresh': ['f', 'ctrl-r'], 'action/rollback': [] })).toEqual([]);
});

test('what is not known is told with what may have been meant', () => {
	expect(keyMistakes(commands, { 'fleet.opne': ['o'] })[0]).toMatchObject({ id: 'fleet.opne', word: 'fleet.opne' });
	expect(messages({ 'fleet.open': ['Enter', 'f5', 'ctrl-i', '', ' ', 'ab', '\u202e', '\u001b', '\u0301'] })).toEqual(
		['Enter', 'f5', 'ctrl-i', '', ' ', 'ab', '\u202e', '\u001b', '\u0301'].map((key) => `there is no key \`${key}\``),
	);
	expect(messages({ 'fleet.open': ['é', '€', 'ctrl-g', 'tab', 'c'] })).toEqual([]);
	expect(keyMistakes(commands, { 'fleet.open': ['c', 'pgup'] })).toMatchObject([{ at: 1, word: 'pgup' }]);
});

test('two commands of one place on one key are both named, whichever of them was chosen', () => {
	expect(messages({ 'fleet.copy': ['j'] })).toEqual([
		'`j` is the key of `fleet.copy` and of `fleet.down`, which are heard in the same place',
	]);
	// Two commands may change places, and what is of another place is no conflict.
	expect(messages({ 'fleet.down': ['y'], 'fleet.copy': ['j'] })).toEqual([]);
	expect(messages({ 'fleet.copy': ['e'] })).toEqual([]);
	expect(messages({ 'action/restart': ['y'] })).toEqual([
		expect.stringContaining('`action/restart` and of `fleet.copy`'),
	]);
});

test('no key that stops, quits or ends what is typed can be taken, and none of a dialog', () => {
	for (const key of ['ctrl-c', 'ctrl-z', 'enter', 'esc']) {
		expect(messages({ 'everywhere.refresh': [key] })).toEqual([expect.stringContaining('cannot be given')]);
	}
	expect(messages({ 'everywhere.back': ['esc', 'left'], 'fleet.open': ['enter', 'o'] })).not.toContainEqual(
		expect.stringContaining('cannot be given'),
	);
	for (const id of ['everywhere.interrupt', 'plan.confirm', 'palette.choose', 'quit.yes']) {
		expect(messages({ [id]: [] })).toEqual([
			`the keys of \`${id}\` cannot be chosen: the dialog in which they are heard names them`,
		]);
		expect(keysOf(id, rebound(commands, { [id]: [] }))).toEqual(keysOf(id));
	}
});

test('what plans a change has no key that its dialog would take for the answer', () => {
	expect(messages({ 'action/rollback': ['f'] })).toEqual([expect.stringContaining('would also do `plan.finish`')]);
	expect(messages({ 'action/rollback': ['Z'] })).toEqual([]);
});

test('a change on a key that refreshes or pages elsewhere is doubtful', () => {
	const keys = { 'everywhere.refresh': ['f'], 'action/restart': ['ctrl-r'] };
	expect(keyMistakes(commands, keys)).toEqual([]);
	expect(keyWarnings(commands, { 'action/restart': ['ctrl-r'] })).toEqual([
		'`ctrl-r` is the key of `action/restart`, which leads to a change, and elsewhere of `everywhere.refresh`',
	]);
	expect(keyWarnings(commands, keys)).toEqual([]);
});

test('whatever is chosen, ctrl-c stays, dialogs keep their keys, and without a mistake no place has a chosen key twice', () => {
	const ids = fc.constantFrom(...commands.map(({ id }) => id));
	const key = fc.oneof(fc.constantFrom(...commands.flatMap(({ keys }) => keys)), fc.string({ maxLength: 3 }));
	fc.assert(
		fc.property(fc.dictionary(ids, fc.array(key, { maxLength: 3 }), { maxKeys: 4 }), (keys) => {
			const list = rebound(commands, keys);
			expect(keysOf('everywhere.interrupt', list)).toEqual(['ctrl-c']);
			for (const [index, command] of commands.entries()) {
				if (!isBindable(command)) expect(list[index]?.keys).toEqual(command.keys);
			}
			if (keyMistakes(commands, keys).length > 0) return;
			for (const [id, chosen] of Object.entries(keys)) {
				const where = list.find((one) => one.id === id)?.where ?? [];
				const others = list.filter((one) => one.id !== id && one.where.some((place) => where.includes(place)));
				expect(others.filter((one) => one.keys.some((taken) => chosen.includes(taken)))).toEqual([]);
			}
		}),
	);
});
