import type { Journal, JournalEntry } from '../core/journal.ts';
import type { Millis, Result } from '../core/model.ts';
import { isBegun } from '../core/select/plan/stand.ts';
import type { State } from '../core/state.ts';
import type { Ledger } from '../store/ledger.ts';
import type { EffectParts } from './effects.ts';

/** How often it is looked whether another program wrote into the journal. */
const every: Millis = 5_000;
/** So many entries are taken at once, the newest; there is more only where nothing was known of the journal. */
const most = 5_000;

interface Parts extends Pick<EffectParts, 'state' | 'emit' | 'now'> {
	readonly journal: Result<Journal>;
	/** It lies in the same file. */
	readonly ledger: Result<Pick<Ledger, 'tried'>>;
}

/** What another program wrote since; a run of our own tells all that it writes by itself. */
const newer = async (state: State, journal: Result<Journal>): Promise<readonly JournalEntry[]> => {
	const own = Object.values(state.runs).some((run) => isBegun(run) && run.stage !== 'watching');
	if (own || !journal.ok) return [];
	const read = await journal.value.read({ after: state.journal.entries.at(-1)?.seq ?? 0, limit: most });
	return read.ok ? read.value : [];
};

/** Reads the journal whole, as at the start; what cannot be read leaves all as it is. */
const reread = async ({ emit, now, journal }: Parts): Promise<void> => {
	const read = journal.ok ? await journal.value.read({ limit: most }) : journal;
	if (read.ok) emit({ type: 'journal/read', at: now(), entries: read.value });
};

/** Tells when something can be written again: where nothing happens nobody else would find out. */
const tryAgain = async ({ state, emit, now, ledger }: Parts): Promise<void> => {
	if (state().journal.unwritable === undefined || !ledger.ok) return;
	const tried = await ledger.value.tried();
	emit({ type: 'journal/tried', at: now(), ...(tried.ok ? {} : { failure: tried.failure }) });
};

/**
 * Reads what came into the journal, at most every five seconds: another program, such as `watchdeck resume`, may have given
 * a run its end, and another cockpit may have opened a shell. To be called about every second.
 */
export const makeJournalRereader = (parts: Parts): (() => Promise<void>) => {
	let last = parts.now();
	return async () => {
		if (parts.now() - last < every) return;
		last = parts.now();
		// What could not be read at the start, or was held by another program, may be there now.
		if (parts.state().journal.failure !== undefined) return reread(parts);
		await tryAgain(parts);
		const entries = await newer(parts.state(), parts.journal);
		const known = parts.state().journal.entries.at(-1)?.seq ?? 0;
		for (const entry of entries.filter(({ seq }) => seq > known))
			parts.emit({ type: 'plan/noted', at: parts.now(), entry });
	};
};
