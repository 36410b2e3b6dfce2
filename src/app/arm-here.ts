import { longestArming } from '../core/armed.ts';
import type { Fleet } from '../core/config/fleet.ts';
import type { JournalEntry } from '../core/journal.ts';
import type { Result } from '../core/model.ts';
import { redact } from '../core/redact.ts';
import { now } from '../io/clock.ts';
import { sha256 } from '../io/hash.ts';
import { pathsOf } from '../io/paths.ts';
import { planId } from '../io/random.ts';
import { openRows } from '../io/sqlite.ts';
import { makeJournal } from '../store/journal.ts';
import { migrations } from '../store/tables.ts';
import { type ArmingParts, arm, disarm } from './arming.ts';

/** What is to be armed or disarmed, by whom, without any host being asked. */
export interface ArmingHere {
	readonly fleet: Fleet;
	readonly operator: string;
	readonly readOnly: boolean;
	readonly env: Readonly<Record<string, string | undefined>>;
}

/** Works on the journal of this account, with what it says of the last hour. */
const here = async (
	{ fleet, operator, readOnly, env }: ArmingHere,
	change: (parts: ArmingParts) => Promise<Result<JournalEntry>>,
): Promise<Result<JournalEntry>> => {
	const rows = await openRows({ file: pathsOf(env, process.cwd()).journal, migrations });
	if (!rows.ok) return rows;
	try {
		const journal = makeJournal({ rows: rows.value, digest: sha256, redact: (text) => redact(text, []) });
		const at = now();
		const entries = await journal.read({ since: at - longestArming });
		if (!entries.ok) return entries;
		const state = { fleet, operator, readOnly, journal: { entries: entries.value } };
		return await change({ state, journal: { ok: true, value: journal }, now: at, newId: planId() });
	} finally {
		rows.value.close();
	}
};

/** Arms a locked environment for this account, cockpits and command lines alike. */
export const armHere = (given: ArmingHere, wanted: Parameters<typeof arm>[1]): Promise<Result<JournalEntry>> =>
	here(given, (parts) => arm(parts, wanted));

/** Locks an environment again that was armed. */
export const disarmHere = (given: ArmingHere, environment: string): Promise<Result<JournalEntry>> =>
	here(given, (parts) => disarm(parts, environment));
