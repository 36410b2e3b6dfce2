import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openLink } from '../../src/app/open-link.ts';
import { browserFor, showPage } from '../../src/io/browser.ts';

test('a browser is there for who sits at the machine alone', () => {
	expect(browserFor({ DISPLAY: ':0' }, 'linux')).toBe('xdg-open');
	expect(browserFor({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe('xdg-open');
	expect(browserFor({}, 'darwin')).toBe('open');
	expect(browserFor({ DISPLAY: '' }, 'linux')).toBeUndefined();
	expect(browserFor({ DISPLAY: ':10', SSH_CONNECTION: '1 2 3 4' }, 'linux')).toBeUndefined();
	expect(browserFor({ SSH_TTY: '/dev/pts/1' }, 'darwin')).toBeUndefined();
});

test('the program is given the address as one word; one that is missing is a failure', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'watchdeck-browser-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	const [program, told] = [join(folder, 'show'), join(folder, 'told')];
	writeFileSync(program, `#!/bin/sh\nprintf '%s|' "$#" "$@" > ${told}.new && mv ${told}.new ${told}\n`, {
		mode: 0o755,
	});
	expect(await showPage(program, 'https://a.example/?x=$(id)&y')).toEqual({ ok: true, value: undefined });
	await vi.waitFor(() => expect(existsSync(told)).toBe(true), { timeout: 10_000 });
	expect(readFileSync(told, 'utf8')).toBe('1|https://a.example/?x=$(id)&y|');
	expect(await showPage(join(folder, 'none'), 'https://a.example')).toMatchObject({ ok: false });
});

test('where no browser is, the address is copied, and that is said', async () => {
	const copied: string[] = [];
	const copy = async (text: string) => {
		copied.push(text);
		return 'copied';
	};
	expect(await openLink('https://a.example', { env: { SSH_TTY: 'x' }, copy })).toBe('no browser is here: copied');
	expect(copied).toEqual(['https://a.example']);
});
