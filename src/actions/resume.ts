import type { Journal, JournalEntry } from '../core/journal.ts';
import type { Failure, Millis, Result } from '../core/model.ts';
import { type Alive, isCarriedOut, isInterrupted, machineOf, type Standing, standing } from '../core/run.ts';
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
}

function storyOf({ plan, steps, began, proofDone, undoBegan }: Standing): string {
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
		const stands = isInterrupted(own) ? standing(own) : undefined;
		if (stands === undefined) return [];
		const isLive = isCarriedOut(stands.consent, alive);
		if (isLive === true) return [];
		const session = stands.consent?.session ?? '';
		const elsewhere = isLive === false ? '' : ` It may still run on ${machineOf(session)}: look there first.`;
		const offers: readonly Offer[] = reachOf(stands) === 'none' ? ['finish', 'handled'] : ['finish', 'undo', 'handled'];
		return [{ run, entries: own, standing: stands, story: `${storyOf(stands)}${elsewhere}`, offers }];
	});
}

/** Why no new plan is made for a service that an interrupted run is open on; undefined when none is. */
export function openOn(runs: readonly Interrupted[], service: string): Failure | undefined {
	const open = runs.find(({ standing: { plan } }) => plan.service === service && plan.unasked !== true);
	if (open === undefined) return undefined;
	const message = `${service} has an interrupted change, ${open.run}: ${open.story}`;
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
