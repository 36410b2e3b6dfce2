import { expect, test } from 'vitest';
import type { Read } from '../../src/core/call.ts';
import { codeFailure } from '../../src/io/judge.ts';

const call: Read = { effect: 'read', via: 'exec', host: 'vps1', argv: ['mailq'], timeout: 1000 };

test('of a command that is not installed the words of the shell are told, where there are any', () => {
	const told = (err: string) => codeFailure(call, { code: 127, text: '', err }).message;
	expect(told('sh: mailq: not found\n')).toBe(
		'mailq on vps1 could not be run: it is not installed there (sh: mailq: not found).',
	);
	expect(told('')).toBe('mailq on vps1 could not be run: it is not installed there.');
});
