import type { History } from '../core/history/history.ts';
import type { Millis } from '../core/model.ts';
import { accessOf } from '../io/files.ts';
import type { NumbersStore } from '../store/series.ts';
import { makeHistoryKeeper } from './history-keeper.ts';
import { openShelf } from './keep-history.ts';
import { historyFile, historyScope } from './read-stood.ts';

/** What cockpits measured and saw before, and the way to let go of it. */
export interface Past {
	readonly history?: History;
	readonly close: () => void;
}

/** Where it lies, and whose it is. */
export interface PastParts {
	/** The folder of what watchdeck knows. */
	readonly state: string;
	/** The path of the config; missing where there is none. */
	readonly config: string | undefined;
	readonly numbers: NumbersStore;
	readonly now: () => Millis;
	readonly wait: (length: Millis, signal: AbortSignal) => Promise<void>;
}

/** Opens what was kept to be read, where a cockpit kept anything: a command that reads once adds nothing to it. */
export const readPast = async ({ state, config, numbers, now, wait }: PastParts): Promise<Past> => {
	const file = historyFile(state);
	if ((await accessOf(file)) === undefined) return { close: () => {} };
	const { shelf, close, failure } = await openShelf(file, historyScope(config));
	if (failure !== undefined) {
		close();
		return { close: () => {} };
	}
	const keeper = makeHistoryKeeper({ numbers, now, wait });
	keeper.open(shelf, (text) => text);
	return { history: keeper.history, close };
};
