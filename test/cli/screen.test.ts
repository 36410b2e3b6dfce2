import { expect, test } from 'vitest';
import { screenOf } from '../../src/cli/screen.ts';

const [terminal, pipe] = [{ isTTY: true }, {}];

test.each([
	['fine', terminal, terminal, 'xterm-256color'],
	['fine', terminal, terminal, undefined],
	['dumb', terminal, terminal, 'dumb'],
	['none', pipe, terminal, 'xterm'],
	['none', terminal, pipe, 'dumb'],
] as const)('a screen is %s', (is, stdin, stdout, term) => {
	expect(screenOf({ stdin, stdout, env: { TERM: term } })).toBe(is);
});
