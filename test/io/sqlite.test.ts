import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Rows } from '../../src/core/rows.ts';
import { openRows } from '../../src/io/sqlite.ts';

const first = ['CREATE TABLE notes (seq INTEGER PRIMARY KEY, text TEXT NOT NULL)'];
const second = [...first, 'ALTER TABLE notes ADD COLUMN who TEXT'];
let folder = '';
const opened: Rows[] = [];

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'watchdeck-sqlite-'));
});
afterEach(() => {
	for (const rows of opened.splice(0)) rows.close();
	rmSync(folder, { recursive: true });
});

const file = () => join(folder, 'state/watchdeck.db');

async function open(migrations: readonly string[] = first): Promise<Rows> {
	const result = await openRows({ file: file(), migrations });
	if (!result.ok) throw new Error(result.failure.message);
	opened.push(result.value);
	return result.value;
}

test('file and folder are for the owner only, and rows come back', async () => {
	const rows = await open();
	expect(rows.run('INSERT INTO notes (text) VALUES (?)', 'one')).toEqual({ ok: true, value: 1 });
	expect(rows.all('SELECT * FROM notes')).toEqual({ ok: true, value: [{ seq: 1, text: 'one' }] });
	for (const name of ['', '-wal', '-shm']) expect(statSync(file() + name).mode & 0o777).toBe(0o600);
	expect(statSync(join(folder, 'state')).mode & 0o777).toBe(0o700);
	expect(rows.all('PRAGMA journal_mode')).toEqual({ ok: true, value: [{ journal_mode: 'wal' }] });
	expect(rows.all('PRAGMA synchronous')).toEqual({ ok: true, value: [{ synchronous: 2 }] });
});

test('a transaction is all or nothing', async () => {
	const rows = await open();
	const failure = { kind: 'bug', message: 'no' } as const;
	const result = rows.transaction(() => {
		rows.run('INSERT INTO notes (text) VALUES (?)', 'lost');
		return { ok: false, failure };
	});
	expect(result).toEqual({ ok: false, failure });
	expect(() =>
		rows.transaction(() => {
			rows.run('INSERT INTO notes (text) VALUES (?)', 'lost too');
			throw new Error('bug');
		}),
	).toThrow('bug');
	expect(rows.transaction(() => rows.run('INSERT INTO notes (text) VALUES (?)', 'kept'))).toEqual({
		ok: true,
		value: 1,
	});
	expect(rows.all('SELECT text FROM notes')).toEqual({ ok: true, value: [{ text: 'kept' }] });
});

test('an older file is copied, then brought up to date', async () => {
	(await open(first)).run('INSERT INTO notes (text) VALUES (?)', 'old');
	const rows = await open(second);
	expect(rows.all('SELECT text, who FROM notes')).toEqual({ ok: true, value: [{ text: 'old', who: null }] });
	const before = new DatabaseSync(`${file()}.v1`, { readOnly: true });
	expect(before.prepare('SELECT * FROM notes').all()).toEqual([{ seq: 1, text: 'old' }]);
	before.close();
});

test('a file of a newer version is only read', async () => {
	(await open(second)).run('INSERT INTO notes (text) VALUES (?)', 'new');
	const rows = await open(first);
	expect(rows).toMatchObject({ readOnly: true, version: 2 });
	expect(rows.all('SELECT text FROM notes')).toMatchObject({ ok: true });
	expect(rows.run('DELETE FROM notes')).toMatchObject({ ok: false, failure: { kind: 'forbidden' } });
});

test('a number that is too big is a failure, never a wrong number', async () => {
	const rows = await open();
	expect(rows.all('SELECT 9007199254740993 AS n')).toMatchObject({ ok: false, failure: { kind: 'garbled' } });
});

test('a damaged file is told with what to do, and is left as it is', async () => {
	(await open()).close();
	opened.splice(0);
	writeFileSync(file(), 'this is no database'.repeat(100));
	const result = await openRows({ file: file(), migrations: first });
	expect(result).toMatchObject({ ok: false, failure: { kind: 'garbled', fix: expect.stringContaining('.broken') } });
	expect(statSync(file()).size).toBe(1900);
});

test('a folder that cannot be made is told', async () => {
	writeFileSync(join(folder, 'state'), '');
	expect(await openRows({ file: file(), migrations: first })).toMatchObject({
		ok: false,
		failure: {
			kind: 'refused',
			message: `The folder ${join(folder, 'state')}: something else is there already.`,
			fix: 'Move it away.',
		},
	});
});

test('who holds the database makes others wait, then fail', async () => {
	const rows = await open();
	const other = new DatabaseSync(file());
	other.exec('BEGIN IMMEDIATE');
	rows.all('PRAGMA busy_timeout = 10');
	expect(rows.transaction(() => rows.run('DELETE FROM notes'))).toMatchObject({
		ok: false,
		failure: { kind: 'refused' },
	});
	other.close();
});

// Root may write anywhere but where there is no place to.
test('a folder that cannot be written to is what is named', async () => {
	expect(await openRows({ file: '/proc/self/watchdeck.db', migrations: first })).toMatchObject({
		ok: false,
		failure: { kind: 'forbidden', message: 'The folder /proc/self cannot be made or written to.' },
	});
});
