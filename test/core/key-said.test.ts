import { expect, test } from 'vitest';
import { keySaid } from '../../src/core/key-said.ts';

test.each([
	[undefined, 'r'],
	[{}, 'r'],
	[{ 'action/restart': ['x'] }, 'r'],
	[{ 'action/rollback': ['ctrl-r', 'z'] }, 'ctrl-r'],
	[{ 'action/rollback': [] }, ':'],
	[{ 'action/rollback': [], 'everywhere.palette': ['P'] }, 'P'],
	[{ 'action/rollback': [], 'everywhere.palette': [] }, ':'],
])('with the keys %j a sentence names %s', (keys, said) => {
	expect(keySaid(keys === undefined ? {} : { keys }, 'action/rollback', 'r')).toBe(said);
});
