import type { Event } from '../../core/event.ts';
import type { Failure, Result } from '../../core/model.ts';
import type { CopiedDocument } from '../../core/runbook/copy.ts';
import type { OpenWalk } from '../../core/runbook/open.ts';
import { type WalkLine, walkOf } from '../../core/runbook/walk.ts';
import { documentFor, lookFor, tell } from './documents.ts';
import { type Document, documentOf, wholeOf } from './find-runbooks.ts';
import { caughtUp, lineIn, writeHeard } from './heard.ts';
import type { World } from './known-world.ts';
import { believed, openWalks, takenUp, type WalkEntry } from './take-up.ts';

/** A walk comes to the state; what was written while it was read is read behind it. */
const opened = async ({ parts }: World, open: OpenWalk): Promise<void> => {
	parts.emit({ type: 'walk/opened', at: parts.now(), open });
	await caughtUp(parts, open.walk.id);
};

/** Lines that a program of this machine wrote which is gone: nobody else sends those that its copy lacks. */
const unsent = ({ parts }: World, lines: readonly WalkLine[]): readonly WalkLine[] =>
	parts.state().readOnly
		? []
		: lines.filter(({ session, heard }) => heard === undefined && session !== undefined && parts.isGone(session));

/** Opens walks that are not open here: those of before, and those of others. */
const openAll = async (world: World, walks: ReadonlyMap<string, readonly WalkEntry[]>): Promise<void> => {
	const { copies, state, writing, isGone } = world.parts;
	for (const [id, entries] of walks) {
		const lines = entries.map(lineIn);
		const walk = walkOf(lines);
		if (walk === undefined || state().walks[id] !== undefined) continue;
		const found = await documentFor(world, walk);
		const open = takenUp(lines, found === undefined ? undefined : await wholeOf(found), isGone);
		if (open === undefined || state().walks[id] !== undefined) continue;
		writing.seqs.set(id, entries.at(-1)?.seq ?? 0);
		copies.add(id, walk.heard ?? walk.head.host, unsent(world, lines));
		await opened(world, open);
	}
};

/** Looks for runbooks, then for the walks that have no end. The runbooks are told last: what fits may be one of those walks. */
export const start = async (world: World): Promise<void> => {
	const runbooks = await lookFor(world);
	const { journal } = world.parts;
	await openAll(world, openWalks(journal.ok ? await journal.value.read({ walks: true }) : journal));
	tell(world, runbooks);
};

/** The document of a copy as a runbook. The same text that is trusted here is trusted wherever it comes from. */
const copiedDocument = async (world: World, { name, path, text }: CopiedDocument): Promise<Document> => {
	const found = await wholeOf(await documentOf({ path, text, foreign: true }, 'strange', await world.looking()));
	const here = world.documents.get(name);
	return here !== undefined && here.listed.digest === found.listed.digest ? wholeOf(here) : found;
};

/** A walk that only a host has is written into the journal here as well, so that it goes on from it. */
const fromCopy = async (world: World, id: string): Promise<Result<void>> => {
	const { parts, texts } = world;
	const copy = await parts.copies.read(id);
	if (!copy.ok) return copy;
	const document = await copiedDocument(world, copy.value.document);
	texts.set(id, copy.value.document.text);
	const before = parts.state().walks[id];
	if (before !== undefined) {
		const { runbook, listed } = document;
		parts.emit({ type: 'walk/read', at: parts.now(), walk: id, document: { runbook, trusted: listed.trusted } });
		return { ok: true, value: undefined };
	}
	const lines = believed(copy.value.lines, document.runbook.head.variables, parts.state());
	const written = await writeHeard(parts, id, lines);
	const open = takenUp(lines, document, parts.isGone);
	if (open !== undefined) await opened(world, written.ok ? open : { ...open, unwritten: written.failure });
	return { ok: true, value: undefined };
};

const taken = async (world: World, id: string): Promise<Result<void>> => {
	world.taking.add(id);
	try {
		return await fromCopy(world, id);
	} finally {
		world.taking.delete(id);
	}
};

/** Why a walk that is open here without its document stays so: the copy has it, where there is one. */
const withDocument = async (world: World, id: string): Promise<Failure | undefined> => {
	const open = world.parts.state().walks[id];
	if (open?.walk.heard === undefined || open.runbook !== undefined) return undefined;
	const found = await taken(world, id);
	return found.ok ? undefined : found.failure;
};

/** Opens a walk that the journal has, where it is not open yet. */
export const reopened = async (world: World, id: string): Promise<void> => {
	const { state, journal } = world.parts;
	if (state().walks[id] === undefined && journal.ok)
		await openAll(world, openWalks(await journal.value.read({ run: id })));
};

/** Opens a walk by its id: of the journal here, else by its copy on a host. */
export const resume = async (world: World, id: string): Promise<Result<void>> => {
	const { emit, now, state } = world.parts;
	await reopened(world, id);
	const isOpen = state().walks[id] !== undefined;
	const failure = isOpen ? await withDocument(world, id) : undefined;
	const found: Result<void> = isOpen ? { ok: true, value: undefined } : await taken(world, id);
	if (failure?.kind === 'unreachable') return { ok: false, failure };
	if (found.ok) emit({ type: 'walk/shown', at: now(), walk: id });
	return found;
};

/** A line that is in the journal by now: a walk that another program began is opened here, to be watched. */
export const heard = async (
	world: World,
	{ entry }: Extract<Event, { readonly type: 'plan/noted' }>,
): Promise<void> => {
	const { journal, state } = world.parts;
	if (entry.what !== 'walked' || state().walks[entry.run] !== undefined || !journal.ok) return;
	if (world.taking.has(entry.run)) return;
	await openAll(world, openWalks(await journal.value.read({ run: entry.run })));
};
