// The runs without an end stand in a table beside the journal, which the file keeps: it must say what the journal itself says.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Journal, JournalEntry, Note } from '../../src/core/journal.ts';
import type { Result } from '../../src/core/model.ts';
import type { Rows } from '../../src/core/rows.ts';
import { isInterrupted, watchIn } from '../../src/core/run.ts';
import { sha256 } from '../../src/io/hash.ts';
import { memoryRows, openRows } from '../../src/io/sqlite.ts';
import { makeJournal } from '../../src/store/journal.ts';
import { migrations } from '../../src/store/tables.ts';
import { aPlan } from '../support/plans.ts';

const folder = await mkdtemp(join(tmpdir(), 'watchdeck-unended-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const journalOf = (rows: Rows): Journal => makeJournal({ rows, digest: sha256, redact: String });
/** The version of the tables before that one was among them. */
const before = 7;

function got<T>(result: Result<T>): T {
	if (!result.ok) throw new Error(result.failure.message);
	return result.value;
}

type Line = Note extends infer N ? (N extends Note ? Omit<N, 'at' | 'by' | 'run'> : never) : never;
const lines: readonly Line[] = [
	{ what: 'planned', plan: aPlan() },
	{ what: 'confirmed', consent: { by: 'op-1', at: 1, of: 'x', how: 'enter' } },
	{ what: 'refused', because: 'it says "left":true' },
	{ what: 'begins', step: 0, way: 'does' },
	{ what: 'ends', step: 0, way: 'does', took: 1, output: '' },
	{ what: 'gates', text: '', failed: [] },
	{ what: 'done', text: '' },
	{ what: 'proven', text: '', until: 5 },
	{ what: 'left running', session: 'a/1/2', course: 'forward', text: '' },
	{ what: 'verified', text: '' },
	{ what: 'not verified', text: 'it says "left":true' },
	{ what: 'not verified', text: '', left: true },
	{ what: 'undone', text: '' },
	{ what: 'held', text: '' },
	{ what: 'held', text: '', left: true },
	{ what: 'handled', text: '' },
	{ what: 'taken over', text: '' },
];
/** Lines that stand for themselves, under an id of their own. */
const alone: readonly Line[] = [
	{ what: 'shell opened', of: 'production/api', text: '' },
	{ what: 'shell left', text: '' },
	{ what: 'armed', environment: 'production', until: 5, text: '' },
	{ what: 'disarmed', environment: 'production', text: '' },
];
const notes = fc.array(
	fc
		.oneof(
			fc.tuple(fc.constantFrom('r1', 'r2', 'r3'), fc.constantFrom(...lines)),
			fc.tuple(fc.constantFrom('s1', 's2'), fc.constantFrom(...alone)),
		)
		.map(([run, line]): Note => ({ ...line, run, at: 1, by: 'op-1' })),
	{ maxLength: 25 },
);

/** What is open by all the lines. */
function openIn(entries: readonly JournalEntry[]): readonly JournalEntry[] {
	const runs = Map.groupBy(entries, ({ run }) => run);
	const isOpen = (own: readonly JournalEntry[]) => isInterrupted(own) || watchIn(own) !== undefined;
	return entries.filter(({ run }) => isOpen(runs.get(run) ?? []));
}

test('whatever lines come in whatever order, what is open is what all of them say', async () => {
	await fc.assert(
		fc.asyncProperty(notes, async (some) => {
			const journal = journalOf(await memoryRows(migrations));
			for (const note of some) got(await journal.append(note));
			expect(got(await journal.open())).toEqual(openIn(got(await journal.read())));
		}),
	);
});

const columns = 'seq, at, run, what, note, prev, hash';
/** Writes a line as a program of before does. */
function insert(rows: Rows, { seq, prev, hash, ...note }: JournalEntry): void {
	const cells = [seq, note.at, note.run, note.what, JSON.stringify(note), prev, hash];
	got(rows.run(`INSERT INTO journal (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?)`, ...cells));
}

test('a program of before that has it open goes on writing, and it is kept', async () => {
	const file = join(folder, 'both.db');
	const old = got(await openRows({ file, migrations: migrations.slice(0, before) }));
	const rows = got(await openRows({ file, migrations }));
	const line = { run: 'r1', at: 1, by: 'op-1', prev: '', hash: '' } as const;
	const consent = { by: 'op-1', at: 1, of: 'x', how: 'enter' } as const;
	insert(old, { ...line, seq: 1, what: 'confirmed', consent });
	expect(got(await journalOf(rows).open())).toHaveLength(1);
	insert(old, { ...line, seq: 2, what: 'handled', text: '' });
	expect(got(await journalOf(rows).open())).toEqual([]);
});

test('a journal of before has it made of its lines', async () => {
	let made = 0;
	await fc.assert(
		fc.asyncProperty(notes, async (some) => {
			const file = join(folder, `${made++}.db`);
			const now = journalOf(await memoryRows(migrations));
			for (const note of some) got(await now.append(note));
			const entries = got(await now.read());
			const old = got(await openRows({ file, migrations: migrations.slice(0, before) }));
			for (const entry of entries) insert(old, entry);
			old.close();
			const rows = got(await openRows({ file, migrations }));
			expect(got(await journalOf(rows).open())).toEqual(openIn(entries));
			rows.close();
		}),
		{ numRuns: 20 },
	);
});

test('what has an end is not read for what has none, however much there is of it', async () => {
	const rows = await memoryRows(migrations);
	const journal = journalOf(rows);
	for (const run of ['r1', 'r2', 'r3'])
		got(await journal.append({ what: 'handled', text: '', run, at: 1, by: 'op-1' }));
	got(rows.run("UPDATE journal SET note = '{'"));
	expect(await journal.open()).toEqual({ ok: true, value: [] });
});
