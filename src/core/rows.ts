import type { Result } from './model.ts';

/** A value of a table's cell. */
export type Cell = string | number | null;
/** A row as it is read, by column. */
export type Row = Readonly<Record<string, Cell>>;

/**
 * A database of rows, opened by io. Everything is done when the call returns; what goes wrong is a failure. A bigger
 * whole number than 2^53 is a failure too, never a wrong number.
 */
export interface Rows {
	/** One statement that reads nothing; gives the number of rows that it changed. */
	readonly run: (sql: string, ...cells: readonly Cell[]) => Result<number>;
	/** All rows of one question. */
	readonly all: (sql: string, ...cells: readonly Cell[]) => Result<readonly Row[]>;
	/** All or nothing, and nobody else writes meanwhile (`BEGIN IMMEDIATE`). A failure that `work` returns undoes all. */
	readonly transaction: <T>(work: () => Result<T>) => Result<T>;
	/** Was it opened for reading only, since a newer version wrote it? `version` is that of its tables. */
	readonly readOnly: boolean;
	readonly version: number;
	readonly close: () => void;
}
