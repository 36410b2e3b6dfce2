import { isLost } from '../../condition/freshness.ts';
import type { JobFound } from '../../finding.ts';
import { hostOf } from '../../ids.ts';
import type { Millis } from '../../model.ts';
import { failureOf } from '../../schedule/judge.ts';
import type { LayerFact, State } from '../../state.ts';

/** How a job stands: `ran`: it did, with an exit code that nobody keeps; `unknown`: it was not read, or no run was seen. */
export type JobStand = 'failed' | 'late' | 'unknown' | 'ran' | 'ok';

/** A job with where it was found. `of`: a service, or `host/NAME`. */
export interface JobRow {
	readonly id: string;
	readonly of: string;
	readonly job: JobFound;
	readonly stand: JobStand;
	/** When it was read, and why it could not be read since. */
	readonly read: Millis | undefined;
	readonly failure: string | undefined;
}

/** What a job says itself; what was read too long ago says nothing any more. */
function standOf(job: JobFound, fact: LayerFact, now: Millis): JobStand {
	const { exit, late, last } = job;
	if (isLost(fact.observed, fact.every, now)) return 'unknown';
	if (failureOf(job) !== undefined) return 'failed';
	if (late === true) return 'late';
	if (exit === 0) return 'ok';
	return last === undefined ? 'unknown' : 'ran';
}

function rowsOf(of: string, fact: LayerFact, now: Millis): readonly JobRow[] {
	const seen = new Map<string, number>();
	return (fact.findings ?? []).flatMap((finding): readonly JobRow[] => {
		if (finding.is !== 'job') return [];
		// Two lines of a crontab may be the same but for their place.
		const key = `${of} ${fact.source} ${finding.by} ${finding.name} ${finding.schedule}`;
		const nth = seen.get(key) ?? 0;
		seen.set(key, nth + 1);
		const { at: read, failure } = fact.observed;
		return [
			{
				id: nth === 0 ? key : `${key} #${nth + 1}`,
				of,
				job: finding,
				stand: standOf(finding, fact, now),
				read,
				failure: failure?.message,
			},
		];
	});
}

/** Where the jobs cannot be read, and why: a sentence for each probe. */
export function unreadSchedules({ layers }: State): readonly string[] {
	return Object.entries(layers).flatMap(([of, facts]) =>
		Object.values(facts).flatMap(({ layer, source, observed: { failure } }) =>
			layer !== 'schedule' || failure === undefined
				? []
				: [`${source} on ${hostOf(of) ?? of} is not read: ${failure.message} ${failure.fix ?? ''}`.trimEnd()],
		),
	);
}

const order: readonly JobStand[] = ['failed', 'late', 'unknown', 'ran', 'ok'];

/**
 * The one that comes first stands first; of two in the same minute neither: the clocks of their hosts, which are compared
 * with ours at each reading, would have them change places.
 */
function comingOrder(a: JobFound, b: JobFound): number {
	const minuteOf = ({ next }: JobFound) => (next === undefined ? Number.MAX_SAFE_INTEGER : Math.round(next / 60_000));
	return minuteOf(a) - minuteOf(b);
}

/** All jobs that probes found, those that failed or are late first, then what comes next first. */
export function jobsOf({ layers }: State, now: Millis): readonly JobRow[] {
	return Object.entries(layers)
		.flatMap(([of, facts]) => Object.values(facts).flatMap((fact) => rowsOf(of, fact, now)))
		.sort(
			(a, b) => order.indexOf(a.stand) - order.indexOf(b.stand) || comingOrder(a.job, b.job) || (a.id < b.id ? -1 : 1),
		);
}
