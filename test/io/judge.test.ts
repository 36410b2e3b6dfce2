import { expect, test } from 'vitest';
import type { Read } from '../../src/core/call.ts';
import { writeCall } from '../../src/core/runbook/call.ts';
import { codeFailure } from '../../src/io/judge.ts';

const call: Read = { effect: 'read', via: 'exec', host: 'vps1', argv: ['mailq'], timeout: 1000 };

test('of a command that is not installed the words of the shell are told, where there are any', () => {
	const told = (err: string) => codeFailure(call, { code: 127, text: '', err }).message;
	expect(told('sh: mailq: not found\n')).toBe(
		'mailq on vps1 could not be run: it is not installed there (sh: mailq: not found).',
	);
	expect(told('')).toBe('mailq on vps1 could not be run: it is not installed there.');
});

test('a command of a walk is called one, whatever carries it, and what it lacks is not it', () => {
	const filled = { script: 'apt-get update', secrets: [], shown: 'apt-get update' };
	const write = writeCall({ host: 'vps1', shell: 'sh', filled, timeout: 1000 });
	const told = (code: number, err: string) => codeFailure(write, { code, text: '', err }).message;
	expect(told(127, 'sh: apt-get: not found')).toBe(
		'The command on vps1 could not be run: something that it needs is not installed there (sh: apt-get: not found).',
	);
	expect(told(7, 'no')).toBe('The command on vps1 ended with code 7: no');
});
