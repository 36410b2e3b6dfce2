import { failed } from '../core/failed.ts';
import type { Journal, JournalEntry, Note } from '../core/journal.ts';
import type { Result } from '../core/model.ts';
import type { Cell, Row, Rows } from '../core/rows.ts';
import { isInterrupted, watchIn } from '../core/run.ts';
import { chained, chainStart, entryOf, noteText } from './note.ts';
import { tooNew } from './too-new.ts';

/** What the journal is kept with: its tables, the hash that chains its lines (sha256 in hex), and what hides secrets. */
export interface Keeping {
	readonly rows: Rows;
	readonly digest: (text: string) => string;
	readonly redact: (text: string) => string;
}

type Query = Parameters<Journal['read']>[0];

function last({ rows }: Keeping): Result<{ readonly seq: number; readonly hash: string }> {
	const found = rows.all('SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1');
	if (!found.ok) return found;
	const row = found.value[0];
	return { ok: true, value: { seq: Number(row?.['seq'] ?? 0), hash: String(row?.['hash'] ?? chainStart) } };
}

/** Fails where a line of this run came after that one. */
function unlessPassed({ rows }: Keeping, { run }: Note, after: number): Result<void> {
	const newer = rows.all('SELECT seq FROM journal WHERE run = ? AND seq > ? LIMIT 1', run, after);
	if (!newer.ok) return newer;
	if (newer.value.length === 0) return { ok: true, value: undefined };
	const message = 'Another watchdeck took this run up in the same moment, or ended it.';
	return failed('changed', message, 'See what comes of it: watchdeck journal.');
}

function appended(keeping: Keeping, note: Note, after?: number): Result<JournalEntry> {
	const passed = after === undefined ? undefined : unlessPassed(keeping, note, after);
	if (passed?.ok === false) return passed;
	const before = last(keeping);
	if (!before.ok) return before;
	const seq = before.value.seq + 1;
	const prev = before.value.hash;
	const text = noteText(note, keeping.redact);
	const row: Row = {
		seq,
		at: note.at,
		run: note.run,
		what: note.what,
		note: text,
		prev,
		hash: keeping.digest(chained(seq, prev, text)),
	};
	const names = Object.keys(row);
	const sql = `INSERT INTO journal (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
	const done = keeping.rows.run(sql, ...Object.values(row));
	return done.ok ? entryOf(row) : done;
}

function entries(rows: Result<readonly Row[]>): Result<readonly JournalEntry[]> {
	if (!rows.ok) return rows;
	const read: JournalEntry[] = [];
	for (const row of rows.value) {
		const entry = entryOf(row);
		if (!entry.ok) return entry;
		read.push(entry.value);
	}
	return { ok: true, value: read };
}

function read(
	{ rows }: Keeping,
	{ since, run, after, walks, limit }: NonNullable<Query>,
): Result<readonly JournalEntry[]> {
	const conditions: readonly (readonly [string, Cell | undefined])[] = [
		['at >= ?', since],
		['run = ?', run],
		['seq > ?', after],
	];
	const asked = conditions.flatMap(([sql, cell]) => (cell === undefined ? [] : [{ sql, cell }]));
	const tests = [...asked.map(({ sql }) => sql), ...(walks === true ? ['run IN (SELECT run FROM open_walks)'] : [])];
	const where = tests.length === 0 ? '' : `WHERE ${tests.join(' AND ')}`;
	const newest = `SELECT * FROM journal ${where} ORDER BY seq DESC LIMIT ?`;
	return entries(rows.all(`SELECT * FROM (${newest}) ORDER BY seq`, ...asked.map(({ cell }) => cell), limit ?? -1));
}

/** The entries of all runs whose last line is no end, oldest first. */
function open({ rows }: Keeping): Result<readonly JournalEntry[]> {
	const found = entries(rows.all(`SELECT * FROM journal WHERE run IN (SELECT run FROM unended) ORDER BY seq`));
	if (!found.ok) return found;
	const cut = new Set(
		[...Map.groupBy(found.value, ({ run }) => run)].flatMap(([run, own]) =>
			isInterrupted(own) || watchIn(own) !== undefined ? [run] : [],
		),
	);
	return { ok: true, value: found.value.filter(({ run }) => cut.has(run)) };
}

/**
 * The journal. An append is one transaction that nobody else can write in between, and the entry that it gives is on disk;
 * while another process writes it waits, and so does whoever appends: an order goes out after its line.
 * Each line holds the hash of the one before it, so that a line that was changed or taken out shows.
 */
export function makeJournal(keeping: Keeping): Journal {
	return {
		append: async (note, after) =>
			keeping.rows.readOnly ? tooNew(keeping.rows) : keeping.rows.patient(() => appended(keeping, note, after)),
		open: async () => open(keeping),
		read: async (query = {}) => read(keeping, query),
	};
}
