import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { historyFindings } from '../../src/app/check-history.ts';
import { historyFile } from '../../src/app/read-stood.ts';
import { openRows } from '../../src/io/sqlite.ts';
import { historyMigrations } from '../../src/store/history-tables.ts';

let own: string;
beforeEach(() => {
	own = mkdtempSync(join(tmpdir(), 'watchdeck-test-'));
});
afterEach(() => rmSync(own, { recursive: true }));

describe('check says of the history', () => {
	test('nothing where there is none yet', async () => expect(await historyFindings(own)).toEqual([]));

	test('that it can be kept', async () => {
		const rows = await openRows({ file: historyFile(own), migrations: historyMigrations });
		if (rows.ok) rows.value.close();
		expect(await historyFindings(own)).toEqual([{ ok: true, what: 'history', text: historyFile(own) }]);
	});

	test('that it is damaged, and what to do', async () => {
		writeFileSync(historyFile(own), 'this is no database '.repeat(500));
		expect(await historyFindings(own)).toEqual([
			{
				...{ ok: true, doubtful: true, what: 'history' },
				text: `What is measured is lost when the cockpit is left: The database ${historyFile(own)} is damaged.`,
				fix: `Run: mv ${historyFile(own)} ${historyFile(own)}.broken (only numbers of the past are in it).`,
			},
		]);
	});

	test('that a newer watchdeck wrote it', async () => {
		const other = new DatabaseSync(historyFile(own));
		other.exec('PRAGMA user_version = 99');
		other.close();
		expect(await historyFindings(own)).toMatchObject([{ doubtful: true, fix: 'Use that watchdeck.' }]);
	});

	test('what is written down can be damaged in the middle too', async () => {
		const rows = await openRows({ file: historyFile(own), migrations: historyMigrations });
		if (!rows.ok) throw new Error(rows.failure.message);
		for (let n = 0; n < 200; n += 1)
			rows.value.run('INSERT INTO series (name, seen) VALUES (?, 1)', 'x'.repeat(100) + n);
		rows.value.run('PRAGMA wal_checkpoint(TRUNCATE)');
		rows.value.close();
		const bytes = readFileSync(historyFile(own));
		bytes.fill(0xa5, 8192, bytes.length);
		writeFileSync(historyFile(own), bytes);
		expect(await historyFindings(own)).toMatchObject([{ doubtful: true, text: expect.stringContaining('is damaged') }]);
	});
});
