import type { Event } from '../core/event.ts';
import { known } from '../core/known.ts';
import type { Failure, Millis } from '../core/model.ts';
import type { Rows } from '../core/rows.ts';
import { unkeptText, untilStartedAgain } from '../core/unkept.ts';
import { memoryRows, openRows } from '../io/sqlite.ts';
import { makeHistory } from '../store/history.ts';
import { historyMigrations } from '../store/history-tables.ts';
import type { Shelf } from '../store/history-waiting.ts';
import { makeMarks } from '../store/marks.ts';
import { makeStands } from '../store/stands.ts';
import type { HistoryKeeper } from './history-keeper.ts';
import { inBackground } from './in-background.ts';

/** What is written down, where, and who is told when it cannot be. */
export interface HistoryParts {
	readonly keeper: HistoryKeeper;
	readonly file: string;
	/** Whose services these are: the path of their config. Those of another may have the same names. */
	readonly scope: string;
	readonly redact: (text: string) => string;
	readonly emit: (event: Event) => void;
	readonly now: () => Millis;
	readonly wait: (length: Millis, signal: AbortSignal) => Promise<void>;
	/** Ends the writing; `end` still writes the rest. */
	readonly signal: AbortSignal;
}

const minute: Millis = 60_000;

/**
 * Opens the history and writes to it once a minute. What goes wrong is said once, and told for as long as it is so; all goes
 * on in memory.
 */
export const keepHistory = (parts: HistoryParts): { readonly end: () => Promise<void> } => {
	const { keeper, file, scope, redact, emit, now, wait, signal } = parts;
	let said = false;
	let isKept = true;
	const tell = (failure: Failure | undefined): void => {
		const at = now();
		if (failure !== undefined || !isKept) emit({ type: 'history/tried', at, ...known({ failure }) });
		isKept = failure === undefined;
		if (failure === undefined || said) return;
		said = true;
		emit({ type: 'message/shown', at, message: { tone: 'warning', text: unkeptText(failure), at } });
	};
	const work = async (): Promise<() => void> => {
		const { shelf, close, failure } = await openShelf(file, scope);
		emit({ type: 'history/opened', at: now(), stood: keeper.open(shelf, redact) });
		tell(failure);
		while (!signal.aborted) {
			await wait(minute, signal);
			const done = await keeper.write(signal);
			// What only memory keeps is lost however well it is written.
			if (failure === undefined) tell(done.ok ? undefined : done.failure);
		}
		return close;
	};
	const working = work();
	inBackground(working);
	return {
		end: async () => {
			const close = await working;
			keeper.end();
			close();
		},
	};
};

/** The file that history is kept in, or tables in memory where that cannot be; `failure` says why. */
export const openShelf = async (
	file: string,
	scope = '',
): Promise<{ readonly shelf: Shelf; readonly close: () => void; readonly failure?: Failure }> => {
	const opened = await openRows({ file, migrations: historyMigrations, passing: true });
	if (opened.ok && !opened.value.readOnly) return shelfOf(opened.value, scope);
	if (opened.ok) opened.value.close();
	const failure = opened.ok ? newerFailure(file) : remedied(opened.failure, file);
	return { ...shelfOf(await memoryRows(historyMigrations), scope), failure };
};

const shelfOf = (rows: Rows, scope: string): { readonly shelf: Shelf; readonly close: () => void } => ({
	shelf: { points: makeHistory(rows, scope), marks: makeMarks(rows, scope), stands: makeStands(rows, scope) },
	close: rows.close,
});

/** That a newer version wrote the history, and what to do. */
export const newerFailure = (file: string): Failure => ({
	kind: 'forbidden',
	message: `A newer watchdeck wrote ${file}.`,
	fix: 'Use that watchdeck.',
});

/** What to do about a history that cannot be kept: unlike the journal, it may go. */
export const unkeptFix = ({ kind, fix }: Failure, file: string): string | undefined =>
	kind === 'garbled' ? `Run: mv ${file} ${file}.broken (only numbers of the past are in it).` : fix;

/** What to do about one that could not be opened: that is tried once, at the start. */
const remedied = (failure: Failure, file: string): Failure =>
	untilStartedAgain({ ...failure, ...known({ fix: unkeptFix(failure, file) }) });
