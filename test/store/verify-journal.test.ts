import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { Note } from '../../src/core/journal.ts';
import type { Result } from '../../src/core/model.ts';
import type { Rows } from '../../src/core/rows.ts';
import { sha256 } from '../../src/io/hash.ts';
import { openRows } from '../../src/io/sqlite.ts';
import { makeJournal } from '../../src/store/journal.ts';
import { migrations } from '../../src/store/tables.ts';
import { verifyJournal } from '../../src/store/verify-journal.ts';

const folder = await mkdtemp(join(tmpdir(), 'watchdeck-verify-'));
const opened: Rows[] = [];
afterEach(() => {
	for (const rows of opened.splice(0)) rows.close();
});
afterAll(() => rm(folder, { recursive: true, force: true }));
let made = 0;

function got<T>(result: Result<T>): T {
	if (!result.ok) throw new Error(result.failure.message);
	return result.value;
}

const start = Date.parse('2026-11-21T14:00:00Z');
const noteAt = (index: number): Note => ({
	...{ at: start + index * 60_000, by: 'op-1', run: `r${index % 2}` },
	...{ what: 'verified', text: `note ${index}` },
});

/** A journal of so many lines, the first a minute after two o'clock, then one a minute. */
async function journal(lines: number): Promise<Rows> {
	const rows = got(await openRows({ file: join(folder, `${made++}.db`), migrations }));
	opened.push(rows);
	const writing = makeJournal({ rows, digest: sha256, redact: (text) => text });
	for (let index = 1; index <= lines; index += 1) got(await writing.append(noteAt(index)));
	return rows;
}

function said(rows: Rows): string {
	const verified = verifyJournal({ rows, digest: sha256 });
	return verified.ok ? 'whole' : verified.failure.message;
}

describe('a journal is verified', () => {
	test('whole, with the hash and the time of its last line', async () => {
		const rows = await journal(3);
		const [last] = got(rows.all('SELECT hash FROM journal WHERE seq = 3'));
		const value = { lines: 3, last: { hash: last?.['hash'], at: start + 180_000 } };
		expect(verifyJournal({ rows, digest: sha256 })).toEqual({ ok: true, value });
		expect(verifyJournal({ rows: await journal(0), digest: sha256 })).toEqual({ ok: true, value: { lines: 0 } });
	});

	test.each([
		[
			'its text changed',
			"UPDATE journal SET note = replace(note, 'op-1', 'op-9') WHERE seq = 2",
			'In the journal line 2 (2026-11-21T14:02:00Z) is not as it was written.',
		],
		[
			'the run beside its text changed, by which it is found',
			"UPDATE journal SET run = 'r9' WHERE seq = 2",
			'In the journal line 2 (2026-11-21T14:02:00Z) is not as it was written.',
		],
		[
			'the time beside its text changed',
			'UPDATE journal SET at = 1 WHERE seq = 3',
			'In the journal line 3 (2026-11-21T14:03:00Z) is not as it was written.',
		],
		[
			'it was taken out',
			'DELETE FROM journal WHERE seq = 2',
			'Line 2 of the journal is missing before line 3 (2026-11-21T14:03:00Z), after line 1 (2026-11-21T14:01:00Z).',
		],
		[
			'the first ones were taken out',
			'DELETE FROM journal WHERE seq < 4',
			'Lines 1 to 3 of the journal are missing before line 4 (2026-11-21T14:04:00Z).',
		],
		[
			'it was put in',
			"INSERT INTO journal SELECT 6, at, run, what, note, prev, 'forged' FROM journal WHERE seq = 3",
			'In the journal line 6 (2026-11-21T14:03:00Z) is not as it was written.',
		],
	])('a line shows when %s', async (_, sql, message) => {
		const rows = await journal(5);
		got(rows.run(sql));
		expect(said(rows)).toBe(message);
	});

	test('a line shows when it was moved up to where one was taken out', async () => {
		const rows = await journal(5);
		got(rows.run('DELETE FROM journal WHERE seq = 2'));
		for (const seq of [3, 4, 5]) got(rows.run('UPDATE journal SET seq = ? WHERE seq = ?', seq - 1, seq));
		expect(said(rows)).toBe(
			'In the journal line 2 (2026-11-21T14:03:00Z) stands in the wrong place: it was written as line 3.',
		);
	});

	test('two lines show when they changed places', async () => {
		const rows = await journal(5);
		const moves: readonly (readonly [number, number])[] = [
			[2, 9],
			[4, 2],
			[9, 4],
		];
		for (const [from, to] of moves) got(rows.run('UPDATE journal SET seq = ? WHERE seq = ?', to, from));
		expect(said(rows)).toBe(
			'In the journal line 2 (2026-11-21T14:04:00Z) stands in the wrong place: it was written as line 4.',
		);
	});

	test('a line shows when it was written anew with a hash of its own', async () => {
		const rows = await journal(4);
		const [row] = got(rows.all('SELECT * FROM journal WHERE seq = 2'));
		const note = String(row?.['note']).replace('op-1', 'op-9');
		const hash = sha256(`2\n${String(row?.['prev'])}\n${note}`);
		got(rows.run('UPDATE journal SET note = ?, hash = ? WHERE seq = 2', note, hash));
		expect(said(rows)).toBe(
			'In the journal line 2 (2026-11-21T14:02:00Z) is another than the one that stood there when line 3 (2026-11-21T14:03:00Z) was written.',
		);
	});

	test('as broken when lines stand in any other order, or any but the last ones are missing', async () => {
		const all = fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 1 });
		await fc.assert(
			fc.asyncProperty(all, async (order) => {
				const rows = await journal(5);
				const before = got(rows.all('SELECT * FROM journal ORDER BY seq'));
				got(rows.run('DELETE FROM journal'));
				for (const [index, seq] of order.entries()) {
					const { at = 0, run = '', what = '', note = '', prev = '', hash = '' } = before[seq - 1] ?? {};
					got(rows.run('INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?)', index + 1, at, run, what, note, prev, hash));
				}
				expect(said(rows) === 'whole').toBe(order.every((seq, index) => seq === index + 1));
			}),
		);
	});
});
