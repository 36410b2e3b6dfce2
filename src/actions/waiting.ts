import { failureText, sentence } from '../core/failure-text.ts';
import type { Outcome } from '../core/journal.ts';
import type { Failure } from '../core/model.ts';
import { type Came, heldFor } from './came.ts';
import { anewAfter, type Course, type Going, type Next } from './course.ts';
import { ceased, ended, refusedUnchanged, unwatched } from './ending.ts';
import type { Choice, Performed, Running } from './running.ts';
import { supersededText } from './watch.ts';

type Held = Extract<Came, { readonly is: 'held' }>;

/** A run that waits: which words the journal has for it, and which way it was going. */
type Waiting = { readonly what: 'not verified' | 'held'; readonly course: Course };

function courseOf(choice: Exclude<Choice, 'leave' | 'later'>, course: Course): Course {
	switch (choice) {
		case 'undo':
			return 'back';
		case 'finish':
			return 'forward';
		case 'retry':
			// After the watch: the proof first, then the watch anew.
			return course === 'watch' ? 'forward' : course;
	}
}

/** Resolves when the signal is given. */
function given(signal: AbortSignal): Promise<'over'> {
	return new Promise((resolve) => {
		if (signal.aborted) resolve('over');
		signal.addEventListener('abort', () => resolve('over'), { once: true });
	});
}

/** What a person chooses; `over`: the run was stopped, or its watch superseded. */
async function chosenFor(
	run: Running,
	{ course }: Waiting,
	{ because, left }: Omit<Held, 'is'>,
): Promise<Choice | 'over'> {
	const { choose, emit, now, stop, superseded = stop } = run.outside;
	// Asked before it is told: where nobody sits, the answer comes while it is being told.
	const chosen = choose(run.plan.id, stop);
	emit({ type: 'run/held', at: now(), run: run.plan.id, because, left });
	return Promise.race([chosen, given(course === 'watch' ? AbortSignal.any([stop, superseded]) : stop)]);
}

/** The run waits for a person, its locks still held; after the watch they are not. */
export async function held(run: Running, waiting: Waiting, { because, left }: Omit<Held, 'is'>): Promise<Next> {
	if (run.plan.unasked === true) return ceased(run, because);
	const { what, course } = waiting;
	const outcome: Outcome = what === 'held' ? 'FAILED, HELD FOR YOU' : 'DONE, NOT VERIFIED';
	const end: Performed = left.length === 0 ? { outcome, because } : { outcome, because, left };
	await run.note({ what, text: because });
	if (run.stopped()) return ended(run, end);
	const choice = await chosenFor(run, waiting, { because, left });
	const { superseded } = run.outside;
	if (course === 'watch' && superseded?.aborted === true) return unwatched(run, supersededText(superseded));
	if (choice === 'over' || choice === 'later') return ended(run, end);
	if (choice !== 'leave') return { course: courseOf(choice, course), ...anewAfter(course) };
	await run.note({ what, text: `left as it is: ${because}`, left: true });
	return ended(run, end);
}

/** Only a person can decide about what changed the service and has no undo. */
export function lasting(run: Running, why: string, cause: string): Promise<Next> {
	const because = cause === '' ? why : `${sentence(cause)} ${why}`;
	return held(run, { what: 'held', course: 'forward' }, heldFor(run, because));
}

/** A pass whose locks are somebody else's by now. */
export async function lockedOut(run: Running, { course, anew }: Going, failure: Failure): Promise<Next> {
	const because = failureText(failure);
	// Whoever holds them is changing it: their change is not to be undone by hand either.
	if (anew === true) return held(run, { what: 'not verified', course: 'watch' }, { because, left: [] });
	if (run.stands().began.length === 0) return { end: await refusedUnchanged(run, because) };
	return held(run, { what: 'held', course }, heldFor(run, because));
}

/** A proof or watch that did not hold: undone at once or left where the plan says so, else a person decides. */
export async function unproven(run: Running, course: Course, because: string): Promise<Next> {
	switch (run.plan.unproven) {
		case 'hold':
			return held(run, { what: 'not verified', course }, { because, left: [] });
		case 'leave':
			return unwatched(run, because);
		case 'undo':
			await run.note({ what: 'not verified', text: because });
			return { course: 'back', cause: because, ...anewAfter(course) };
	}
}
