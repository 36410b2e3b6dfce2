import { clock } from '../core/format.ts';
import type { Millis } from '../core/model.ts';
import type { Check } from '../core/plan.ts';
import type { WatchSpan } from '../core/run.ts';
import { isBroken, noReadings, type Seen, type Tally, withSeen } from '../core/watch/tally.ts';
import type { Running } from './running.ts';

/** A check of a watch. */
export type Throughout = Extract<Check, { readonly holds: 'throughout' }>;

/** What nobody read of a watch, since watchdeck did not run, and what others remember of that time. */
export type Missed =
	| { readonly is: 'broken'; readonly because: string }
	| {
			readonly is: 'caught up';
			readonly missed: Millis;
			/** What the checks that can tell of the past said, in the order of the checks. */
			readonly tallies: readonly Tally[];
			/** One of them told of enough of it, so that the others need not have been read. */
			readonly covered: boolean;
	  };

/** A run that goes on by itself takes less between two of its lines. */
const noGap: Millis = 1_000;

type Past = { readonly tally: Tally; readonly broken?: string };

async function pastOf(run: Running, check: Throughout, { from, until }: WatchSpan): Promise<Past> {
	const begin = from + (check.after ?? 0);
	const read =
		begin < until ? await run.outside.past?.(check.probe, { from: begin, to: until }, run.outside.signal) : undefined;
	let tally = noReadings;
	for (const { at, is, because } of read?.ok === true ? read.value : []) {
		const seen: Seen = { is: is === 'ok' ? 'yes' : is === 'unknown' ? 'unknown' : 'no', because };
		tally = withSeen(tally, seen);
		if (isBroken(check, tally)) return { tally, broken: `${check.say}: at ${clock(at)} ${because}` };
	}
	return { tally };
}

/** Half of what could have been read of the time that was missed. */
function covers(check: Throughout, { passed }: Tally, missed: Millis): boolean {
	return passed >= Math.max(1, Math.floor((missed - (check.after ?? 0)) / check.probe.every / 2));
}

/** What can be learned of the part of a watch that is over: nothing where it only just began. */
export async function missedOf(
	run: Running,
	checks: readonly Throughout[],
	{ from, until }: WatchSpan,
): Promise<Missed> {
	const missed = Math.max(0, until - from);
	if (missed <= noGap) return { is: 'caught up', missed: 0, tallies: checks.map(() => noReadings), covered: false };
	const all = await Promise.all(checks.map((check) => pastOf(run, check, { from, until })));
	const broken = all.find((past) => past.broken !== undefined)?.broken;
	if (broken !== undefined) return { is: 'broken', because: broken };
	const tallies = all.map(({ tally }) => tally);
	const covered = checks.some((check, index) => covers(check, tallies[index] ?? noReadings, missed));
	return { is: 'caught up', missed, tallies, covered };
}

/** Which container runs and how often it was restarted tells of all the time since the proof, whenever it is read. */
function tellsOfBefore({ probe }: Throughout): boolean {
	return probe.kind === 'container';
}

/** A check for what is left of a watch. Where something tells of the time that was missed, so much less is to be read here. */
export function remaining(
	check: Throughout,
	left: Millis,
	{ tally, covered }: { tally: Tally; covered: boolean },
): Throughout {
	const { after = 0, ...rest } = check;
	const share = tellsOfBefore(check) || (covered && tally.passed === 0) ? Math.min(1, left / check.lasts) : 1;
	const wait = Math.max(0, after - Math.max(0, check.lasts - left));
	return {
		...rest,
		lasts: left,
		enough: Math.max(1, Math.floor(check.enough * share)),
		...(check.requests === undefined ? {} : { requests: Math.ceil(check.requests * share) }),
		...(wait > 0 ? { after: wait } : {}),
	};
}
