import { spawn } from 'node:child_process';
import { once } from 'node:events';
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

test('a file that lacks what was made in it is told so, with what to do', async () => {
	const rows = await open();
	rows.run('DROP TABLE notes');
	expect(rows.all('SELECT * FROM notes')).toEqual({
		ok: false,
		failure: {
			kind: 'garbled',
			message: `The database ${file()} is not as watchdeck made it: no such table: notes.`,
			fix: expect.stringContaining(`mv ${file()} `),
		},
	});
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

/** Another process that writes to the database: from now on, until it is let go. */
async function holder(): Promise<{ readonly letGo: () => Promise<void> }> {
	const script = `
		const db = new (require('node:sqlite').DatabaseSync)(process.argv[1]);
		db.exec('BEGIN IMMEDIATE');
		console.log('held');
		process.stdin.once('end', () => db.exec('COMMIT')).resume();`;
	const child = spawn(process.execPath, ['-e', script, file()], { stdio: ['pipe', 'pipe', 'inherit'] });
	await once(child.stdout, 'data');
	return {
		letGo: async () => {
			child.stdin.end();
			await once(child, 'exit');
		},
	};
}

/** The longest time for which nothing else went on while this was waited for, in milliseconds. */
async function longestGap(work: Promise<unknown>): Promise<number> {
	let longest = 0;
	let last = performance.now();
	const timer = setInterval(() => {
		longest = Math.max(longest, performance.now() - last);
		last = performance.now();
	}, 1);
	await work;
	clearInterval(timer);
	return longest;
}

test('while another process writes, who is patient waits and all else goes on; then all is done in order', async () => {
	const rows = await open();
	const { letGo } = await holder();
	const add = (text: string) => rows.patient(() => rows.run('INSERT INTO notes (text) VALUES (?)', text));
	const done: string[] = [];
	const all = Promise.all(
		['one', 'two', 'three'].map((text) => add(text).then(({ ok }) => done.push(`${text} ${ok}`))),
	);
	setTimeout(() => {
		expect(done).toEqual([]);
		void letGo();
	}, 400);
	expect(await longestGap(all)).toBeLessThan(200);
	expect(done).toEqual(['one true', 'two true', 'three true']);
	expect(rows.all('SELECT text FROM notes ORDER BY seq')).toMatchObject({
		value: [{ text: 'one' }, { text: 'two' }, { text: 'three' }],
	});
});

test('who is not patient fails at once, and who is after 5 s; the work is never begun', async () => {
	const rows = await open();
	const { letGo } = await holder();
	const held = { ok: false, failure: { kind: 'refused', message: expect.stringContaining('is held by another') } };
	let begun = 0;
	const work = () => {
		begun += 1;
		return rows.run('DELETE FROM notes');
	};
	const began = performance.now();
	expect(rows.transaction(work)).toMatchObject(held);
	expect(performance.now() - began).toBeLessThan(500);
	expect(await rows.patient(work)).toMatchObject(held);
	expect(performance.now() - began).toBeGreaterThan(4900);
	expect(begun).toBe(0);
	await letGo();
});

test('a database that is closed meanwhile is waited for no more', async () => {
	const rows = await open();
	const { letGo } = await holder();
	const waiting = rows.patient(() => rows.run('DELETE FROM notes'));
	opened.splice(0);
	rows.close();
	expect(await waiting).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
	await letGo();
});

test('a database that another process makes just now is opened when that is done', async () => {
	(await open()).close();
	opened.splice(0);
	const { letGo } = await holder();
	const opening = open(second);
	setTimeout(() => void letGo(), 300);
	expect(await longestGap(opening)).toBeLessThan(200);
	expect((await opening).version).toBe(2);
});

// Root may write anywhere but where there is no place to.
test('a folder that cannot be written to is what is named', async () => {
	expect(await openRows({ file: '/proc/self/watchdeck.db', migrations: first })).toMatchObject({
		ok: false,
		failure: { kind: 'forbidden', message: 'The folder /proc/self cannot be made or written to.' },
	});
});
