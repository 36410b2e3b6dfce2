import { clock } from '../core/format.ts';
import { lengthText } from '../core/length-text.ts';
import type { Millis } from '../core/model.ts';
import type { Check } from '../core/plan.ts';
import type { WatchSpan } from '../core/run.ts';
import { watchLength } from '../core/watch/checks.ts';
import { noReadings } from '../core/watch/tally.ts';
import { type Judging, judgeThroughout, type Verdict } from './checks.ts';
import { type Missed, missedOf, remaining, type Throughout } from './missed.ts';
import type { Running } from './running.ts';
import { takenOver } from './stands.ts';

/** What a watch came to. */
export type Watched =
	/** It held to its end; `because`: what that stands on. */
	| { readonly is: 'watched'; readonly because: string }
	/** A check broke. */
	| { readonly is: 'slipped'; readonly because: string }
	/** It ends without a verdict on the change: superseded, without traffic, or nobody watched. */
	| { readonly is: 'unwatched'; readonly because: string }
	| { readonly is: 'stopped' };

function isThroughout(check: Check): check is Throughout {
	return check.holds === 'throughout';
}

/** Judging that also ends when the watch is over for another reason than a stop of the run. */
function judgingUntil({ judging, outside }: Running, over: AbortSignal): Judging {
	const { superseded = over, signal, stop } = outside;
	const ends = AbortSignal.any([signal, stop, over, superseded]);
	return { ...judging, stopped: () => ends.aborted, wait: (ms) => outside.wait(ms, ends) };
}

/** All checks side by side for what is left of the time; the first that breaks ends the others. */
function judgedAll(
	run: Running,
	left: Millis,
	{ tallies, covered }: Extract<Missed, { is: 'caught up' }>,
): Promise<readonly Verdict[]> {
	const over = new AbortController();
	const judging = judgingUntil(run, over.signal);
	const checks = run.plan.watch.filter(isThroughout);
	return Promise.all(
		checks.map(async (check, index) => {
			const tally = tallies[index] ?? noReadings;
			const verdict = await judgeThroughout(remaining(check, left, { tally, covered }), judging, tally);
			if (verdict.is === 'failed' && verdict.unmeasured !== true) over.abort();
			return verdict;
		}),
	);
}

/** Why a watch ends, by the signal that ends it; its reason says which change began. */
export function supersededText({ reason }: AbortSignal): string {
	return `superseded: ${String(reason)}`;
}

/** That another change of the service began meanwhile; what is on the host then says nothing of this one any more. */
async function supersededBy(run: Running): Promise<string | undefined> {
	const { superseded } = run.outside;
	if (superseded?.aborted === true) return supersededText(superseded);
	const taken = await takenOver(run);
	return taken === undefined ? undefined : `superseded: ${taken}`;
}

async function slipped(run: Running, because: string): Promise<Watched> {
	const other = await supersededBy(run);
	return other === undefined ? { is: 'slipped', because } : { is: 'unwatched', because: other };
}

function isAborted(signal: AbortSignal | undefined): boolean {
	return signal?.aborted === true;
}

async function concluded(run: Running, verdicts: readonly Verdict[]): Promise<Watched> {
	const failed = verdicts.filter((verdict) => verdict.is === 'failed');
	const broken = failed.find(({ unmeasured }) => unmeasured !== true);
	if (isAborted(run.outside.superseded)) return slipped(run, '');
	if (broken !== undefined) return slipped(run, broken.because);
	if (verdicts.some(({ is }) => is === 'stopped')) return { is: 'stopped' };
	const [first] = failed;
	if (first !== undefined) return { is: 'unwatched', because: first.because };
	const held = verdicts.flatMap((verdict) => (verdict.is === 'held' ? (verdict.because ?? []) : []));
	return { is: 'watched', because: held.join('; ') };
}

/** What VERIFIED says of the time that nobody here read. */
function missedText({ missed, covered }: Extract<Missed, { is: 'caught up' }>): string {
	if (missed === 0) return '';
	const who = covered ? 'its Prometheus tells of that time' : 'only its restarts tell of that time';
	return `. For ${lengthText(missed)} of it watchdeck did not run; ${who}`;
}

function tooLate({ from, until }: WatchSpan): Watched {
	const because = `nobody watched it to the end: watchdeck was ended after ${clock(from)}, and the time was over at ${clock(until)}`;
	return { is: 'unwatched', because };
}

/**
 * Watches a proven change until its time is over, without the lock: nothing is ordered. One that was cut is gone on with,
 * and what was missed is read from what remembers it.
 */
export async function watched(run: Running, span: WatchSpan): Promise<Watched> {
	const { from, until } = span;
	const other = await supersededBy(run);
	if (other !== undefined) return { is: 'unwatched', because: other };
	const now = run.outside.now();
	if (now >= until) return tooLate(span);
	const missed = await missedOf(run, run.plan.watch.filter(isThroughout), { from, until: now });
	if (missed.is === 'broken') return slipped(run, missed.because);
	// A clock that was set back since makes it no longer than it was to be.
	const left = Math.min(until - run.outside.now(), until - from);
	const came = await concluded(run, await judgedAll(run, left, missed));
	if (came.is !== 'watched') return came;
	// Its checks may hold for what somebody else has made of it meanwhile.
	const after = await supersededBy(run);
	if (after !== undefined) return { is: 'unwatched', because: after };
	// Between the two times of the journal lies what it took to write the line.
	const length = lengthText(watchLength(run.plan));
	return { is: 'watched', because: `watched for ${length}: ${came.because}${missedText(missed)}` };
}
