import type { JournalEntry, Outcome } from './journal.ts';
import type { Failure, Millis } from './model.ts';
import { outcomeOf } from './outcome.ts';
import type { Consent, Plan } from './plan.ts';

/**
 * How far a step is by the journal. `unsure`: an order was given and no good answer came, so `took` must be asked.
 * A step that was undone can be done again.
 */
export type StepStanding = 'open' | 'done' | 'unsure' | 'undone';

/** When a watch began and when it is over. */
export interface WatchSpan {
	readonly from: Millis;
	readonly until: Millis;
}

/** Where a run stands: everything that the next start needs, from its journal entries alone. */
export interface Standing {
	readonly plan: Plan;
	/** Who agreed last: on a run that was taken up again, the one who did that. */
	readonly consent?: Consent;
	/** The program that carries it out, or did last. */
	readonly session?: string;
	readonly steps: readonly StepStanding[];
	/** Indices of the steps whose order may have been given, also those undone since. */
	readonly began: readonly number[];
	/** Indices of the steps that are done. */
	readonly ended: readonly number[];
	/** The steps were done and the proof began, and nothing was undone since. */
	readonly proofDone: boolean;
	readonly undoBegan: boolean;
	/** The proof held, and its watch has no end yet. */
	readonly watch?: WatchSpan;
	/** Why the last step that failed did. */
	readonly failure?: Failure;
	readonly outcome?: Outcome;
}

function afterOf(entry: Extract<JournalEntry, { readonly what: 'begins' | 'ends' }>): StepStanding {
	if (entry.what === 'begins' || entry.failure !== undefined) return 'unsure';
	return entry.way === 'does' ? 'done' : 'undone';
}

function stepStanding(entries: readonly JournalEntry[], step: number): StepStanding {
	const last = entries.findLast((entry) => (entry.what === 'begins' || entry.what === 'ends') && entry.step === step);
	return last?.what === 'begins' || last?.what === 'ends' ? afterOf(last) : 'open';
}

function failureOf(entries: readonly JournalEntry[]): Failure | undefined {
	const last = entries.findLast((entry) => entry.what === 'ends' && entry.failure !== undefined);
	return last?.what === 'ends' ? last.failure : undefined;
}

function consentOf(entries: readonly JournalEntry[]): Consent | undefined {
	const last = entries.findLast((entry) => entry.what === 'confirmed');
	return last?.what === 'confirmed' ? last.consent : undefined;
}

/** The session of the program that carries out the run of these entries, or did last: it agreed to it, or was left it. */
export function carrierOf(entries: readonly JournalEntry[]): string | undefined {
	const last = entries.findLast(({ what }) => what === 'confirmed' || what === 'left running');
	if (last?.what === 'confirmed') return last.consent.session;
	return last?.what === 'left running' ? last.session : undefined;
}

/** Where the run of these entries (all of one run, oldest first) stands; undefined when they hold no plan. */
export function standing(entries: readonly JournalEntry[]): Standing | undefined {
	const planned = entries.find((entry) => entry.what === 'planned');
	return planned?.what === 'planned' ? standingIn(planned.plan, entries) : undefined;
}

/** Where the run of this plan stands by its entries so far, oldest first. */
export function standingIn(plan: Plan, entries: readonly JournalEntry[]): Standing {
	const steps = plan.steps.map((_, step) => stepStanding(entries, step));
	const began = steps.flatMap((step, index) => (step === 'open' ? [] : [index]));
	const ended = steps.flatMap((step, index) => (step === 'done' ? [index] : []));
	const undoAt = entries.findLastIndex((entry) => entry.what === 'begins' && entry.way === 'undo');
	const proofAt = entries.findLastIndex((entry) => entry.what === 'done');
	const consent = consentOf(entries);
	const session = carrierOf(entries);
	const failure = failureOf(entries);
	const outcome = outcomeOf(entries);
	const watch = watchIn(entries);
	return {
		plan,
		steps,
		began,
		ended,
		proofDone: proofAt > undoAt,
		undoBegan: undoAt >= 0,
		...(watch === undefined ? {} : { watch }),
		...(consent === undefined ? {} : { consent }),
		...(session === undefined ? {} : { session }),
		...(failure === undefined ? {} : { failure }),
		...(outcome === undefined ? {} : { outcome }),
	};
}

/** The watch that a run is in by its entries: its proof held and nothing came of it yet, but that it was taken up again. */
export function watchIn(entries: readonly JournalEntry[]): WatchSpan | undefined {
	const last = entries.findLast(({ what }) => what !== 'confirmed' && what !== 'left running');
	return last?.what === 'proven' ? { from: last.at, until: last.until } : undefined;
}

/**
 * Whether a run asks for a person: it was confirmed and has no end, or it ended unproven or held and nobody said to leave
 * it so.
 */
export function isInterrupted(entries: readonly JournalEntry[]): boolean {
	const last = entries.at(-1);
	if (last === undefined || !entries.some((entry) => entry.what === 'confirmed')) return false;
	// A watch that was cut orders nothing: the next start goes on with it by itself.
	if (watchIn(entries) !== undefined) return false;
	switch (last.what) {
		case 'verified':
		case 'undone':
		case 'handled':
			return false;
		case 'refused':
			return entries.some((entry) => entry.what === 'begins');
		case 'not verified':
		case 'held':
			return last.left !== true;
		case 'planned':
		case 'confirmed':
		case 'begins':
		case 'ends':
		case 'done':
		case 'proven':
		case 'taken over':
		case 'left running':
		case 'walked':
		case 'shell opened':
		case 'shell left':
		case 'armed':
		case 'gates':
		case 'disarmed':
			return true;
	}
}

/** Whether a run was begun and has its end: nobody gives orders for it any more, and nobody need decide about it. */
export function hasEnded(entries: readonly JournalEntry[]): boolean {
	return outcomeOf(entries) !== undefined && !isInterrupted(entries) && watchIn(entries) === undefined;
}

/** The machine of a session (`laptop/4711/123456`: machine, process, when that began). */
export function machineOf(session: string): string {
	return session.split('/')[0] ?? '';
}

/** A session in words: `process 4711 on laptop`. */
export function whereText(session: string): string {
	return `process ${session.split('/')[1] ?? '?'} on ${machineOf(session)}`;
}

/** Whether the program of a session lives; undefined where nobody here can know: it is on another machine. */
export type Alive = (session: string) => boolean | undefined;

/** Whether the program of a session still carries out what it began or was left, as far as that is known. */
export function isCarriedOut(session: string | undefined, alive: Alive): boolean | undefined {
	return session === undefined ? false : alive(session);
}
