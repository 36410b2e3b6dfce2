import type { JournalEntry } from '../../core/journal.ts';
import { known } from '../../core/known.ts';
import type { Result } from '../../core/model.ts';
import { lineName, type WalkLine } from '../../core/runbook/walk.ts';
import type { WalkParts } from './parts.ts';

/** Another program writes into the journal in the same moment: so often it is tried after it. */
const mostTimes = 5;

/** A line of a walk as an entry of the journal has it. */
export const lineIn = (entry: Extract<JournalEntry, { readonly what: 'walked' }>): WalkLine => {
	const { at, by, run, did, session, n, heard } = entry;
	return { at, by, run, did, ...known({ session, n, heard }) };
};

/** Takes over what other programs wrote of a walk into the journal here since it was last looked at. */
export const caughtUp = async ({ journal, writing, emit, now }: WalkParts, id: string): Promise<void> => {
	if (!journal.ok) return;
	const after = writing.seqs.get(id) ?? 0;
	const read = await journal.value.read({ run: id, after });
	if (!read.ok) return;
	for (const entry of read.value) {
		if (entry.run !== id || entry.seq <= after) continue;
		writing.seqs.set(id, entry.seq);
		if (entry.what !== 'walked') continue;
		emit({ type: 'walk/noted', at: now(), line: lineIn(entry), kept: true });
	}
};

/** Writes lines behind the newest one of their walk, none of them twice: several programs here may read the same copy. */
const behind = async (
	{ journal, writing, emit, now }: WalkParts,
	id: string,
	lines: readonly WalkLine[],
): Promise<Result<void>> => {
	if (!journal.ok) return journal;
	const read = await journal.value.read({ run: id });
	if (!read.ok) return read;
	const names = new Set(read.value.flatMap((entry) => (entry.what === 'walked' ? [lineName(entry)] : [])));
	let after = read.value.at(-1)?.seq ?? 0;
	for (const line of lines) {
		if (names.has(lineName(line))) continue;
		const entry = await journal.value.append({ what: 'walked', ...line }, after);
		if (!entry.ok) return entry;
		after = entry.value.seq;
		writing.seqs.set(id, after);
		// Said at once, so that nobody takes it for another program's line later.
		emit({ type: 'plan/noted', at: now(), entry: entry.value });
	}
	return { ok: true, value: undefined };
};

/** Writes down here what others did in a walk elsewhere, so that its evidence is whole and it goes on from here. */
export const writeHeard = async (parts: WalkParts, id: string, lines: readonly WalkLine[]): Promise<Result<void>> => {
	let done: Result<void> = { ok: true, value: undefined };
	if (parts.state().readOnly) return done;
	for (let time = 0; time < mostTimes; time += 1) {
		done = await behind(parts, id, lines);
		if (done.ok || done.failure.kind !== 'changed') return done;
	}
	return done;
};
