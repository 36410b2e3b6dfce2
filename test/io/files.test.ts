import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readText, writeText } from '../../src/io/files.ts';
import { openLog } from '../../src/io/log.ts';
import { pathsOf } from '../../src/io/paths.ts';
import { openPrefs } from '../../src/io/prefs.ts';

let folder = '';
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'watchdeck-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a file is written whole, for its owner only', async () => {
	const path = join(folder, 'a/b.txt');
	expect(await writeText(path, 'one')).toEqual({ ok: true, value: undefined });
	expect(await writeText(path, 'two')).toEqual({ ok: true, value: undefined });
	expect(await readText(path)).toEqual({ ok: true, value: { path, text: 'two', foreign: false } });
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(readdirSync(join(folder, 'a'))).toEqual(['b.txt']);
	chmodSync(path, 0o666);
	expect(await readText(path)).toMatchObject({ value: { foreign: true } });
});

test('what cannot be read or written is told', async () => {
	expect(await readText(join(folder, 'none'))).toMatchObject({ ok: false, failure: { kind: 'missing' } });
	writeFileSync(join(folder, 'long'), Buffer.alloc(1024 * 1024 + 1));
	expect(await readText(join(folder, 'long'))).toMatchObject({ ok: false, failure: { kind: 'full' } });
	rmSync(join(folder, 'long'));
	mkdirSync(join(folder, 'taken'));
	expect(await writeText(join(folder, 'taken'), 'x')).toMatchObject({ ok: false });
	expect(readdirSync(folder)).toEqual(['taken']);
});

test('a pipe, which would be waited for, is refused at once', async () => {
	execFileSync('mkfifo', [join(folder, 'pipe')]);
	expect(await readText(join(folder, 'pipe'))).toMatchObject({
		ok: false,
		failure: { message: `${join(folder, 'pipe')} is no regular file.` },
	});
});

test('paths follow XDG, and relative ones are ignored', () => {
	const paths = pathsOf({ HOME: '/home/me', XDG_STATE_HOME: 'relative', XDG_CONFIG_HOME: '/cfg' }, '/srv');
	expect(paths.journal).toBe('/home/me/.local/state/watchdeck/watchdeck.db');
	expect(paths.configs).toEqual([
		'/srv/watchdeck.yaml',
		'/cfg/watchdeck/watchdeck.yaml',
		'/etc/watchdeck/watchdeck.yaml',
	]);
});

test('the log is a file for its owner, without secrets', async () => {
	const file = join(folder, 'state/log');
	const log = await openLog(file, (text) => text.replaceAll('hunter2', '***'));
	if (!log.ok) throw new Error(log.failure.message);
	log.value.info('it was hunter2', { deep: { words: ['hunter2'] } });
	await log.value.close();
	expect(statSync(file).mode & 0o777).toBe(0o600);
	expect(readFileSync(file, 'utf8')).toContain('it was ***');
	expect(readFileSync(file, 'utf8')).not.toContain('hunter2');
});

test('preferences are kept, and a damaged file is set aside', async () => {
	(await openPrefs(folder)).set('theme', 'light');
	expect((await openPrefs(folder)).get('theme')).toBe('light');
	expect(statSync(join(folder, 'preferences.json')).mode & 0o777).toBe(0o600);
	writeFileSync(join(folder, 'preferences.json'), '{');
	const prefs = await openPrefs(folder);
	expect(prefs.get('theme')).toBeUndefined();
	expect(readFileSync(join(folder, 'preferences.json.broken'), 'utf8')).toBe('{');
});

test('preferences that cannot be kept work until the end', async () => {
	writeFileSync(join(folder, 'file'), '');
	const prefs = await openPrefs(join(folder, 'file'));
	prefs.set('theme', 'light');
	expect(prefs.get('theme')).toBe('light');
	expect(prefs.failure?.message).toContain('preferences');
});
