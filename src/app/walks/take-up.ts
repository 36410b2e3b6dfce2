import { environmentOf } from '../../core/ids.ts';
import type { JournalEntry } from '../../core/journal.ts';
import { known } from '../../core/known.ts';
import type { Result } from '../../core/model.ts';
import type { Variable } from '../../core/runbook/model.ts';
import type { OpenWalk } from '../../core/runbook/open.ts';
import { cutOff, once, type Value, type Walk, type WalkHead, type WalkLine, walkOf } from '../../core/runbook/walk.ts';
import type { State } from '../../core/state.ts';
import type { Document } from './find-runbooks.ts';

/** A line of a walk as the journal has it. */
export type WalkEntry = Extract<JournalEntry, { readonly what: 'walked' }>;

/** The lines of walks among those of a journal, by the ids of the walks. */
export const walkLines = (entries: readonly JournalEntry[]): ReadonlyMap<string, readonly WalkEntry[]> =>
	Map.groupBy(
		entries.flatMap((entry) => (entry.what === 'walked' ? [entry] : [])),
		({ run }) => run,
	);

/** A walk whose program is gone: nobody walks it now, so whoever did may go on with it unasked. */
const left = (walk: Walk): Walk => {
	const { session: _gone, ...rest } = cutOff(walk);
	return rest;
};

/** A walk by its lines as it stands now: nobody walks it whose program is gone. */
export const foldedWalk = (
	lines: readonly WalkLine[],
	isGone: (session: string | undefined) => boolean,
): Walk | undefined => {
	const whole = walkOf(lines);
	return whole !== undefined && isGone(whole.session) ? left(whole) : whole;
};

/** A walk as the journal has it, with its document as that is now: gone, the same, or another one. */
export const takenUp = (
	lines: readonly WalkLine[],
	document: Document | undefined,
	isGone: (session: string | undefined) => boolean,
): OpenWalk | undefined => {
	const walk = foldedWalk(lines, isGone);
	if (walk === undefined) return undefined;
	const digest = document?.listed.digest;
	const edited = digest === undefined || digest === walk.head.digest ? undefined : digest;
	return {
		...{ walk, lines: once(lines), trusted: document?.listed.trusted === true, kept: true },
		...known({ runbook: document?.runbook, digest, edited }),
	};
};

/** The walks without an end, each with its lines; none where the journal cannot be read, which the screen says elsewhere. */
export const openWalks = (read: Result<readonly JournalEntry[]>): ReadonlyMap<string, readonly WalkEntry[]> =>
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
const ownSecrets = (lines: readonly WalkLine[], variables: readonly Variable[]): readonly WalkLine[] =>
	lines.flatMap((line): readonly WalkLine[] => {
		const { did } = line;
		if (did.is === 'set' && typeof did.value !== 'string')
			return Object.keys(ownValues({ [did.name]: did.value }, variables)).length === 0 ? [] : [line];
		if (did.is !== 'began') return [line];
		const head = { ...did.head, values: ownValues(did.head.values, variables) };
		return [{ ...line, did: { ...did, head } }];
	});

/** Which environment's protection counts for what a copy says it is about: none, where that is no service here. */
const environmentHere = ({ of }: WalkHead, { services }: Pick<State, 'services'>): string | undefined =>
	of !== undefined && services[of] !== undefined ? environmentOf(of) : undefined;

/**
 * The lines of a copy as far as they are believed: no secret but those that the document names, and no environment but the one that the
 * fleet here knows its service in; where none is known everything is taken for protected.
 */
export const believed = (
	lines: readonly WalkLine[],
	variables: readonly Variable[],
	state: Pick<State, 'services'>,
): readonly WalkLine[] =>
	ownSecrets(lines, variables).map((line) => {
		if (line.heard === undefined || line.did.is !== 'began') return line;
		const { environment: _claimed, ...head } = line.did.head;
		return {
			...line,
			did: { ...line.did, head: { ...head, ...known({ environment: environmentHere(head, state) }) } },
		};
	});
