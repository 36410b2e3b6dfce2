/**
 * Whether a line of the journal ends its run, in SQL. Each plan asks for the runs without an end, which are few however long the
 * journal is: to find them in 50,000 runs (462,500 lines, 432 MB) took more than four seconds on a busy machine. In a table of
 * their own they are found in 0.2 ms, after 3 s once for a journal of before. A line of an unknown kind ends nothing.
 */
const isEnd = (line: 'line' | 'NEW'): string => `(
	${line}.what IN ('verified', 'undone', 'handled', 'shell opened', 'shell left', 'armed', 'disarmed')
	OR (${line}.what IN ('not verified', 'held') AND ${line}.note LIKE '%"left":true%')
	OR (${line}.what = 'refused'
		AND NOT EXISTS (SELECT 1 FROM journal AS other WHERE other.run = ${line}.run AND other.what = 'begins')))`;

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
	// The runs that have no end, kept by the file itself: a program of before may have it open and go on writing.
	`CREATE TABLE unended (run TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
	INSERT INTO unended SELECT run FROM (SELECT run, what, note, max(seq) FROM journal GROUP BY run) AS line
	WHERE NOT ${isEnd('line')};
	CREATE TRIGGER journal_unended AFTER INSERT ON journal BEGIN
		DELETE FROM unended WHERE run = NEW.run AND ${isEnd('NEW')};
		INSERT OR IGNORE INTO unended SELECT NEW.run WHERE NOT ${isEnd('NEW')};
	END;`,
	// The kind `walked`: a walk is no run that somebody must decide about, and those without an end have a table of their own.
	`CREATE TABLE open_walks (run TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
	DROP TRIGGER journal_unended;
	CREATE TRIGGER journal_unended AFTER INSERT ON journal WHEN NEW.what <> 'walked' BEGIN
		DELETE FROM unended WHERE run = NEW.run AND ${isEnd('NEW')};
		INSERT OR IGNORE INTO unended SELECT NEW.run WHERE NOT ${isEnd('NEW')};
	END;
	CREATE TRIGGER journal_walked AFTER INSERT ON journal WHEN NEW.what = 'walked' BEGIN
		DELETE FROM open_walks WHERE run = NEW.run AND json_extract(NEW.note, '$.did.is') = 'ended';
		INSERT OR IGNORE INTO open_walks SELECT NEW.run WHERE json_extract(NEW.note, '$.did.is') = 'taken up' OR NOT EXISTS (
			SELECT 1 FROM journal WHERE run = NEW.run AND what = 'walked' AND json_extract(note, '$.did.is') = 'ended');
	END;`,
];
