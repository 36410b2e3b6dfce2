import type { JournalEntry } from '../core/journal.ts';
import type { Result } from '../core/model.ts';
import { type Alive, isCarriedOut, machineOf } from '../core/run.ts';
import { runsIn, type StoredRun, tookText } from '../core/select/journal/runs.ts';
import { sha256 } from '../io/hash.ts';
import { isAlive } from '../io/identity.ts';
import { pathsOf } from '../io/paths.ts';
import { openRows } from '../io/sqlite.ts';
import { makeJournal } from '../store/journal.ts';
import { migrations } from '../store/tables.ts';

/** The journal, as it is and as a line a run, the newest first. */
export interface ReadJournal {
	readonly entries: readonly JournalEntry[];
	readonly lines: readonly string[];
}

/** Reads the journal of this account. */
export const readJournal = async (env: Readonly<Record<string, string | undefined>>): Promise<Result<ReadJournal>> => {
	const rows = await openRows({ file: pathsOf(env, process.cwd()).journal, migrations });
	if (!rows.ok) return rows;
	try {
		const entries = await makeJournal({ rows: rows.value, digest: sha256, redact: (text) => text }).read();
		if (!entries.ok) return entries;
		return { ok: true, value: { entries: entries.value, lines: linesOf(entries.value) } };
	} finally {
		rows.value.close();
	}
};

const linesOf = (entries: readonly JournalEntry[]): readonly string[] =>
	runsIn(entries).map((run) => runLine(run, isAlive));

/**
 * A run as a line that is printed: when, its id, who, what, how it came out, and how long it took. `alive`: whether the
 * program of a session still lives, as `watchdeck resume` asks it too.
 */
export const runLine = (run: StoredRun, alive: Alive): string => {
	const { id, by, first, plan, outcome } = run;
	return [
		new Date(first).toISOString().replace(/\.\d+Z$/, 'Z'),
		id,
		by,
		plan?.title ?? '?',
		outcome ?? unendedText(run, alive),
		tookText(run),
	].join('  ');
};

const unendedText = ({ open, consent }: StoredRun, alive: Alive): string => {
	if (!open) return 'not confirmed';
	switch (isCarriedOut(consent, alive)) {
		case true:
			return 'running';
		case false:
			return 'INTERRUPTED: see `watchdeck resume`';
		case undefined:
			return `no end written, may still run on ${machineOf(consent?.session ?? '')}: see \`watchdeck resume\``;
	}
};
