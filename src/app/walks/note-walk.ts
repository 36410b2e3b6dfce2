import { failureText } from '../../core/failure-text.ts';
import type { JournalEntry } from '../../core/journal.ts';
import type { Failure, Millis, Result } from '../../core/model.ts';
import type { OpenWalk } from '../../core/runbook/open.ts';
import type { Did, WalkLine } from '../../core/runbook/walk.ts';
import { inBackground } from '../in-background.ts';
import { follow, isWalked } from './follow.ts';
import { caughtUp } from './heard.ts';
import { warn } from './known-world.ts';
import type { WalkParts } from './parts.ts';
import { tookOverText } from './told.ts';

/**
 * Writes down what was done in a walk, first that it began where nobody wrote that down yet. A walk goes on where nothing can be
 * written: then it is remembered here alone, the screen says so, and it is written once it can be. What is done in a walk that somebody
 * else took over is not: that is said.
 */
export const noteWalk = (parts: WalkParts, id: string, did: Did, at: Millis = parts.now()): Promise<void> =>
	parts.inTurn(() => noted(parts, id, did, at));

/** What may be written by whoever does not walk it: that they take it over, what came of their command, a note. */
const isFree = ({ is }: Did): boolean => is === 'taken up' || is === 'came' || is === 'noted';

/** What comes before a line: that the walk began, that it is gone on with after a crash, that its document was changed. */
const before = ({ writing, session }: WalkParts, open: OpenWalk, did: Did): readonly Did[] => {
	const { walk, kept, edited } = open;
	const begins = !kept && !writing.begun.has(walk.id);
	const changed: readonly Did[] =
		edited === undefined || edited === walk.changed ? [] : [{ is: 'changed', digest: edited, was: walk.head.digest }];
	if (begins) return [{ is: 'began', head: walk.head, session }, ...changed];
	const goesOn = did.is !== 'taken up' && !isFree(did) && walk.session !== session && walk.session === undefined;
	return goesOn ? [{ is: 'taken up', session }, ...changed] : isFree(did) ? [] : changed;
};

/** What goes out, with the digest of its text where that is not the one that the walk began with: the lines of its commands are of that. */
const ofText = (did: Did, { walk: { head }, digest }: OpenWalk): Did =>
	(did.is === 'ran' || did.is === 'acted') && digest !== undefined && digest !== head.digest ? { ...did, digest } : did;

/** The lines that are to be written for it, each with its name. */
const linesFor = (parts: WalkParts, open: OpenWalk, did: Did, at: Millis): readonly WalkLine[] => {
	const { writing, session } = parts;
	const { walk } = open;
	const by = parts.state().operator;
	return [...before(parts, open, did), ofText(did, open)].map((one) => {
		const isFirst = one.is === 'began';
		const who = isFirst ? { at: walk.began, by: walk.by } : { at, by };
		return { ...who, run: walk.id, did: one, session, n: writing.nextIn(walk.id) };
	});
};

const noted = async (parts: WalkParts, id: string, did: Did, at: Millis): Promise<void> => {
	const { operator: by, readOnly } = parts.state();
	// Who only reads leaves no trace: what was done is remembered here alone.
	if (readOnly) return parts.emit({ type: 'walk/noted', at: parts.now(), line: { at, by, run: id, did }, kept: false });
	await caughtUp(parts, id);
	const open = parts.state().walks[id];
	if (open === undefined) return;
	if (!isWalked(parts, id) && !isFree(did)) return warn(parts, tookOverText(open.walk));
	const lines = linesFor(parts, open, did, at);
	const begins = lines.some((line) => line.did.is === 'began') ? beginningOf(parts, open) : undefined;
	parts.writing.begun.add(id);
	if (!(await written(parts, id, lines, isFree(did)))) return;
	parts.copies.add(id, open.walk.head.host, lines, begins);
	if (parts.copies.has(id)) inBackground(follow(parts, id));
};

const beginningOf = ({ textOf }: WalkParts, { walk: { id, head } }: OpenWalk) => {
	const text = textOf(id);
	return text === undefined ? undefined : { head, text };
};

const append = async ({ journal, writing }: WalkParts, line: WalkLine): Promise<Result<JournalEntry>> => {
	if (!journal.ok) return journal;
	return journal.value.append({ what: 'walked', ...line }, writing.seqs.get(line.run) ?? 0);
};

/** What came of writing: nothing is left, something could not be written, or another program took the walk over. */
type Written = { readonly left: readonly WalkLine[]; readonly failure?: Failure; readonly taken?: OpenWalk };

/** Writes lines one after the other. Where another program of this machine wrote in the same moment, that is read first. */
const appended = async (parts: WalkParts, id: string, lines: readonly WalkLine[], free: boolean): Promise<Written> => {
	const [line, ...rest] = lines;
	if (line === undefined) return { left: [] };
	const entry = await append(parts, line);
	if (entry.ok) {
		parts.writing.seqs.set(id, entry.value.seq);
		parts.emit({ type: 'plan/noted', at: parts.now(), entry: entry.value });
		return appended(parts, id, rest, free);
	}
	if (entry.failure.kind !== 'changed') return { left: lines, failure: entry.failure };
	await caughtUp(parts, id);
	const taken = parts.state().walks[id];
	if (taken !== undefined && !free && !isWalked(parts, id)) return { left: lines, taken };
	return appended(parts, id, lines, free);
};

/** Writes lines behind those that could not be written before; false, where somebody took the walk over: then nothing was done. */
const written = async (parts: WalkParts, id: string, lines: readonly WalkLine[], free: boolean): Promise<boolean> => {
	const { waiting } = parts.writing;
	const { left, failure, taken } = await appended(parts, id, [...(waiting.get(id) ?? []), ...lines], free);
	const isNew = (line: WalkLine): boolean => lines.includes(line);
	waiting.set(id, taken === undefined ? left : left.filter((line) => !isNew(line)));
	if (failure !== undefined) remembered(parts, id, left.filter(isNew), failure);
	if (taken !== undefined) warn(parts, tookOverText(taken.walk));
	return taken === undefined;
};

/** What cannot be written is remembered here, which is said once. */
const remembered = (parts: WalkParts, id: string, lines: readonly WalkLine[], unwritten: Failure): void => {
	const { emit, now, state } = parts;
	const isTold = state().walks[id]?.unwritten !== undefined;
	for (const line of lines) emit({ type: 'walk/noted', at: now(), line, kept: false, unwritten });
	if (!isTold) warn(parts, `this walk is not written down: ${failureText(unwritten)}`);
};
