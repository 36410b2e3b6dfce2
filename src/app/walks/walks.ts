import type { Event } from '../../core/event.ts';
import { known } from '../../core/known.ts';
import type { Result } from '../../core/model.ts';
import type { Plan } from '../../core/plan.ts';
import { doubtOf } from '../../core/runbook/doubt.ts';
import { filledText } from '../../core/runbook/fill.ts';
import type { Step } from '../../core/runbook/model.ts';
import type { OpenWalk } from '../../core/runbook/open.ts';
import type { Did, Walk } from '../../core/runbook/walk.ts';
import { wanted } from './begin-walk.ts';
import { beginBehind, behindOf, endBehind, forsakeBehind, leaveBehind } from './behind.ts';
import { foundAgain, lookFor, noticed, tell } from './documents.ts';
import { savedEvidence } from './evidence.ts';
import type { Looking } from './find-runbooks.ts';
import { followShown } from './follow.ts';
import { type Of, type World, warn } from './known-world.ts';
import { noteWalk } from './note-walk.ts';
import type { WalkParts } from './parts.ts';
import { planConfirmed, planEnded, stepOf } from './plans.ts';
import { heard, reopened, resume, start } from './resume.ts';
import { goOn, tellingOf, type Work, workStep } from './step-work.ts';
import { takeOver, whyNotOurs } from './take-over.ts';
import { trust } from './trust.ts';
import { makeTurns } from './turns.ts';
import { makeWriting } from './writing.ts';

/** Walks through runbooks, as far as they reach beyond the state. */
export interface Walks {
	/** Looks for runbooks, and for the walks that have no end. */
	readonly start: () => Promise<void>;
	readonly heard: (event: Of<'plan/noted'>) => Promise<void>;
	/** Opens a walk by its id: of the journal here, else by its copy on a host. */
	readonly resume: (walk: string) => Promise<Result<void>>;
	/** Follows what others do in the walk on the screen, until the end. */
	readonly follow: () => Promise<void>;
	/** The program is left: what runs in the background ends, and that is written down. */
	readonly leave: () => Promise<void>;
	readonly wanted: (event: Of<'walk/wanted'>) => Promise<void>;
	readonly run: (event: Of<'walk/run'>) => Promise<void>;
	readonly stopped: (event: Of<'walk/stopped'>) => void;
	readonly did: (event: Of<'walk/did'>) => Promise<void>;
	readonly accepted: (event: Of<'walk/accepted'>) => Promise<void>;
	readonly saved: (event: Of<'walk/saved'>) => Promise<void>;
	/** Why a plan that a step asked for is not carried out, in words: somebody took its walk over. */
	readonly whyNot: (plan: Plan) => Promise<string | undefined>;
	readonly planConfirmed: (event: Of<'plan/confirmed'>) => Promise<void>;
	/** A plan was left: no later one is what a step asked for. */
	readonly planClosed: () => void;
	readonly planEnded: (event: Of<'run/ended'>) => Promise<void>;
}

/** A step that asks for one of watchdeck's own actions: the next plan for that is what it asked for. */
const asksFor = (world: World, { head, values, id }: Walk, { id: step, does }: Step): void => {
	if (does.is !== 'action') return;
	const service = does.want.of === undefined ? (head.of ?? '') : filledText(does.want.of, values);
	world.pending = { walk: id, step, action: does.want.action, service };
};

/** Whether a step runs nothing: that may be done also at one of a document that nobody accepted. */
const isHarmless = ({ does }: Step): boolean =>
	['read', 'tick', 'message', 'decision', 'runbook', 'section'].includes(does.is);

/** Does a step. From its first moment on no other step of the walk is done beside it. */
const work = async (world: World, open: OpenWalk, step: Step, command: number | undefined): Promise<void> => {
	const { parts, running } = world;
	const { id } = open.walk;
	const life = new AbortController();
	running.set(id, life);
	const signal = AbortSignal.any([life.signal, parts.signal]);
	const since = parts.now();
	const told = (said: Parameters<typeof tellingOf>[2]): void =>
		parts.emit({ type: 'walk/told', at: parts.now(), walk: id, telling: tellingOf({ step, command }, since, said) });
	// It is under way before anything is read anew.
	if (!isHarmless(step)) told({ lines: [], count: 0 });
	try {
		const taken = isHarmless(step) ? undefined : await whyNotOurs(parts, id);
		if (taken !== undefined) return warn(parts, taken);
		const given: Work = { walk: parts.state().walks[id]?.walk ?? open.walk, step, ...known({ command }) };
		asksFor(world, given.walk, step);
		await noticed(world, open);
		await workStep(parts, given, { signal, told, behind: (...of) => beginBehind(world, ...of) });
	} finally {
		running.delete(id);
		parts.emit({ type: 'walk/told', at: parts.now(), walk: id });
	}
};

/** Why a step is not done now, in words. */
const whyNot = (world: World, open: OpenWalk, step: Step): string | undefined => {
	if (world.running.has(open.walk.id)) return 'a step of this walk is being done already';
	if (isHarmless(step)) return undefined;
	if (behindOf(world, open.walk.id, step.id) !== undefined) return 'this step runs in the background already';
	if (!open.trusted) return 'nothing of this document runs before its text was accepted';
	const doubt = step.does.is === 'check' ? undefined : doubtOf(open, world.parts.state());
	return doubt === undefined ? undefined : `nothing runs: ${doubt}`;
};

const run = async (world: World, { walk: id, step: of, command }: Of<'walk/run'>): Promise<void> => {
	const { parts } = world;
	const open = parts.state().walks[id];
	const step = open?.runbook?.steps.find((one) => one.id === of);
	if (open === undefined || step === undefined) return warn(parts, 'this step is not in the document any more');
	const why = whyNot(world, open, step);
	if (why !== undefined) return warn(parts, why);
	await work(world, open, step, command);
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

/** What may say that somebody else walks a walk, or that it has ended. */
const tellsWalker: readonly Event['type'][] = ['walk/noted', 'walk/followed', 'plan/noted'];

/** Makes them. `looking`: where runbooks are looked for now. */
export const makeWalks = (
	given: Omit<WalkParts, 'inTurn' | 'textOf' | 'writing' | 'isGone'>,
	looking: () => Promise<Looking>,
): Walks => {
	const texts = new Map<string, string>();
	const textOf: WalkParts['textOf'] = (walk) => texts.get(walk);
	const isGone: WalkParts['isGone'] = (session) => session !== undefined && given.alive(session) === false;
	const emit: WalkParts['emit'] = (event) => {
		given.emit(event);
		if (tellsWalker.includes(event.type)) forsakeBehind(world);
	};
	const parts: WalkParts = { ...given, emit, isGone, inTurn: makeTurns(), textOf, writing: makeWriting() };
	const world: World = {
		parts,
		looking,
		documents: new Map(),
		running: new Map(),
		behind: new Set(),
		texts,
		taking: new Set(),
	};
	return {
		start: () => start(world),
		heard: (event) => {
			forsakeBehind(world);
			return heard(world, event);
		},
		resume: (walk) => resume(world, walk),
		wanted: (event) => wanted(world, event),
		run: (event) => run(world, event),
		stopped: ({ walk, step }) =>
			step === undefined ? world.running.get(walk)?.abort() : behindOf(world, walk, step)?.life.abort('by hand'),
		follow: () =>
			followShown(parts, {
				also: () => [...world.behind].map(({ walk }) => walk),
				before: (id) => foundAgain(world, id),
			}),
		leave: () => leaveBehind(world),
		did: async ({ walk: id, did }) => {
			if (did.is === 'ended') await endBehind(world, id);
			await (did.is === 'taken up' ? takeOver(parts, id, did) : noteWalk(parts, id, did));
			if (did.is === 'ended' && parts.state().walks[id]?.walk.ended !== undefined) await endedWithin(world, id, did);
		},
		accepted: (event) => accepted(world, event),
		saved: ({ walk, path }) => savedEvidence(parts, walk, path),
		whyNot: async (plan) => {
			const step = stepOf(plan, world.pending);
			return step === undefined ? undefined : whyNotOurs(parts, step.walk);
		},
		planConfirmed: (event) => {
			const { pending } = world;
			delete world.pending;
			return planConfirmed(parts, event, pending);
		},
		planClosed: () => void delete world.pending,
		planEnded: (event) => planEnded(parts, event),
	};
};
