import { chmod, copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { failed } from '../core/failed.ts';
import type { Failure, Millis, Result } from '../core/model.ts';
import type { Row, Rows } from '../core/rows.ts';
import { codeOf, failureOf } from './failure.ts';
import { unopened, unwritable } from './unopened.ts';

/** What the tables are made of. `migrations[n]` is the SQL that leads from version n to n + 1. */
export interface Database {
	readonly file: string;
	readonly migrations: readonly string[];
	/** What is lost in a power cut of the last minutes matters to nobody, and nobody waits for the disk or another process. */
	readonly passing?: true;
}

/** Another process may hold the database this long, for those who can wait. */
const patience: Millis = 5000;
/** Between two tries. */
const pause: Millis = 50;
/** SQLite itself waits only so long: nothing else goes on meanwhile, no key is heard and nothing is drawn. */
const busy: Millis = 10;
/** What nobody tries again may take as long as nobody feels. */
const busyPassing: Millis = 50;
const onlyMine = 0o600;
const onlyMyFolder = 0o700;
/** SQLite's primary result codes; source: sqlite.org/rescode.html. */
const codes = { busy: 5, readonly: 8, io: 10, corrupt: 11, full: 13, cantOpen: 14, notADatabase: 26 } as const;

function sqliteCode(error: unknown): number | undefined {
	if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
	return error.errcode & 0xff;
}

function asideOf(file: string): string {
	return `Move it aside (mv ${file} ${file}.broken) and start again; keep it, the record of changes is in it.`;
}

function failureIn(error: unknown, file: string): Failure {
	const what = `The database ${file}`;
	if (codeOf(error) === 'ERR_OUT_OF_RANGE')
		return { kind: 'garbled', message: `${what} holds a number that is too big to be read.` };
	switch (sqliteCode(error)) {
		case codes.busy:
			return { kind: 'refused', message: `${what} is held by another process.`, fix: 'End the other watchdeck.' };
		case codes.readonly:
		case codes.cantOpen:
			return unwritable(file);
		case codes.full:
		case codes.io:
			return {
				kind: 'full',
				message: `${what} could not be written: the disk is full or failing.`,
				fix: 'Make room on it.',
			};
		case codes.corrupt:
		case codes.notADatabase:
			return { kind: 'garbled', message: `${what} is damaged.`, fix: asideOf(file) };
		case undefined:
			return failureOf(error, what);
		default: {
			// Such as a table that is not there: the file is whole, and another than the one that was made.
			const says = error instanceof Error ? error.message : String(error);
			return { kind: 'garbled', message: `${what} is not as watchdeck made it: ${says}.`, fix: asideOf(file) };
		}
	}
}

/** `node:sqlite` gives cells of these kinds only, as long as nobody asks it for big numbers or stores bytes. */
function isRow(row: unknown): row is Row {
	if (typeof row !== 'object' || row === null) return false;
	return Object.values(row).every((cell) => cell === null || typeof cell === 'string' || typeof cell === 'number');
}

function tried<T>(file: string, work: () => T): Result<T> {
	try {
		return { ok: true, value: work() };
	} catch (error) {
		return { ok: false, failure: failureIn(error, file) };
	}
}

/** Begins to write; `held`: another process writes. */
function begun(db: DatabaseSync, file: string): Result<void> & { readonly held?: boolean } {
	try {
		db.exec('BEGIN IMMEDIATE');
		return { ok: true, value: undefined };
	} catch (error) {
		return { ok: false, failure: failureIn(error, file), held: sqliteCode(error) === codes.busy };
	}
}

/** Does the work of a transaction that was begun, and ends it. */
function ended<T>(db: DatabaseSync, file: string, work: () => Result<T>): Result<T> {
	const rollBack = () => tried(file, () => db.isTransaction && db.exec('ROLLBACK'));
	try {
		const result = work();
		if (!result.ok) {
			rollBack();
			return result;
		}
		const committed = tried(file, () => db.exec('COMMIT'));
		if (committed.ok) return result;
		rollBack();
		return committed;
	} catch (bug) {
		rollBack();
		throw bug;
	}
}

function transacted<T>(db: DatabaseSync, file: string, work: () => Result<T>): Result<T> {
	const began = begun(db, file);
	return began.ok ? ended(db, file, work) : began;
}

/** Tries again and again to begin while another process writes. From the beginning to the end nothing comes in between. */
async function transactedPatiently<T>(db: DatabaseSync, file: string, work: () => Result<T>): Promise<Result<T>> {
	const until = performance.now() + patience;
	for (;;) {
		if (!db.isOpen) return failed('cancelled', `The database ${file} is closed.`);
		const began = begun(db, file);
		if (began.ok) return ended(db, file, work);
		if (began.held !== true || performance.now() >= until) return began;
		await wait(pause);
	}
}

function rowsOf(db: DatabaseSync, file: string, version: number, readOnly: boolean): Rows {
	let last: Promise<unknown> = Promise.resolve();
	return {
		version,
		readOnly,
		run: (sql, ...cells) => tried(file, () => Number(db.prepare(sql).run(...cells).changes)),
		all: (sql, ...cells) =>
			tried(file, () =>
				db
					.prepare(sql)
					.all(...cells)
					.filter(isRow),
			),
		transaction: (work) => transacted(db, file, work),
		patient: (work) => {
			const next = last.then(() => transactedPatiently(db, file, work));
			// A bug in the work of one is thrown to its caller, and nobody else's.
			last = next.catch(() => undefined);
			return next;
		},
		close: () => db.close(),
	};
}

function versionOf(db: DatabaseSync): number {
	const row = db.prepare('PRAGMA user_version').get();
	return Number(row?.['user_version'] ?? 0);
}

/** An older file is copied before its tables change, so that the version that wrote it can read it again. */
async function migrate(db: DatabaseSync, { file, migrations }: Database, from: number): Promise<Result<void>> {
	if (from === migrations.length) return { ok: true, value: undefined };
	try {
		if (from > 0) {
			db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
			await copyFile(file, `${file}.v${from}`);
			await chmod(`${file}.v${from}`, onlyMine);
		}
	} catch (error) {
		return { ok: false, failure: failureIn(error, file) };
	}
	return transactedPatiently(db, file, () =>
		tried(file, () => {
			for (const sql of migrations.slice(versionOf(db))) db.exec(sql);
			db.exec(`PRAGMA user_version = ${migrations.length}`);
		}),
	);
}

async function prepareFile(file: string): Promise<void> {
	const { open } = await import('node:fs/promises');
	const handle = await open(file, 'a', onlyMine);
	await handle.close();
	const { mode } = await stat(file);
	if ((mode & 0o077) !== 0) await chmod(file, onlyMine);
}

async function opened(database: Database): Promise<Result<Rows>> {
	const { file, migrations, passing } = database;
	const { DatabaseSync } = await import('node:sqlite');
	const db = new DatabaseSync(file, { timeout: passing === true ? busyPassing : busy });
	try {
		const version = versionOf(db);
		if (version > migrations.length) {
			db.exec('PRAGMA query_only = 1');
			return { ok: true, value: rowsOf(db, file, version, true) };
		}
		const synchronous = passing === true ? 'NORMAL' : 'FULL';
		db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}; PRAGMA foreign_keys = ON`);
		const migrated = await migrate(db, database, version);
		if (migrated.ok) return { ok: true, value: rowsOf(db, file, migrations.length, false) };
		db.close();
		return migrated;
	} catch (error) {
		db.close();
		throw error;
	}
}

/**
 * Opens a database, or makes it, readable by its owner only; brings its tables to the newest version. One that a newer
 * watchdeck wrote is opened for reading only.
 */
export async function openRows(database: Database): Promise<Result<Rows>> {
	const { file } = database;
	try {
		await mkdir(dirname(file), { recursive: true, mode: onlyMyFolder });
	} catch (error) {
		const failure = (await unopened(error, file)) ?? failureOf(error, `The folder ${dirname(file)}`);
		return { ok: false, failure };
	}
	try {
		await prepareFile(file);
	} catch (error) {
		return { ok: false, failure: (await unopened(error, file)) ?? failureIn(error, file) };
	}
	const until = performance.now() + (database.passing === true ? 0 : patience);
	for (;;) {
		try {
			return await opened(database);
		} catch (error) {
			if (sqliteCode(error) !== codes.busy || performance.now() >= until)
				return { ok: false, failure: failureIn(error, file) };
		}
		await wait(pause);
	}
}

/** A database that is nowhere on disk and ends with the program. */
export async function memoryRows(migrations: readonly string[]): Promise<Rows> {
	const { DatabaseSync } = await import('node:sqlite');
	const db = new DatabaseSync(':memory:');
	for (const sql of migrations) db.exec(sql);
	return rowsOf(db, ':memory:', migrations.length, false);
}
