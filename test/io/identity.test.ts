import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { isAlive, sessionName } from '../../src/io/identity.ts';

test('this program lives, and one that had its process id before does not', () => {
	expect(isAlive(sessionName())).toBe(true);
	expect(isAlive(`${hostname()}/${process.pid}/1`)).toBe(false);
});

test('of a program on another machine nobody here knows whether it lives', () => {
	expect(isAlive(`not-${hostname()}/${process.pid}/1`)).toBeUndefined();
});
