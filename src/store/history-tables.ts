/**
 * The tables of what was measured. `migrations[n]` leads from version n to n + 1 and is never changed once it was
 * released. Points lie in order of time, so that a minute is written in one place of the file.
 */
export const historyMigrations: readonly string[] = [
	`CREATE TABLE series (
		id INTEGER PRIMARY KEY,
		name TEXT NOT NULL UNIQUE,
		seen INTEGER NOT NULL
	) STRICT;
	CREATE TABLE points (
		grain INTEGER NOT NULL,
		at INTEGER NOT NULL,
		series INTEGER NOT NULL,
		n INTEGER NOT NULL,
		sum REAL NOT NULL,
		low REAL NOT NULL,
		high REAL NOT NULL,
		PRIMARY KEY (grain, at, series)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE marks (
		id INTEGER PRIMARY KEY,
		scope TEXT NOT NULL,
		service TEXT NOT NULL,
		at INTEGER NOT NULL,
		kind TEXT NOT NULL,
		text TEXT NOT NULL,
		state TEXT,
		thing TEXT
	) STRICT;
	CREATE UNIQUE INDEX marks_service ON marks (scope, service, kind, at, thing);`,
	`CREATE TABLE stands (
		scope TEXT NOT NULL,
		service TEXT NOT NULL,
		state TEXT NOT NULL,
		since INTEGER NOT NULL,
		seen INTEGER NOT NULL,
		PRIMARY KEY (scope, service)
	) STRICT, WITHOUT ROWID;`,
];
