import type { State } from '../core/state.ts';
import { accessOf } from '../io/files.ts';
import { pathIn, wholePath } from '../io/paths.ts';
import { openRows } from '../io/sqlite.ts';
import { historyMigrations } from '../store/history-tables.ts';
import { makeStands } from '../store/stands.ts';

/** Where the history lies, in the folder of what watchdeck knows. */
export const historyFile = (state: string): string => pathIn(state, 'history.db');

/** Whose history it is: the whole path of the config; the empty text where there is none. Those of another may have the same names. */
export const historyScope = (config: string | undefined): string =>
	config === undefined ? '' : wholePath(process.cwd(), config);

/** How all stood when a cockpit last watched it; nothing where none did, or that cannot be read: it is good to know, no more. */
export const readStood = async (state: string, config: string | undefined): Promise<State['stood']> => {
	const file = historyFile(state);
	if ((await accessOf(file)) === undefined) return {};
	const rows = await openRows({ file, migrations: historyMigrations, passing: true });
	if (!rows.ok) return {};
	const stood = makeStands(rows.value, historyScope(config)).all();
	rows.value.close();
	return stood.ok ? stood.value : {};
};
