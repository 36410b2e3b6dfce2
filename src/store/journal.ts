import { failed } from '../core/failed.ts';
import type { Journal, JournalEntry, Note } from '../core/journal.ts';
import type { Result } from '../core/model.ts';
import type { Cell, Row, Rows } from '../core/rows.ts';
import { isInterrupted } from '../core/run.ts';
import { chained, entryOf, noteText } from './note.ts';

/** What the journal is kept with: its tables, the hash that chains its lines (sha256 in hex), and what hides secrets. */
export interface Keeping {
	readonly rows: Rows;
	readonly digest: (text: string) => string;
	readonly redact: (text: string) => string;
}

type Query = Parameters<Journal['read']>[0];

/** What stands before the first line. */
const nothing = '';

function last({ rows }: Keeping): Result<{ readonly seq: number; readonly hash: string }> {
	const found = rows.all('SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1');
	if (!found.ok) return found;
	const row = found.value[0];
	return { ok: true, value: { seq: Number(row?.['seq'] ?? 0), hash: String(row?.['hash'] ?? nothing) } };
}

/** A newer watchdeck wrote these tables: nothing is added, and so nothing can be changed. */
function tooNew({ rows }: Keeping): Result<never> {
	const message = `The journal was written by a newer watchdeck (its tables have version ${rows.version}); it is only read.`;
	return failed('forbidden', message, 'Use that watchdeck to change anything.');
}

function appended(keeping: Keeping, note: Note): Result<JournalEntry> {
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

function read({ rows }: Keeping, { since, run, limit }: NonNullable<Query>): Result<readonly JournalEntry[]> {
	const conditions: readonly (readonly [string, Cell | undefined])[] = [
		['at >= ?', since],
		['run = ?', run],
	];
	const asked = conditions.flatMap(([sql, cell]) => (cell === undefined ? [] : [{ sql, cell }]));
	const where = asked.length === 0 ? '' : `WHERE ${asked.map(({ sql }) => sql).join(' AND ')}`;
	const newest = `SELECT * FROM journal ${where} ORDER BY seq DESC LIMIT ?`;
	return entries(rows.all(`SELECT * FROM (${newest}) ORDER BY seq`, ...asked.map(({ cell }) => cell), limit ?? -1));
}

/** The entries of all runs whose last line is no end, oldest first. */
function open({ rows }: Keeping): Result<readonly JournalEntry[]> {
	const lastLines = 'SELECT run, what, max(seq) FROM journal GROUP BY run';
	const ends = `'verified', 'undone', 'handled'`;
	const unended = `SELECT run FROM (${lastLines}) WHERE what NOT IN (${ends})`;
	const found = entries(rows.all(`SELECT * FROM journal WHERE run IN (${unended}) ORDER BY seq`));
	if (!found.ok) return found;
	const cut = new Set(
		[...Map.groupBy(found.value, ({ run }) => run)].flatMap(([run, own]) => (isInterrupted(own) ? [run] : [])),
	);
	return { ok: true, value: found.value.filter(({ run }) => cut.has(run)) };
}

/**
 * The journal. An append is one transaction that nobody else can write in between, and the entry that it gives is on disk.
 * Each line holds the hash of the one before it, so that a line that was changed or taken out shows.
 */
export function makeJournal(keeping: Keeping): Journal {
	return {
		append: async (note) =>
			keeping.rows.readOnly ? tooNew(keeping) : keeping.rows.transaction(() => appended(keeping, note)),
		open: async () => open(keeping),
		read: async (query = {}) => read(keeping, query),
	};
}

/** How many lines the journal has, when each is as it was written; else a failure that names the first that is not. */
export function verifyJournal({ rows, digest }: Pick<Keeping, 'rows' | 'digest'>): Result<number> {
	const all = rows.all('SELECT seq, note, prev, hash FROM journal ORDER BY seq');
	if (!all.ok) return all;
	let prev = nothing;
	for (const [index, row] of all.value.entries()) {
		const seq = index + 1;
		const hash = digest(chained(seq, prev, String(row['note'])));
		if (row['seq'] !== seq || row['prev'] !== prev || row['hash'] !== hash) {
			const message = `Line ${seq} of the journal is not as it was written, or one is missing before it.`;
			return failed('changed', message, 'Compare it with a backup of the file.');
		}
		prev = hash;
	}
	return { ok: true, value: all.value.length };
}
