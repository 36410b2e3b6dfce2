import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeCrashReport } from '../../src/io/crash-report.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'watchdeck-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

test('a report is for its owner alone, in a folder that may be missing', () => {
	const state = join(folder, 'state', 'watchdeck');
	const path = join(state, 'crash-2026-01-02T03-04-05.678Z.txt');
	expect(writeCrashReport(state, at, 'a bug\n')).toEqual({ ok: true, value: path });
	expect(readFileSync(path, 'utf8')).toBe('a bug\n');
	expect(statSync(path).mode & 0o777).toBe(0o600);
	expect(statSync(state).mode & 0o777).toBe(0o700);
});

test('the newest five are kept, and nothing else is touched', () => {
	writeFileSync(join(folder, 'watchdeck.log'), '');
	writeFileSync(join(folder, 'crash-notes.md'), '');
	const written = [0, 1, 2, 3, 4, 5, 6].map((day) => writeCrashReport(folder, at + day * 86_400_000, 'a bug'));
	expect(written.every(({ ok }) => ok)).toBe(true);
	expect(readdirSync(folder).sort()).toEqual([
		'crash-2026-01-04T03-04-05.678Z.txt',
		'crash-2026-01-05T03-04-05.678Z.txt',
		'crash-2026-01-06T03-04-05.678Z.txt',
		'crash-2026-01-07T03-04-05.678Z.txt',
		'crash-2026-01-08T03-04-05.678Z.txt',
		'crash-notes.md',
		'watchdeck.log',
	]);
});

test('a report never goes over a file that is there, and says why', () => {
	expect(writeCrashReport(folder, at, 'first').ok).toBe(true);
	expect(writeCrashReport(folder, at, 'second')).toMatchObject({ ok: false });
	const blocked = join(folder, 'file');
	writeFileSync(blocked, '');
	expect(writeCrashReport(join(blocked, 'state'), at, 'x')).toMatchObject({ ok: false });
});
