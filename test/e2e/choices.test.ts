import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { watchdeck } from './cli.ts';
import { start } from './driver.ts';

/** A config with these lines and a host whose engine is not there, and folders of its own. */
function scene(lines: string): { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> } {
	const own = mkdtempSync(join(tmpdir(), 'watchdeck-test-'));
	const config = join(own, 'deck.yaml');
	writeFileSync(config, `${lines}\nhosts: { here: { local: true, engine: /nowhere/docker.sock } }\n`, { mode: 0o600 });
	const folders = { HOME: own, XDG_CONFIG_HOME: own, XDG_STATE_HOME: own, XDG_RUNTIME_DIR: own };
	const env = { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', TERM: 'xterm-256color', ...folders };
	return { args: ['--config', config], env };
}

test('chosen keys work, and footer and help show them', async () => {
	const { args, env } = scene('keys: { everywhere.help: [H], open.journal: [J], open.hosts: [] }\ntheme: light');
	const deck = start(args, { env });
	await deck.sees('H all keys');
	await deck.press('?');
	await deck.idle();
	await deck.sees('H all keys');
	await deck.press('H');
	await deck.type('journal');
	await deck.sees(/\bJ +/);
	await deck.esc();
	await deck.press('J');
	await deck.sees(/JOURNAL/i);
	const written = deck.written.map(({ text }) => text).join('');
	expect(written).toContain('\u001b[38;5;');
	await deck.press('ctrl-c', 'ctrl-c');
	expect(await deck.exited()).toBe(0);
});

test('a choice that takes keys from others is refused with its place', async () => {
	const { args, env } = scene('keys:\n  fleet.copy: [j]\n  everywhere.palette: [ctrl-c]\n  fleet.flod: [x]');
	const { code, text } = await watchdeck([...args, 'status'], { env });
	expect(code).toBe(3);
	expect(text).toContain('deck.yaml:2:16: `j` is the key of `fleet.copy` and of `fleet.down`');
	expect(text).toContain('deck.yaml:3:24: `ctrl-c` cannot be given to `everywhere.palette`');
	expect(text).toContain('deck.yaml:4:3: there is no command `fleet.flod` Did you mean `fleet.fold`?');
});

test('`check` warns of a change on a key that refreshes elsewhere', async () => {
	const { args, env } = scene('keys: { action/restart: [ctrl-r] }');
	const { text } = await watchdeck([...args, 'check'], { env });
	expect(text).toContain('warn keys `ctrl-r` is the key of `action/restart`, which leads to a change');
});
