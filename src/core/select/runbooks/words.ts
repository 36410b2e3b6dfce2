import { shortAge } from '../../format.ts';
import type { Millis } from '../../model.ts';
import type { Head } from '../../runbook/model.ts';
import { timeOf } from '../../time.ts';
import type { LastWalk } from './last.ts';

/** A runbook that was not read over for longer may be wrong. In milliseconds: 90 days. */
const reviewedFor: Millis = 90 * 86_400_000;

/** Whether the day on which somebody last read a runbook over is too long ago. */
export function isStale({ reviewed }: Pick<Head, 'reviewed'>, now: Millis): boolean {
	const at = reviewed === undefined ? undefined : timeOf(`${reviewed}T00:00:00Z`);
	return at !== undefined && now - at > reviewedFor;
}

/** When it applies, in words: of which conditions, of which services, on which platforms; undefined where it does not say. */
export function appliesText({ when, services, platforms }: Head): string | undefined {
	const parts = [when.join(', '), services.join(' '), platforms.join(' ')].filter((part) => part !== '');
	return parts.length === 0 ? undefined : parts.join(' ');
}

/** How it was walked last: `done 2d op-1`. */
export function lastText(last: LastWalk | undefined, now: Millis): string {
	return last === undefined ? 'never' : `${last.ended ?? 'open'} ${shortAge(now - last.at)} ${last.by}`;
}
