import { failureText } from '../core/failure-text.ts';
import type { JournalEntry } from '../core/journal.ts';
import { lengthText } from '../core/length-text.ts';
import type { ConfirmedPlan } from '../core/plan.ts';
import { isOfWalk } from '../core/want.ts';
import { watchLength } from '../core/watch/checks.ts';
import { proofText } from '../core/watch/text.ts';
import { backward } from './backward.ts';
import { type Came, heldFor } from './came.ts';
import type { Course, Going, Next } from './course.ts';
import { halted, refusedUnchanged, undone, unwatched, verified } from './ending.ts';
import { forward } from './forward.ts';
import { gatesShut } from './gates.ts';
import { type Holding, renewable } from './holding.ts';
import { opened, type Unopened } from './opened.ts';
import { type Outside, type Performed, type Running, running } from './running.ts';
import { overtaken, takenOver } from './stands.ts';
import { held, lasting, lockedOut, unproven } from './waiting.ts';
import { watched } from './watch.ts';

/** What is to be performed. `before` and `course`: of a run that is taken up again. */
export interface Performing extends Outside {
	readonly confirmed: ConfirmedPlan;
	readonly before?: readonly JournalEntry[];
	readonly course?: Course;
	/** Why it goes back, where that is known from before. */
	readonly cause?: string;
}

/** Others may have changed the service before the locks were ours; since then they cannot. Where nothing began, or nothing is undone, there is nothing to order. */
async function surprise(run: Running, course: Course): Promise<string | undefined> {
	const nothing = run.stands().began.length === 0 || run.plan.unasked === true;
	return course === 'back' && nothing ? undefined : ((await overtaken(run)) ?? gatesShut(run));
}

async function pass(run: Running, locks: Holding, { course, cause, anew, taken }: Going): Promise<Came> {
	if (course === 'watch') return watching(run);
	const failure = await locks.take();
	if (failure !== undefined) return { is: 'locked out', failure };
	try {
		// A pass with a cause follows another of the same start, under the same locks.
		const because = cause === undefined || anew === true || taken === true ? await surprise(run, course) : undefined;
		if (because !== undefined) return run.stopped() ? { is: 'stopped' } : { is: 'overtaken', because };
		return await (course === 'forward' ? forward(run, locks) : backward(run, locks));
	} catch (error) {
		const what = error instanceof Error ? error.message : String(error);
		return heldFor(run, `watchdeck itself failed, which is a bug in it: ${what}.`);
	}
}

/** Watches; gives the locks back that a kill may have left, right after the line that says that they go. */
async function watching(run: Running): Promise<Came> {
	const span = run.stands().watch;
	if (span === undefined) return heldFor(run, 'The journal does not say that the proof held.');
	const isFresh = run.entries.at(-1)?.what === 'proven';
	if (!isFresh) for (const { release } of run.plan.locks) await run.outside.order(release, run.outside.signal);
	return watched(run, span);
}

/** The proof held: the locks go, and the watch begins. */
async function proven(run: Running, locks: Holding): Promise<Next> {
	const length = watchLength(run.plan);
	// Of a command of a runbook that promises nothing, nobody looked at what came of it.
	if (isOfWalk(run.plan.want) && run.plan.lacks !== undefined) return unwatched(run, run.plan.lacks.join(' '));
	if (length === 0) return verified(run, locks);
	const until = run.outside.now() + length;
	const text = `the proof held (${proofText(run.plan)}); it is watched for ${lengthText(length)}`;
	const unwritten = await run.note({ what: 'proven', text, until });
	if (unwritten !== undefined)
		return held(run, { what: 'held', course: 'forward' }, heldFor(run, failureText(unwritten)));
	await locks.release();
	return { course: 'watch' };
}

/** Somebody else's change since then ends what is left of a watch; of any other pass it is why nothing is ordered. */
async function overtakenIn(run: Running, { anew }: Going, because: string): Promise<Next> {
	const taken = anew === true ? await takenOver(run) : undefined;
	if (taken !== undefined) return unwatched(run, `superseded: ${taken}`);
	if (anew === true) return held(run, { what: 'not verified', course: 'watch' }, { because, left: [] });
	return { end: await refusedUnchanged(run, because) };
}

/** What a pass came to decides what follows. */
async function next(run: Running, locks: Holding, going: Going, came: Came): Promise<Next> {
	const { course, cause = '' } = going;
	switch (came.is) {
		case 'proven':
			return proven(run, locks);
		case 'watched':
			return verified(run, locks, came.because);
		case 'unwatched':
			return unwatched(run, came.because);
		case 'failed':
			return { course: 'back', cause: came.because };
		case 'unproven':
		case 'slipped':
			return unproven(run, course, came.because);
		case 'undone':
			return undone(run, came.stays, cause);
		case 'lasting':
			return lasting(run, came.why, cause);
		case 'held':
			if (run.stands().began.length === 0) return { end: await refusedUnchanged(run, came.because) };
			return held(run, { what: 'held', course }, came);
		case 'locked out':
			return lockedOut(run, going, came.failure);
		case 'overtaken':
			return overtakenIn(run, going, came.because);
		case 'stopped':
			return halted(run, locks, going);
	}
}

/** A run whose proof held is gone on with by watching it. */
function firstOf(run: Running, { course = 'forward', cause }: Performing): Going {
	if (course === 'forward' && run.stands().watch !== undefined) return { course: 'watch' };
	return cause === undefined ? { course } : { course, cause, taken: true };
}

/** A run of another program gets no line of this one. */
async function notBegun(run: Running, { because, elsewhere }: Unopened): Promise<Performed> {
	if (!elsewhere) return refusedUnchanged(run, because);
	run.outside.emit({ type: 'run/elsewhere', at: run.outside.now(), run: run.plan.id });
	return { because, elsewhere };
}

/**
 * Carries out a confirmed plan: takes the locks, puts each order into the journal before it is given, proves what came
 * of it, gives the locks back and watches, undoes a step that fails at once, waits for a person where only a person can decide, and gives the locks back.
 */
export async function perform(performing: Performing): Promise<Performed> {
	const run = running(performing.confirmed, performing, performing.before ?? []);
	const unopened = await opened(run, performing.confirmed);
	if (unopened !== undefined) return notBegun(run, unopened);
	const locks = renewable(run);
	try {
		let going = firstOf(run, performing);
		for (;;) {
			const then = await next(run, locks, going, await pass(run, locks, going));
			if ('end' in then) return then.end;
			going = then;
		}
	} finally {
		await locks.release();
	}
}
