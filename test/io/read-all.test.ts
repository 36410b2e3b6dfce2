import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAll } from '../../src/io/read-all.ts';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'watchdeck-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const most = 1024 * 1024;
const of = (path: string) => readAll({ path, name: 'FILE', most });
const fileOf = (content: string | Buffer) => {
	const path = join(folder, 'file');
	writeFileSync(path, content);
	return path;
};

test('a file to its last byte, and not one more than is taken', async () => {
	const whole = 'é'.repeat(most / 2);
	expect(await of(fileOf(whole))).toEqual({ ok: true, value: whole });
	expect(await of(fileOf(`${whole}x`))).toMatchObject({ failure: { message: 'FILE is longer than 1 MiB.' } });
	expect(await of('/dev/zero')).toMatchObject({ failure: { kind: 'full' } });
});

test('a pipe that somebody writes into', async () => {
	const path = join(folder, 'pipe');
	execFileSync('mkfifo', [path]);
	spawn('sh', ['-c', '{ printf "one "; printf two; } > "$0"', path]);
	expect(await of(path)).toEqual({ ok: true, value: 'one two' });
});

test.each([
	['what is no text', () => fileOf(Buffer.from([0xff, 0xfe])), 'FILE is no text in UTF-8.'],
	['a folder', () => folder, 'FILE: it is a folder.'],
	['nothing', () => join(folder, 'none'), 'FILE: there is no such file.'],
])('%s is a failure in words', async (_, path, message) => {
	expect(await of(path())).toMatchObject({ ok: false, failure: { message } });
});
