import { failureText, refusalText, sentence } from '../core/failure-text.ts';
import { known } from '../core/known.ts';
import { whereText } from '../core/run.ts';
import { isOfDataset } from '../core/want.ts';
import { cutWatchText, verifiedText } from '../core/watch/text.ts';
import type { Going, Next } from './course.ts';
import { type Holding, takenText } from './holding.ts';
import type { Performed, Running } from './running.ts';
import { tidiedAfter } from './tidied.ts';

/** A run that ended so, as it is told. */
export function ended(run: Running, performed: Performed): Next {
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
export function refusedUnchanged(run: Running, because: string): Promise<Performed> {
	return refused(run, refusalText(because, run.stands().began.length > 0));
}

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
export async function ceased(run: Running, because: string): Promise<Next> {
	await run.note({ what: 'not verified', text: because });
	return endedAlone(run, because);
}

/** Which way a run that is stopped goes on: what only the stop cut is no failure, so nothing is undone for it. */
function onward(run: Running, { course, cause }: Going): { course: 'forward' | 'back'; cause?: string } {
	const last = run.entries.at(-1);
	const isCut = last?.what === 'ends' && last.way === 'does' && last.failure?.kind === 'cancelled';
	return course === 'back' && !isCut ? { course, ...known({ cause }) } : { course: 'forward' };
}

/** Writes down who goes on with a run, and leaves its locks to them; false: nobody does, or it cannot be written down. */
async function leftRunning(run: Running, locks: Holding, going: Going): Promise<boolean> {
	const session = run.outside.heir?.();
	if (session === undefined || run.plan.unasked === true) return false;
	const text = `its cockpit was left; it goes on without one: ${whereText(session)}`;
	const unwritten = await run.note({ what: 'left running', session, ...onward(run, going), text });
	if (unwritten !== undefined) return false;
	await locks.leave();
	return true;
}

/**
 * Stopped after the order that was under way. Another program goes on with it where one waits for that. Else what nobody
 * asked for ends there; of any other run the next start asks, and a watch it goes on with by itself.
 */
export async function halted(run: Running, locks: Holding, going: Going): Promise<Next> {
	if (await leftRunning(run, locks, going)) return { end: { because: 'it goes on without its cockpit' } };
	const until = run.stands().watch?.until;
	if (until !== undefined) return { end: { because: cutWatchText(run.plan, until) } };
	if (run.plan.unasked !== true)
		return {
			end: {
				because: `watchdeck was stopped; the next start asks what to do with this run, or: watchdeck resume ${run.plan.id}`,
			},
		};
	const why = 'It was stopped on its way, for another change or since watchdeck was left.';
	return run.stands().began.length === 0 ? { end: await refusedUnchanged(run, why) } : endedAlone(run, why);
}

/** A watch that ends without a verdict on the change, or a proof that failed and changes nothing: nothing is undone for it, and nobody is asked. */
export async function unwatched(run: Running, because: string): Promise<Next> {
	await run.note({ what: 'not verified', text: because, left: true });
	return ended(run, { outcome: 'DONE, NOT VERIFIED', because });
}

/** `watch`: what the watch after the proof stands on. */
export async function verified(run: Running, locks: Holding, watch?: string): Promise<Next> {
	const untidy = await tidiedAfter(run, locks);
	// Without a step it was about the locks alone.
	const because = run.plan.steps.length === 0 ? takenText(run) : verifiedText(run.plan, watch, untidy);
	const unwritten = await run.note({ what: 'verified', text: because });
	const told =
		unwritten === undefined ? because : `${sentence(because)} It is not in the journal: ${failureText(unwritten)}`;
	return ended(run, { outcome: 'VERIFIED', because: told });
}

/** What came after the proof has no undo: a run that was cut in it had removed what an earlier change kept. */
function tidiedText({ plan, entries }: Running): readonly string[] {
	const began = entries.some((entry) => entry.what === 'begins' && entry.step >= plan.steps.length);
	return began ? ['What an earlier change kept was being tidied up: what is gone of it does not come back.'] : [];
}

/** What is as it was, beside traces that are told: of a backup that failed off-site the one here stays. */
function asItWas({ plan }: Running, stays: readonly string[], tidied: readonly string[]): string {
	const isData = isOfDataset(plan.want);
	const isOther = tidied.length > 0 || ((isData || plan.unasked === true) && stays.length > 0);
	if (!isOther) return 'Everything is as it was.';
	return isData ? 'The live data are as they were.' : 'The service is as it was.';
}

/** A run whose steps are undone; `stays`: traces that harm nobody. */
export async function undone(run: Running, stays: readonly string[], cause: string): Promise<Next> {
	const why = cause === '' ? [] : [sentence(cause)];
	const tidied = tidiedText(run);
	const because = [...why, asItWas(run, stays, tidied), ...stays, ...tidied].join(' ');
	await run.note({ what: 'undone', text: because });
	return ended(run, { outcome: run.stands().outcome ?? 'FAILED, UNDONE', because });
}
