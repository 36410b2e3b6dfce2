import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { start } from './driver.ts';

/** Folders of its own, and a terminal of this kind. */
function envOf(terminal: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
	const own = mkdtempSync(join(tmpdir(), 'watchdeck-test-'));
	const folders = { HOME: own, XDG_CONFIG_HOME: own, XDG_STATE_HOME: own, XDG_RUNTIME_DIR: own };
	return { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', ...folders, ...terminal };
}

/** What the demo writes until its fleet is drawn, and its screen then. */
async function demo(
	args: readonly string[],
	terminal: Readonly<Record<string, string>>,
	size: { readonly columns?: number; readonly rows?: number } = {},
) {
	const deck = start(['demo', ...args], { ...size, env: envOf(terminal) });
	await deck.sees(/staging +.*ok/);
	await deck.idle();
	const screen = deck.screen();
	deck.kill('SIGTERM');
	await deck.exited();
	return { screen, written: deck.written.map(({ text }) => text).join('') };
}

/** The ways in which colours are chosen that a terminal was given: `16`, `256`, `true`. */
const depths = (written: string): readonly string[] =>
	[
		...new Set(
			[...written.matchAll(/\u001b\[([\d;]*)m/g)].flatMap(([, codes = '']) => {
				if (codes.startsWith('38;2;')) return 'true';
				if (codes.startsWith('38;5;')) return '256';
				return /^(3[0-7]|9[0-7])$/.test(codes) ? '16' : [];
			}),
		),
	].sort();

test.each([
	[['16'], { TERM: 'xterm-256color', COLORTERM: 'truecolor' }, []],
	[['true'], { TERM: 'xterm-256color', COLORTERM: 'truecolor' }, ['--theme', 'light']],
	[['256'], { TERM: 'xterm-256color', WATCHDECK_THEME: 'dark' }, []],
	[['16'], { TERM: 'xterm', WATCHDECK_THEME: 'dark' }, ['--theme', 'colour-blind']],
	[[], { TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: '1' }, ['--theme', 'high-contrast']],
	[[], { TERM: 'vt100' }, []],
] as const)('the colours %j are used in %j with %j', async (wanted, terminal, args) => {
	expect(depths((await demo(args, terminal)).written)).toEqual(wanted);
});

test('the Linux console is given its sixteen colours, and no sign that its font lacks', async () => {
	const { written } = await demo(['--theme', 'dark'], { TERM: 'linux', COLORTERM: 'truecolor' });
	expect(depths(written)).toEqual(['16']);
	expect(written.match(/[▁-█…─-╿]/u)?.[0]).toBeUndefined();
});

test('below 60x15 there is a line for each environment and none for a service', async () => {
	const { screen } = await demo([], { TERM: 'xterm' }, { columns: 59, rows: 14 });
	const names = screen.flatMap((row) => /^[> ][-+ ]*(\w+) +[+~X?] /.exec(row)?.[1] ?? []);
	expect(names.sort()).toEqual(['dev', 'production', 'staging']);
	for (const row of screen) expect(row.length).toBeLessThanOrEqual(59);
});

test('a terminal that cannot move its cursor is given the status, and told how to go on', async () => {
	const env = envOf({ TERM: 'dumb' });
	const config = join(env['HOME'] ?? '', 'watchdeck.yaml');
	writeFileSync(config, 'hosts: { here: { local: true, engine: /nowhere/docker.sock } }\n', { mode: 0o600 });
	const deck = start(['--config', config], { env });
	await deck.sees('TERM is dumb: no screen can be drawn here');
	await deck.sees(/host\/here +\? unknown/);
	expect(await deck.exited()).toBe(3);
	expect(deck.written.map(({ text }) => text).join('')).not.toContain('\u001b');
});

test('a theme that does not exist is told before anything is drawn', async () => {
	const deck = start(['demo', '--theme', 'drak'], { env: envOf({ TERM: 'xterm' }) });
	await deck.sees('Did you mean `dark`?');
	expect(await deck.exited()).toBe(3);
});
