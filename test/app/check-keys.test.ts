import { expect, test } from 'vitest';
import { keyFindings } from '../../src/app/check-keys.ts';

test('a change on the key that refreshes elsewhere is found, and is no failure', () => {
	expect(keyFindings({ 'action/restart': ['ctrl-r'] })).toEqual([
		{
			...{ ok: true, doubtful: true, what: 'keys' },
			text: '`ctrl-r` is the key of `action/restart`, which leads to a change, and elsewhere of `everywhere.refresh`',
			fix: 'Give one of them another key under `keys` in the config.',
		},
	]);
	expect(keyFindings({ 'action/restart': ['Z'] })).toEqual([]);
});
