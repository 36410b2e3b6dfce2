import { clock } from '../core/format.ts';
import type { Journal, JournalEntry } from '../core/journal.ts';
import { known } from '../core/known.ts';
import type { Failure, Millis, Result } from '../core/model.ts';
import { subjectOf } from '../core/plan.ts';
import {
	type Alive,
	isCarriedOut,
	isInterrupted,
	machineOf,
	type Standing,
	standing,
	type WatchSpan,
	watchIn,
} from '../core/run.ts';
import { reachOf } from '../core/undo.ts';

/** What can be done with a run that was cut: go on, go back, or say that it was seen to by hand. */
export type Offer = 'finish' | 'undo' | 'handled';

/** A run that was cut, with where it stands. */
export interface Interrupted {
	readonly run: string;
	readonly entries: readonly JournalEntry[];
	readonly standing: Standing;
	/** Where it stands, in one sentence. */
	readonly story: string;
	readonly offers: readonly Offer[];
	/** It is done and proven, and only its watch was cut: that is gone on with without a question. */
	readonly watch?: WatchSpan;
	/** It was begun on another machine, where it may still run. */
	readonly elsewhere?: true;
}

function storyOf({ plan, steps, began, proofDone, undoBegan, watch }: Standing): string {
	if (watch !== undefined) return `It is done and proven; its watch, until ${clock(watch.until)}, was cut.`;
	const unsure = steps.indexOf('unsure');
	const at = (index: number) => `step ${index + 1} of ${steps.length} (${plan.steps[index]?.say ?? ''})`;
	if (began.length === 0) return 'It was confirmed; no step began.';
	if (undoBegan) {
		const open = steps.filter((step) => step === 'done' || step === 'unsure').length;
		return `Its undo was under way; ${open} of ${began.length} steps may still be in effect.`;
	}
	if (unsure >= 0) return `It was cut in ${at(unsure)}: whether that took effect is asked first.`;
	if (proofDone) return 'All its steps are done; it was not proven.';
	return `It was cut after ${at(Math.max(...began))}.`;
}

/**
 * The runs in these entries that were cut and that no program is known to carry out any more. Newest last. One of another
 * machine is among them, and its story says so: only a person can tell whether it still runs there.
 */
export function interrupted(entries: readonly JournalEntry[], alive: Alive): readonly Interrupted[] {
	const runs = Map.groupBy(entries, (entry) => entry.run);
	return [...runs].flatMap(([run, own]) => {
		const stands = isInterrupted(own) || watchIn(own) !== undefined ? standing(own) : undefined;
		const isLive = stands === undefined ? undefined : isCarriedOut(stands.session, alive);
		return stands === undefined || isLive === true ? [] : [cutRun(run, own, stands, isLive === undefined)];
	});
}

function cutRun(run: string, entries: readonly JournalEntry[], stands: Standing, elsewhere: boolean): Interrupted {
	const machine = machineOf(stands.session ?? '');
	const where = elsewhere ? ` It may still run on ${machine}: look there first.` : '';
	const offers: readonly Offer[] = reachOf(stands) === 'none' ? ['finish', 'handled'] : ['finish', 'undo', 'handled'];
	return {
		...{ run, entries, standing: stands, story: `${storyOf(stands)}${where}`, offers },
		...known({ watch: stands.watch }),
		...(elsewhere ? { elsewhere } : {}),
	};
}

/** A run that a cockpit left to another program, and which way it goes on. */
export interface LeftTo extends Pick<Interrupted, 'run' | 'entries' | 'standing' | 'watch'> {
	readonly course: 'forward' | 'back';
	readonly cause?: string;
}

/** The runs in these entries that were left to this session and that nobody took up yet. */
export function leftTo(entries: readonly JournalEntry[], session: string): readonly LeftTo[] {
	return [...Map.groupBy(entries, ({ run }) => run)].flatMap(([run, own]) => {
		const last = own.at(-1);
		const stands = standing(own);
		if (last?.what !== 'left running' || last.session !== session || stands === undefined) return [];
		const { course, cause } = last;
		return [{ run, entries: own, standing: stands, course, ...known({ cause, watch: stands.watch }) }];
	});
}

/** Why no new plan is made for a subject that an interrupted run is open on; undefined when none is. */
export function openOn(runs: readonly Interrupted[], subject: string): Failure | undefined {
	const open = runs.find(
		({ standing: { plan }, watch }) => subjectOf(plan) === subject && plan.unasked !== true && watch === undefined,
	);
	if (open === undefined) return undefined;
	const message = `${open.standing.plan.service} has an interrupted change, ${open.run}: ${open.story}`;
	const ways = open.offers.map((way) => `--${way}`).join(' or ');
	return { kind: 'refused', message, fix: `First end that one: watchdeck resume ${open.run} ${ways}.` };
}

/** Writes down that somebody saw to an interrupted run by hand. It orders nothing. */
export async function handled(
	journal: Journal,
	{ run }: Interrupted,
	{ by, at, text }: { readonly by: string; readonly at: Millis; readonly text: string },
): Promise<Result<JournalEntry>> {
	return journal.append({ what: 'handled', run, by, at, text });
}
