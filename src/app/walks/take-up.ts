import type { JournalEntry } from '../../core/journal.ts';
import { known } from '../../core/known.ts';
import type { Result } from '../../core/model.ts';
import type { Variable } from '../../core/runbook/model.ts';
import type { OpenWalk } from '../../core/runbook/open.ts';
import { cutOff, type Value, type Walk, type WalkLine, walkOf } from '../../core/runbook/walk.ts';
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
		...known({ runbook: document?.runbook, digest, edited }),
	};
};

/** The walks without an end, each with its lines; none where the journal cannot be read, which the screen says elsewhere. */
export const openWalks = (read: Result<readonly JournalEntry[]>): ReadonlyMap<string, readonly WalkLine[]> =>
	read.ok ? walkLines(read.value) : new Map();

/** Values without the secrets that their document does not name: whoever wrote a copy could have any file read. */
const ownValues = (values: Readonly<Record<string, Value>>, variables: readonly Variable[]) =>
	Object.fromEntries(
		Object.entries(values).filter(
			([name, value]) =>
				typeof value === 'string' || variables.some((one) => one.name === name && one.secret === value.secret),
		),
	);

/** The lines of a copy, in which no secret stands but those that the document itself names. */
export const ownSecrets = (lines: readonly WalkLine[], variables: readonly Variable[]): readonly WalkLine[] =>
	lines.flatMap((line): readonly WalkLine[] => {
		const { did } = line;
		if (did.is === 'set' && typeof did.value !== 'string')
			return Object.keys(ownValues({ [did.name]: did.value }, variables)).length === 0 ? [] : [line];
		if (did.is !== 'began') return [line];
		const head = { ...did.head, values: ownValues(did.head.values, variables) };
		return [{ ...line, did: { ...did, head } }];
	});
