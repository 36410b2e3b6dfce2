import { known } from '../../core/known.ts';
import type { Result } from '../../core/model.ts';
import { filledText } from '../../core/runbook/fill.ts';
import type { Step } from '../../core/runbook/model.ts';
import type { OpenWalk, Runbooks } from '../../core/runbook/open.ts';
import type { Did, WalkLine } from '../../core/runbook/walk.ts';
import { isAlive } from '../../io/identity.ts';
import { noticed, wanted } from './begin-walk.ts';
import { savedEvidence } from './evidence.ts';
import { documentOf, findRunbooks, type Looking, wholeOf, wholeRunbooks } from './find-runbooks.ts';
import { type Of, type World, warn } from './known-world.ts';
import { noteWalk } from './note-walk.ts';
import type { WalkParts } from './parts.ts';
import { planConfirmed, planEnded } from './plans.ts';
import { goOn, tellingOf, type Work, workStep } from './step-work.ts';
import { openWalks, ownSecrets, takenUp } from './take-up.ts';
import { trust } from './trust.ts';
import { makeTurns } from './turns.ts';

/** Walks through runbooks, as far as they reach beyond the state. */
export interface Walks {
	/** Looks for runbooks, and for the walks that have no end. */
	readonly start: () => Promise<void>;
	readonly heard: (event: Of<'plan/noted'>) => Promise<void>;
	/** Opens a walk by its id: of the journal here, else by its copy on a host. */
	readonly resume: (walk: string) => Promise<Result<void>>;
	readonly wanted: (event: Of<'walk/wanted'>) => Promise<void>;
	readonly run: (event: Of<'walk/run'>) => Promise<void>;
	readonly stopped: (event: Of<'walk/stopped'>) => void;
	readonly did: (event: Of<'walk/did'>) => Promise<void>;
	readonly accepted: (event: Of<'walk/accepted'>) => Promise<void>;
	readonly saved: (event: Of<'walk/saved'>) => Promise<void>;
	readonly planConfirmed: (event: Of<'plan/confirmed'>) => Promise<void>;
	/** A plan was left: no later one is what a step asked for. */
	readonly planClosed: () => void;
	readonly planEnded: (event: Of<'run/ended'>) => Promise<void>;
}

/** Looks for runbooks; one that is wanted while the long ones are read to their ends opens by its beginning. */
const lookFor = async (world: World): Promise<Runbooks> => {
	const beginnings = await findRunbooks(await world.looking());
	world.documents = beginnings.documents;
	const { documents, runbooks } = await wholeRunbooks(beginnings);
	world.documents = documents;
	return runbooks;
};

const tell = ({ parts: { emit, now } }: World, runbooks: Runbooks): void =>
	emit({ type: 'runbooks/read', at: now(), runbooks });

/** Whether the program that walked is known to be gone; of one on another machine nobody here knows. */
const isGone = (session: string | undefined): boolean => session !== undefined && isAlive(session) === false;

/** Opens walks that are not open here: those of before, and those of others. */
const openAll = async (world: World, walks: ReadonlyMap<string, readonly WalkLine[]>): Promise<void> => {
	const { emit, now, state } = world.parts;
	for (const [id, lines] of walks) {
		const name = lines[0]?.did.is === 'began' ? lines[0].did.head.runbook : '';
		const known = world.documents.get(name);
		const document = known === undefined ? undefined : await wholeOf(known);
		const open = state().walks[id] === undefined ? takenUp(lines, document, isGone) : undefined;
		if (open !== undefined) emit({ type: 'walk/opened', at: now(), open });
	}
};

/** Looks for runbooks, then for the walks that have no end. The runbooks are told last: what fits may be one of those walks. */
const start = async (world: World): Promise<void> => {
	const runbooks = await lookFor(world);
	const { journal } = world.parts;
	await openAll(world, openWalks(journal.ok ? await journal.value.read({ walks: true }) : journal));
	tell(world, runbooks);
};

/** A walk that only a host has is written into the journal here as well, so that it goes on from it. */
const fromCopy = async (world: World, id: string): Promise<Result<void>> => {
	const { parts, looking, texts } = world;
	const copy = await parts.copies.read(id);
	if (!copy.ok) return copy;
	const { document, lines } = copy.value;
	const { name, path, text } = document;
	texts.set(id, text);
	const asFound = await wholeOf(await documentOf({ path, text, foreign: true }, 'strange', await looking()));
	const here = world.documents.get(name);
	// The same text that is trusted here is trusted wherever it comes from.
	const known = here !== undefined && here.listed.digest === asFound.listed.digest ? here : asFound;
	const own = ownSecrets(lines, known.runbook.head.variables);
	const written = parts.journal.ok && !parts.state().readOnly ? parts.journal.value : undefined;
	for (const line of own) {
		const entry = await written?.append({ what: 'walked', ...line });
		if (entry?.ok === false) return entry;
		// Said at once, so that nobody takes it for another program's line later.
		if (entry !== undefined) parts.emit({ type: 'plan/noted', at: parts.now(), entry: entry.value });
	}
	const open = takenUp(own, await wholeOf(known), isGone);
	if (open !== undefined) parts.emit({ type: 'walk/opened', at: parts.now(), open });
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

/** Opens a walk that the journal has, where it is not open yet. */
const reopened = async (world: World, id: string): Promise<void> => {
	const { state, journal } = world.parts;
	if (state().walks[id] === undefined && journal.ok)
		await openAll(world, openWalks(await journal.value.read({ run: id })));
};

const resume = async (world: World, id: string): Promise<Result<void>> => {
	const { emit, now, state } = world.parts;
	await reopened(world, id);
	const found: Result<void> = state().walks[id] === undefined ? await taken(world, id) : { ok: true, value: undefined };
	if (found.ok) emit({ type: 'walk/shown', at: now(), walk: id });
	return found;
};

/** A line that is in the journal by now: a walk that another program began is opened here, to be watched. */
const heard = async (world: World, { entry }: Of<'plan/noted'>): Promise<void> => {
	const { journal, state } = world.parts;
	if (entry.what !== 'walked' || state().walks[entry.run] !== undefined || !journal.ok) return;
	if (world.taking.has(entry.run)) return;
	await openAll(world, openWalks(await journal.value.read({ run: entry.run })));
};

/** Whether a step runs nothing: that may be done also at one of a document that nobody accepted. */
const isHarmless = ({ does }: Step): boolean =>
	['read', 'tick', 'message', 'decision', 'runbook', 'section'].includes(does.is);

/** Does a step. From its first moment on no other step of the walk is done beside it. */
const work = async (world: World, open: OpenWalk, given: Work): Promise<void> => {
	const { parts, running } = world;
	const { id } = open.walk;
	const life = new AbortController();
	running.set(id, life);
	const signal = AbortSignal.any([life.signal, parts.signal]);
	const since = parts.now();
	const told = (said: Parameters<typeof tellingOf>[2]): void =>
		parts.emit({ type: 'walk/told', at: parts.now(), walk: id, telling: tellingOf(given, since, said) });
	// It is under way before its document is read anew.
	if (!isHarmless(given.step)) told({ lines: [], count: 0 });
	try {
		await noticed(world, open);
		await workStep(parts, given, { signal, told });
	} finally {
		running.delete(id);
		parts.emit({ type: 'walk/told', at: parts.now(), walk: id });
	}
};

const run = async (world: World, { walk: id, step: of, command }: Of<'walk/run'>): Promise<void> => {
	const open = world.parts.state().walks[id];
	const step = open?.runbook?.steps.find((one) => one.id === of);
	if (open === undefined || step === undefined) return warn(world, 'this step is not in the document any more');
	if (world.running.has(id)) return warn(world, 'a step of this walk is being done already');
	if (!open.trusted && !isHarmless(step))
		return warn(world, 'nothing of this document runs before its text was accepted');
	if (step.does.is === 'action') {
		const { want } = step.does;
		const service = want.of === undefined ? (open.walk.head.of ?? '') : filledText(want.of, open.walk.values);
		world.pending = { walk: id, step: of, action: want.action, service };
	}
	await work(world, open, { walk: open.walk, step, ...known({ command }) });
};

/** What was accepted is the text that is walked, and no later one. */
const accepted = async (world: World, { walk: id }: Of<'walk/accepted'>): Promise<void> => {
	const { parts } = world;
	const open = parts.state().walks[id];
	if (open === undefined) return;
	const { head } = open.walk;
	await trust(await world.looking(), head.path, open.digest ?? head.digest);
	const document = { trusted: true, ...known({ runbook: open.runbook, edited: open.edited }) };
	parts.emit({ type: 'walk/read', at: parts.now(), walk: id, document });
	tell(world, await lookFor(world));
};

/** A walk that was a part of another one has ended: the step there came out as it did. */
const endedWithin = async (world: World, id: string, { as, why }: Extract<Did, { is: 'ended' }>): Promise<void> => {
	const { parts } = world;
	const within = parts.state().walks[id]?.walk.head.within;
	if (within === undefined) return;
	await reopened(world, within.walk);
	const said = `${id} ${as}${why === undefined ? '' : `: ${why}`}`;
	const marked = as === 'done' ? ('done' as const) : ('failed' as const);
	await noteWalk(parts, within.walk, { is: 'marked', step: within.step, as: marked, why: said });
	await goOn(parts, within.walk, within.step);
};

/** Makes them. `looking`: where runbooks are looked for now. */
export const makeWalks = (given: Omit<WalkParts, 'inTurn' | 'textOf'>, looking: () => Promise<Looking>): Walks => {
	const texts = new Map<string, string>();
	const parts: WalkParts = { ...given, inTurn: makeTurns(), textOf: (walk) => texts.get(walk) };
	const world: World = { parts, looking, documents: new Map(), running: new Map(), texts, taking: new Set() };
	return {
		start: () => start(world),
		heard: (event) => heard(world, event),
		resume: (walk) => resume(world, walk),
		wanted: (event) => wanted(world, event),
		run: (event) => run(world, event),
		stopped: ({ walk }) => world.running.get(walk)?.abort(),
		did: async ({ walk: id, did }) => {
			await noteWalk(parts, id, did);
			if (did.is === 'ended') await endedWithin(world, id, did);
		},
		accepted: (event) => accepted(world, event),
		saved: ({ walk, path }) => savedEvidence(parts, walk, path),
		planConfirmed: (event) => {
			const { pending } = world;
			delete world.pending;
			return planConfirmed(parts, event, pending);
		},
		planClosed: () => void delete world.pending,
		planEnded: (event) => planEnded(parts, event),
	};
};
