import { failureText, refusalText, sentence } from '../core/failure-text.ts';
import type { JournalEntry, Outcome } from '../core/journal.ts';
import type { Failure } from '../core/model.ts';
import type { ConfirmedPlan } from '../core/plan.ts';
import { standing } from '../core/run.ts';
import { backward } from './backward.ts';
import { type Came, heldFor } from './came.ts';
import { planDigest } from './facts.ts';
import { forward } from './forward.ts';
import { type Holding, holding } from './holding.ts';
import { type Choice, type Outside, type Performed, type Running, running } from './running.ts';
import { overtaken } from './stands.ts';
import { tidied } from './tidied.ts';

/** Which way a run goes. */
export type Course = 'forward' | 'back';

/** What is to be performed. `before` and `course`: of a run that is taken up again. */
export interface Performing extends Outside {
	readonly confirmed: ConfirmedPlan;
	readonly before?: readonly JournalEntry[];
	readonly course?: Course;
}

/** A pass that is to be made; `cause`: why it is the way back. */
type Going = { readonly course: Course; readonly cause?: string };
/** What follows a pass: the end of the run, or another pass. */
type Next = { readonly end: Performed } | Going;

function ended(run: Running, performed: Performed): Next {
	const { outcome, because, left } = performed;
	if (outcome !== undefined) {
		const at = run.outside.now();
		const event = { type: 'run/ended', at, run: run.plan.id, outcome, because } as const;
		run.outside.emit(left === undefined ? event : { ...event, left });
	}
	return { end: performed };
}

async function refused(run: Running, because: string): Promise<Performed> {
	await run.note({ what: 'refused', because });
	const performed: Performed = { outcome: 'REFUSED', because };
	ended(run, performed);
	return performed;
}

/** Refused, with what that means: no step began, or nothing was added to what an earlier start did. */
function refusedUnchanged(run: Running, because: string): Promise<Performed> {
	return refused(run, refusalText(because, run.stands().began.length > 0));
}

/** Why the plan in the journal is not the one that was agreed to; a later start would carry out what stands there. */
function unlike(run: Running, { confirmed: { consent } }: Performing): string | undefined {
	const written = standing(run.entries);
	if (written !== undefined && planDigest(written.plan, run.outside.digest) === consent.of) return undefined;
	const why = 'The plan cannot be written down as it is: a text in it is also a secret that is hidden.';
	const fix = 'Give the secret another value: one that is also a word in this plan is too weak to hide.';
	return `${why} ${fix} Or make this change by hand.`;
}

/** Puts plan and consent on disk; why nothing may be done when that fails or the plan is not what was agreed to. */
async function opened(run: Running, performing: Performing): Promise<string | undefined> {
	const { plan, consent } = performing.confirmed;
	const earlier = standing(run.entries)?.consent ?? consent;
	const now = planDigest(plan, run.outside.digest);
	if (now !== consent.of || now !== earlier.of) return 'The plan is not the one that was agreed to.';
	const planned = standing(run.entries) === undefined ? await run.note({ what: 'planned', plan }) : undefined;
	if (planned !== undefined) return failureText(planned);
	const differs = unlike(run, performing);
	if (differs !== undefined) return differs;
	const confirmed = await run.note({ what: 'confirmed', consent });
	return confirmed === undefined ? undefined : failureText(confirmed);
}

/** Others may have changed the service before the locks were ours; since then they cannot. Where nothing began, or nothing is undone, there is nothing to order. */
async function surprise(run: Running, course: Course): Promise<string | undefined> {
	const nothing = run.stands().began.length === 0 || run.plan.unasked === true;
	return course === 'back' && nothing ? undefined : overtaken(run);
}

async function pass(run: Running, locks: Holding, { course, cause }: Going): Promise<Came> {
	const failure = await locks.take();
	if (failure !== undefined) return { is: 'locked out', failure };
	try {
		// A pass with a cause follows another of the same start, under the same locks.
		const because = cause === undefined ? await surprise(run, course) : undefined;
		if (because !== undefined) return run.stopped() ? { is: 'stopped' } : { is: 'overtaken', because };
		return await (course === 'forward' ? forward(run, locks) : backward(run, locks));
	} catch (error) {
		const what = error instanceof Error ? error.message : String(error);
		return heldFor(run, `watchdeck itself failed, which is a bug in it: ${what}.`);
	}
}

function courseOf(choice: Exclude<Choice, 'leave' | 'later'>, course: Course): Course {
	switch (choice) {
		case 'undo':
			return 'back';
		case 'finish':
			return 'forward';
		case 'retry':
			return course;
	}
}

type Held = Extract<Came, { readonly is: 'held' }>;
/** A run that waits: which words the journal has for it, and which way it was going. */
type Waiting = { readonly what: 'not verified' | 'held'; readonly course: Course };

/** What of a run that leaves the service alone stays done, in sentences. */
function lastingOf({ plan, stands }: Running): readonly string[] {
	return stands().ended.flatMap((step) => {
		const undo = plan.steps[step]?.undo;
		return undo !== undefined && 'none' in undo ? [undo.none] : [];
	});
}

/** A run that has nothing to decide about ends: its service is as it was. */
async function endedAlone(run: Running, why: string): Promise<Next> {
	const because = [sentence(why), 'The service is as it was.', ...lastingOf(run)].join(' ');
	await run.note({ what: 'undone', text: because });
	return ended(run, { outcome: run.stands().outcome ?? 'FAILED, UNDONE', because });
}

/** A run that nobody asked for and that cannot go on: nobody need decide about it. */
async function ceased(run: Running, because: string): Promise<Next> {
	await run.note({ what: 'not verified', text: because });
	return endedAlone(run, because);
}

/** Stopped after the order that was under way. What nobody asked for ends there; of any other run the next start asks. */
async function halted(run: Running): Promise<Next> {
	if (run.plan.unasked !== true)
		return { end: { because: 'watchdeck was stopped; the next start asks what to do with this run' } };
	const why = 'It was stopped on its way, for another change or since watchdeck was left.';
	return run.stands().began.length === 0 ? { end: await refusedUnchanged(run, why) } : endedAlone(run, why);
}

/** The run waits for a person, its locks still held. */
async function held(run: Running, { what, course }: Waiting, { because, left }: Omit<Held, 'is'>): Promise<Next> {
	if (run.plan.unasked === true) return ceased(run, because);
	const outcome: Outcome = what === 'held' ? 'FAILED, HELD FOR YOU' : 'DONE, NOT VERIFIED';
	const { choose, emit, now, stop } = run.outside;
	const end: Performed = left.length === 0 ? { outcome, because } : { outcome, because, left };
	await run.note({ what, text: because });
	if (run.stopped()) return ended(run, end);
	// Asked before it is told: where nobody sits, the answer comes while it is being told.
	const chosen = choose(run.plan.id, stop);
	emit({ type: 'run/held', at: now(), run: run.plan.id, because, left });
	const choice = await Promise.race([chosen, given(stop)]);
	if (choice === 'stopped' || choice === 'later') return ended(run, end);
	if (choice !== 'leave') return { course: courseOf(choice, course) };
	await run.note({ what, text: `left as it is: ${because}`, left: true });
	return ended(run, end);
}

/** Resolves when the signal is given. */
function given(signal: AbortSignal): Promise<'stopped'> {
	return new Promise((resolve) => {
		if (signal.aborted) resolve('stopped');
		signal.addEventListener('abort', () => resolve('stopped'), { once: true });
	});
}

async function verified(run: Running, locks: Holding): Promise<Next> {
	const untidy = await tidied(run, locks);
	const proof = run.plan.proof.map((check) => check.say).join('; ');
	const because = untidy.length === 0 ? proof : [proof, ...untidy].map(sentence).join(' ');
	const unwritten = await run.note({ what: 'verified', text: because });
	const told =
		unwritten === undefined ? because : `${sentence(because)} It is not in the journal: ${failureText(unwritten)}`;
	return ended(run, { outcome: 'VERIFIED', because: told });
}

/** Only a person can decide about what changed the service and has no undo. */
function lasting(run: Running, why: string, cause: string): Promise<Next> {
	const because = cause === '' ? why : `${sentence(cause)} ${why}`;
	return held(run, { what: 'held', course: 'forward' }, heldFor(run, because));
}

async function undone(run: Running, stays: readonly string[], cause: string): Promise<Next> {
	const why = cause === '' ? [] : [sentence(cause)];
	const same = run.plan.unasked === true && stays.length > 0 ? 'The service is as it was.' : 'Everything is as it was.';
	const because = [...why, same, ...stays].join(' ');
	await run.note({ what: 'undone', text: because });
	return ended(run, { outcome: run.stands().outcome ?? 'FAILED, UNDONE', because });
}

async function lockedOut(run: Running, course: Course, failure: Failure): Promise<Next> {
	const because = failureText(failure);
	if (run.stands().began.length === 0) return { end: await refusedUnchanged(run, because) };
	return held(run, { what: 'held', course }, heldFor(run, because));
}

async function unproven(run: Running, course: Course, because: string): Promise<Next> {
	if (run.plan.unproven === 'hold') return held(run, { what: 'not verified', course }, { because, left: [] });
	await run.note({ what: 'not verified', text: because });
	return { course: 'back', cause: because };
}

/** What a pass came to decides what follows. `cause`: why the way back was taken. */
async function next(run: Running, locks: Holding, { course, cause = '' }: Going, came: Came): Promise<Next> {
	switch (came.is) {
		case 'proven':
			return verified(run, locks);
		case 'failed':
			return { course: 'back', cause: came.because };
		case 'unproven':
			return unproven(run, course, came.because);
		case 'undone':
			return undone(run, came.stays, cause);
		case 'lasting':
			return lasting(run, came.why, cause);
		case 'held':
			if (run.stands().began.length === 0) return { end: await refusedUnchanged(run, came.because) };
			return held(run, { what: 'held', course }, came);
		case 'locked out':
			return lockedOut(run, course, came.failure);
		case 'overtaken':
			return { end: await refusedUnchanged(run, came.because) };
		case 'stopped':
			return halted(run);
	}
}

/**
 * Carries out a confirmed plan: takes the locks, puts each order into the journal before it is given, proves what came
 * of it, undoes a step that fails at once, waits for a person where only a person can decide, and gives the locks back.
 */
export async function perform(performing: Performing): Promise<Performed> {
	const run = running(performing.confirmed, performing, performing.before ?? []);
	const because = await opened(run, performing);
	if (because !== undefined) return refusedUnchanged(run, because);
	const locks = holding(run);
	try {
		let going: Going = { course: performing.course ?? 'forward' };
		for (;;) {
			const then = await next(run, locks, going, await pass(run, locks, going));
			if ('end' in then) return then.end;
			going = then;
		}
	} finally {
		await locks.release();
	}
}
