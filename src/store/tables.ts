/**
 * The tables of the journal and the ledger. `migrations[n]` leads from version n to n + 1 and is never changed once it
 * was released; a change of the tables is a new line.
 */
export const migrations: readonly string[] = [
	`CREATE TABLE journal (
		seq INTEGER PRIMARY KEY,
		at INTEGER NOT NULL,
		run TEXT NOT NULL,
		what TEXT NOT NULL,
		note TEXT NOT NULL,
		prev TEXT NOT NULL,
		hash TEXT NOT NULL
	) STRICT;
	CREATE INDEX journal_run ON journal (run, seq);
	CREATE TABLE ledger (
		id INTEGER PRIMARY KEY,
		service TEXT NOT NULL,
		host TEXT NOT NULL,
		container TEXT NOT NULL,
		image TEXT NOT NULL,
		digest TEXT,
		ref TEXT,
		revision TEXT,
		first INTEGER NOT NULL,
		last INTEGER NOT NULL
	) STRICT;
	CREATE INDEX ledger_service ON ledger (service, host, container, last);`,
	'ALTER TABLE ledger ADD COLUMN engine TEXT',
	'ALTER TABLE ledger ADD COLUMN version TEXT',
	// New kinds of lines, armed and disarmed: an earlier watchdeck takes the file for newer, and not for damaged.
	'',
	// The kind `proven`, in the same way.
	'',
	// The kind `gates`, in the same way.
	'',
	// The kind `left running`, in the same way.
	'',
	// The runs that have no end, so that nobody reads the whole journal to find them.
	`CREATE TABLE unended (run TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
	INSERT INTO unended SELECT run FROM (SELECT run, what, note, max(seq) FROM journal GROUP BY run)
	WHERE what NOT IN ('verified', 'undone', 'handled', 'shell opened', 'shell left', 'armed', 'disarmed')
	AND NOT (what IN ('not verified', 'held') AND note LIKE '%"left":true%')
	AND NOT (what = 'refused' AND run NOT IN (SELECT run FROM journal WHERE what = 'begins'));`,
];
