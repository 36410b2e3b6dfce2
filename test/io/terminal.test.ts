import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { callSequence, copySequence, makeTerminal, restoreSequence, wrapped } from '../../src/io/terminal.ts';

test('a copy goes to the terminal through tmux and screen, and has a limit', () => {
	expect(copySequence('hi', {})).toBe('\u001b]52;c;aGk=\u0007');
	expect(wrapped('\u001bX', { TMUX: '/tmp/tmux' })).toBe('\u001bPtmux;\u001b\u001bX\u001b\\');
	expect(wrapped('\u001bX', { TERM: 'screen-256color' })).toBe('\u001bP\u001bX\u001b\\');
	expect(copySequence('x'.repeat(75_001), {})).toBeUndefined();
});

test('a call rings, and notifies where a terminal can', () => {
	const both = '\u0007\u001b]9;api down, exit 1\u0007\u001b]777;notify;watchdeck;api down, exit 1\u0007';
	expect(callSequence('api down; exit 1', {})).toBe(both);
	expect(callSequence('api down', { TERM: 'linux' })).toBe('\u0007');
	expect(callSequence('x', { TMUX: '/tmp/tmux' })).toMatch(/^\u0007\u001bPtmux;/);
});

test('without a terminal there is a size all the same', () => {
	const terminal = makeTerminal({ stdin: {}, stdout: {}, env: {} });
	expect(terminal.interactive).toBe(false);
	expect(terminal.size()).toEqual({ columns: 80, rows: 24 });
});

test.each([
	['the program ends', '', 0],
	['an error that nobody caught', 'setImmediate(() => { throw new Error("bug"); });', 1],
	['a promise that nobody awaited', 'Promise.reject(new Error("bug"));', 1],
])('the terminal is given back when %s', (_when, code, exit) => {
	const script = `
		const { makeTerminal } = await import('./src/io/terminal.ts');
		makeTerminal({ stdin: { isTTY: true }, stdout: { isTTY: true, fd: 1 }, env: {} }).guard();
		${code}`;
	const run = () => execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' }).toString();
	const said = (() => {
		try {
			return { out: run(), exit: 0 };
		} catch (error) {
			return error instanceof Error && 'stdout' in error
				? { out: String(error.stdout), exit: 1 }
				: { out: '', exit: -1 };
		}
	})();
	expect(said.exit).toBe(exit);
	expect(said.out).toContain(restoreSequence);
});
