import { failed } from '../core/failed.ts';
import type { JournalEntry, Verified } from '../core/journal.ts';
import type { Millis, Result } from '../core/model.ts';
import type { Rows } from '../core/rows.ts';
import { type Alive, carrierOf, isCarriedOut, machineOf } from '../core/run.ts';
import type { OpenWalk } from '../core/runbook/open.ts';
import { walkOf } from '../core/runbook/walk.ts';
import { runsIn, runWords, type StoredRun, tookText, unendedText } from '../core/select/journal/runs.ts';
import { sha256 } from '../io/hash.ts';
import { isAlive } from '../io/identity.ts';
import { pathsOf } from '../io/paths.ts';
import { openRows } from '../io/sqlite.ts';
import { makeJournal } from '../store/journal.ts';
import { migrations } from '../store/tables.ts';
import { verifyJournal } from '../store/verify-journal.ts';
import { fits } from './status.ts';

/** The journal, as it is and as a line a run, the newest first. */
export interface ReadJournal {
	readonly entries: readonly JournalEntry[];
	readonly lines: readonly string[];
}

/** Which runs are wanted: those with a line since then, those of a service (`*` stands for anything). */
export interface Wanted {
	readonly since?: Millis;
	readonly service?: string;
}
type Env = Readonly<Record<string, string | undefined>>;

const withRows = async <T>(env: Env, work: (rows: Rows) => Result<T> | Promise<Result<T>>): Promise<Result<T>> => {
	const rows = await openRows({ file: pathsOf(env, process.cwd()).journal, migrations });
	if (!rows.ok) return rows;
	try {
		return await work(rows.value);
	} finally {
		rows.value.close();
	}
};

/** Reads the journal of this account: whole runs, also what of them was written before `since`. */
export const readJournal = (env: Env, wanted: Wanted = {}): Promise<Result<ReadJournal>> =>
	withRows(env, async (rows) => {
		const all = await makeJournal({ rows, digest: sha256, redact: (text) => text }).read();
		if (!all.ok) return all;
		const entries = wantedOf(all.value, wanted);
		return { ok: true, value: { entries, lines: linesOf(entries) } };
	});

/** A walk of this account's journal, with all its lines. */
export const readWalk = (env: Env, id: string): Promise<Result<OpenWalk>> =>
	withRows(env, async (rows) => {
		const read = await makeJournal({ rows, digest: sha256, redact: (text) => text }).read({ run: id });
		if (!read.ok) return read;
		const lines = read.value.flatMap((entry) => (entry.what === 'walked' ? [entry] : []));
		const walk = walkOf(lines);
		if (walk !== undefined) return { ok: true, value: { walk, lines, trusted: false, kept: true } };
		return failed(
			'missing',
			`There is no walk ${id} in the journal of this account.`,
			'See the walks: watchdeck journal.',
		);
	});

/** Whether each line of this account's journal is as it was written. */
export const verifiedJournal = (env: Env): Promise<Result<Verified>> =>
	withRows(env, (rows) => verifyJournal({ rows, digest: sha256 }));

/** The entries of the runs that are wanted, in their order. */
export const wantedOf = (
	entries: readonly JournalEntry[],
	{ since = Number.NEGATIVE_INFINITY, service }: Wanted,
): readonly JournalEntry[] => {
	const runs = runsIn(entries)
		.filter((run) => run.entries.some(({ at }) => at >= since))
		.filter((run) => service === undefined || fits(service, runWords(run).where));
	const ids = new Set(runs.map(({ id }) => id));
	return entries.filter(({ run }) => ids.has(run));
};

const linesOf = (entries: readonly JournalEntry[]): readonly string[] =>
	runsIn(entries).map((run) => runLine(run, isAlive));

/**
 * A run, or a shell that somebody had, as a line that is printed: when, its id, who, what, where, how it came out, and how
 * long it took. `alive`: whether the program of a session still lives, as `watchdeck resume` asks it too.
 */
export const runLine = (run: StoredRun, alive: Alive): string => {
	const { id, by, first, shell, outcome } = run;
	const { what, where } = runWords(run);
	return [
		new Date(first).toISOString().replace(/\.\d+Z$/, 'Z'),
		...[id, by, what, where],
		outcome ?? (shell === undefined ? unendedRun(run, alive) : shellEnd(run, alive)),
		tookText(run),
	].join('  ');
};

const unendedRun = (run: StoredRun, alive: Alive): string => {
	const { open, entries } = run;
	if (!open) return unendedText(run);
	const session = carrierOf(entries);
	switch (isCarriedOut(session, alive)) {
		case true:
			return 'running';
		case false:
			return 'INTERRUPTED: see `watchdeck resume`';
		case undefined:
			return `no end written, may still run on ${machineOf(session ?? '')}: see \`watchdeck resume\``;
	}
};

/** How a shell was left; of one of which nothing says so, whether the watchdeck that gave it its terminal still lives. */
const shellEnd = (run: StoredRun, alive: Alive): string => {
	const left = run.entries.findLast(({ what }) => what === 'shell left');
	if (left?.what === 'shell left') return `left: ${left.text}`;
	const opened = run.entries.find(({ what }) => what === 'shell opened');
	const session = opened?.what === 'shell opened' ? opened.session : undefined;
	if (session === undefined) return unendedText(run);
	switch (alive(session)) {
		case true:
			return 'open';
		case false:
			return unendedText(run);
		case undefined:
			return `${unendedText(run)}, may still be open on ${machineOf(session)}`;
	}
};
