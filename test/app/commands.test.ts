import { expect, test } from 'vitest';
import { actions } from '../../src/actions/index.ts';
import { commands } from '../../src/app/commands.ts';

test('every action with a key is a command under that key, and no other action is one', () => {
	const shown = commands.flatMap(({ id, keys }) => (id.startsWith('action/') ? [[id.slice(7), keys]] : []));
	const keyed = Object.values(actions).flatMap(({ name, asked }) => (asked === false ? [] : [[name, [asked.key]]]));
	expect(shown.sort()).toEqual(keyed.sort());
	expect(keyed.map(([name]) => name)).toEqual(['restart', 'rollback']);
});
