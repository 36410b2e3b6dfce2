import { known } from '../../core/known.ts';
import type { Telling } from '../../core/runbook/open.ts';
import type { Came } from '../../core/runbook/stand.ts';
import type { Ready } from '../../core/runbook/wanted.ts';
import { stepAfter } from '../../core/runbook/way.ts';
import { inBackground } from '../in-background.ts';
import { followSoon, isWalked } from './follow.ts';
import { type Behind, type World, warn } from './known-world.ts';
import { noteWalk } from './note-walk.ts';
import type { WalkParts } from './parts.ts';
import { readUntil, tellingOf, type Work } from './step-work.ts';
import { whyNotOurs } from './take-over.ts';

/** So many run at once: each takes one of the few places for commands that the probes of its host want as well. */
const most = 3;
const left = 'watchdeck was left';

/** The command in the background at a step; undefined where none is. */
export const behindOf = ({ behind }: Pick<World, 'behind'>, walk: string, step: string): Behind | undefined =>
	[...behind].find((one) => one.walk === walk && one.step === step);

/** Why it ended, where it was ended. */
const whyEnded = ({ reason, aborted }: AbortSignal): string | undefined =>
	!aborted ? undefined : typeof reason === 'string' ? reason : left;

/** Carries it to its end, and writes down what came: like any other, but the walk stays where it is. */
const carry = async (parts: WalkParts, { walk, step }: Work, ready: Ready, signal: AbortSignal): Promise<void> => {
	const since = parts.now();
	const told = (said?: Pick<Telling, 'lines' | 'count'>): void => {
		const telling = said === undefined ? undefined : tellingOf({ step, command: undefined }, since, said);
		parts.emit({ type: 'walk/behind', at: parts.now(), walk: walk.id, step: step.id, ...known({ telling }) });
	};
	told({ lines: [], count: 0 });
	try {
		const { came } = await readUntil(parts, { step }, ready, { signal, told });
		const why = whyEnded(signal);
		const because = why === undefined ? came.because : `${came.because} (${why})`;
		await noteWalk(parts, walk.id, { is: 'came', step: step.id, background: true, ...came, because });
		if (came.verdict === 'failed') sayFailed(parts, `${step.number} ${step.title}`.trim(), because);
	} finally {
		told();
	}
};

const sayFailed = (parts: WalkParts, title: string, because: Came['because']): void =>
	warn(parts, `in the background, ${title} failed: ${because}`);

/** Begins a command that the walk does not wait for, and goes on to the next step. It is under way once it is written down. */
export const beginBehind = async (world: World, work: Work, ready: Ready): Promise<void> => {
	const { parts, behind } = world;
	const { walk, step } = work;
	if (behind.size >= most)
		return warn(parts, `${most} commands run in the background already: one has to end before the next`);
	const { host, filled } = ready.typed;
	const background = true as const;
	await noteWalk(parts, walk.id, { is: 'ran', step: step.id, host, text: filled.shown, background });
	const taken = await whyNotOurs(parts, walk.id);
	if (taken !== undefined || parts.signal.aborted)
		return noteWalk(parts, walk.id, { is: 'noted', step: step.id, text: `not run: ${taken ?? left}` });
	const life = new AbortController();
	const signal = AbortSignal.any([life.signal, parts.signal]);
	const one: Behind = { walk: walk.id, step: step.id, life, done: carry(parts, work, ready, signal) };
	behind.add(one);
	inBackground(one.done.finally(() => behind.delete(one)));
	const { runbook } = parts.state().walks[walk.id] ?? {};
	const next = runbook === undefined ? undefined : stepAfter(runbook, step.id);
	if (next !== undefined) await noteWalk(parts, walk.id, { is: 'went', to: next.id, because: 'the next one' });
};

/** Ends these, and waits until that is written down. */
const end = async (ending: readonly Behind[], why: string): Promise<void> => {
	for (const { life } of ending) life.abort(why);
	await Promise.all(ending.map(({ done }) => done));
};

/** Ends what runs in the background of a walk that is about to end. */
export const endBehind = ({ behind }: World, walk: string): Promise<void> =>
	end(
		[...behind].filter((one) => one.walk === walk),
		'the walk was ended',
	);

/** Ends all of it, since this program is left. Copies of their walks learn of it, as far as their hosts answer soon. */
export const leaveBehind = async ({ parts, behind }: World): Promise<void> => {
	const ending = [...behind];
	await end(ending, left);
	await Promise.all([...new Set(ending.map(({ walk }) => walk))].map((walk) => followSoon(parts, walk)));
};

/** Ends what runs for walks that somebody took over, or that have ended. */
export const forsakeBehind = ({ parts, behind }: World): void => {
	for (const { walk, life } of behind) {
		if (!isWalked(parts, walk)) life.abort('the walk was taken over');
		else if (parts.state().walks[walk]?.walk.ended !== undefined) life.abort('the walk was ended');
	}
};
