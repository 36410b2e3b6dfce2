import type { Failure } from '../core/model.ts';
import { accessOf } from '../io/files.ts';
import { openRows } from '../io/sqlite.ts';
import { historyMigrations } from '../store/history-tables.ts';
import { doubted, type Finding } from './check-finding.ts';
import { newerFailure, unkeptFix } from './keep-history.ts';
import { historyFile } from './read-stood.ts';

/** Why a history cannot be kept in its file; undefined where it can. Its tables are looked through, as SQLite does it fast. */
const failureIn = async (file: string): Promise<Failure | undefined> => {
	const rows = await openRows({ file, migrations: historyMigrations, passing: true });
	if (!rows.ok) return rows.failure;
	try {
		if (rows.value.readOnly) return newerFailure(file);
		const checked = rows.value.all('PRAGMA quick_check(1)');
		if (!checked.ok) return checked.failure;
		const [said] = Object.values(checked.value[0] ?? {});
		return said === 'ok' ? undefined : { kind: 'garbled', message: `The database ${file} is damaged.` };
	} finally {
		rows.value.close();
	}
};

/** What `check` says of the history in this folder: nothing where none was kept yet. It is no fault of what is watched. */
export const historyFindings = async (state: string): Promise<readonly Finding[]> => {
	const file = historyFile(state);
	if ((await accessOf(file)) === undefined) return [];
	const failure = await failureIn(file);
	if (failure === undefined) return [{ ok: true, what: 'history', text: file }];
	const text = `What is measured is lost when the cockpit is left: ${failure.message}`;
	return [doubted('history', text, unkeptFix(failure, file))];
};
