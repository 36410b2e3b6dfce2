import type { Condition, Millis, Stood } from '../model.ts';
import { type Candidate, ranks } from './candidate.ts';

/**
 * Nobody may have watched for so long that a condition still goes on from before: long enough to leave the cockpit and come
 * back, so short that what failed, got well and failed again meanwhile is one incident to those on call.
 */
export const mostGap: Millis = 10 * 60_000;

/** So long something looks better at first than it is: errors are told from the second page of metrics on. */
const firstLook: Millis = 60_000;

/**
 * Since when it has been as it is now, in milliseconds since 1970, where it is as it was left not long ago; undefined where
 * it is not, or nobody watched for too long.
 */
export function sinceLeft(stood: Stood | undefined, is: Condition['is'], now: Millis): Millis | undefined {
	if (stood?.is !== is || is === 'unknown') return undefined;
	return now - stood.seen <= mostGap ? stood.since : undefined;
}

/**
 * How it stood before this session, as long as that may still be so; undefined once it is decided. It is when it is as it was
 * left, or worse, or has been better for longer than a first look is wrong. `from`: when it became what it is now.
 */
export function undecided(
	stood: Stood | undefined,
	{ is, counting }: Pick<Candidate, 'is' | 'counting'>,
	from: Millis,
	now: Millis,
): Stood | undefined {
	if (stood === undefined || stood.is === 'unknown' || is === stood.is) return undefined;
	if (is === 'unknown') return stood;
	if (ranks[is] > ranks[stood.is]) return undefined;
	return counting === true || now - from < firstLook ? stood : undefined;
}
