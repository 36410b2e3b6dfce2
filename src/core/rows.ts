import type { Result } from './model.ts';

/** A value of a table's cell. */
export type Cell = string | number | null;
/** A row as it is read, by column. */
export type Row = Readonly<Record<string, Cell>>;

/**
 * A database of rows, opened by io. Everything is done when the call returns, or its promise; what goes wrong is a failure. A bigger
 * whole number than 2^53 is a failure too, never a wrong number.
 */
export interface Rows {
	/** One statement that reads nothing; gives the number of rows that it changed. */
	readonly run: (sql: string, ...cells: readonly Cell[]) => Result<number>;
	/** All rows of one question. */
	readonly all: (sql: string, ...cells: readonly Cell[]) => Result<readonly Row[]>;
	/**
	 * All or nothing, and nobody else writes meanwhile (`BEGIN IMMEDIATE`). A failure that `work` returns undoes all. Where
	 * another process writes at the moment it fails after some milliseconds.
	 */
	readonly transaction: <T>(work: () => Result<T>) => Result<T>;
	/** The same, but it waits for another process up to 5 s, while all else goes on; in the order of the calls. */
	readonly patient: <T>(work: () => Result<T>) => Promise<Result<T>>;
	/** Was it opened for reading only, since a newer version wrote it? `version` is that of its tables. */
	readonly readOnly: boolean;
	readonly version: number;
	readonly close: () => void;
}
