import type { JournalEntry } from '../../core/journal.ts';
import { known } from '../../core/known.ts';
import type { Result } from '../../core/model.ts';
import type { OpenWalk } from '../../core/runbook/open.ts';
import { cutOff, type Walk, type WalkLine, walkOf } from '../../core/runbook/walk.ts';
import type { Document } from './find-runbooks.ts';

/** The lines of walks among those of a journal, by the ids of the walks. */
export const walkLines = (entries: readonly JournalEntry[]): ReadonlyMap<string, readonly WalkLine[]> =>
	Map.groupBy(
		entries.flatMap((entry): readonly WalkLine[] => (entry.what === 'walked' ? [entry] : [])),
		({ run }) => run,
	);

/** A walk whose program is gone: nobody walks it now, so whoever did may go on with it unasked. */
const left = (walk: Walk): Walk => {
	const { session: _gone, ...rest } = cutOff(walk);
	return rest;
};

/** A walk as the journal has it, with its document as that is now: gone, the same, or another one. */
export const takenUp = (
	lines: readonly WalkLine[],
	document: Document | undefined,
	isGone: (session: string | undefined) => boolean,
): OpenWalk | undefined => {
	const whole = walkOf(lines);
	if (whole === undefined) return undefined;
	const walk = isGone(whole.session) ? left(whole) : whole;
	const digest = document?.listed.digest;
	const edited = digest === undefined || digest === walk.head.digest ? undefined : digest;
	return {
		...{ walk, lines, trusted: document?.listed.trusted === true, kept: true },
		...known({ runbook: document?.runbook, edited }),
	};
};

/** The walks without an end, each with its lines; none where the journal cannot be read, which the screen says elsewhere. */
export const openWalks = (read: Result<readonly JournalEntry[]>): ReadonlyMap<string, readonly WalkLine[]> =>
	read.ok ? walkLines(read.value) : new Map();
