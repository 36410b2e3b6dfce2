import { clock } from '../format.ts';
import type { JournalEntry } from '../journal.ts';
import type { Millis, Service, SwarmFacts } from '../model.ts';
import { utcText } from '../time.ts';
import type { Want } from '../want.ts';
import type { Candidate } from './candidate.ts';

/** By so much the clocks of a host and of whoever stopped it may be apart. */
const slack: Millis = 60_000;
const day: Millis = 86_400_000;

/** A run that stopped containers: which, by whom, and between when its orders were given. */
interface StopRun {
	readonly containers: readonly string[];
	readonly by: string;
	readonly from: Millis;
	readonly to: Millis;
}

/** Whether nothing runs once this was done. */
function isStop(want: Want): boolean {
	return want.action === 'stop' || (want.action === 'scale' && want.to === 0);
}

function stopRunOf(service: string, entries: readonly JournalEntry[]): StopRun | undefined {
	const planned = entries.findLast(
		(entry) => entry.what === 'planned' && entry.plan.service === service && isStop(entry.plan.want),
	);
	if (planned?.what !== 'planned') return undefined;
	const given = entries.filter(({ run, what }) => run === planned.run && (what === 'begins' || what === 'ends'));
	const [first, last] = [given.at(0), given.at(-1)];
	if (first === undefined || last === undefined) return undefined;
	const containers = (planned.plan.stands ?? []).map(({ id }) => id);
	return { containers, by: first.by, from: first.at - slack, to: last.at + slack };
}

function when(at: Millis, now: Millis): string {
	const date = Math.floor(at / day) === Math.floor(now / day) ? '' : `${utcText(at).slice(0, 10)} `;
	return `${date}${clock(at)}`;
}

function toldBy({ by }: StopRun, last: Millis, now: Millis): Candidate {
	return { is: 'down', because: `stopped by ${by} at ${when(last, now)}`, since: last };
}

/** Its containers are gone, so that only its spec tells when it was scaled to nothing. */
function scaledBy({ mode, want, changed, unread }: SwarmFacts, run: StopRun, now: Millis): Candidate | undefined {
	if (mode !== 'replicated' || want > 0 || unread !== undefined || changed === undefined) return undefined;
	return changed >= run.from && changed <= run.to ? toldBy(run, changed, now) : undefined;
}

/**
 * Who stopped a service that is down since all its containers were stopped by a change of ours, as far as the journal
 * knows; undefined where any of them ended otherwise. It is down all the same: nobody serves.
 */
export function stoppedBy(
	{ id: service, instances, swarm }: Pick<Service, 'id' | 'instances' | 'swarm'>,
	entries: readonly JournalEntry[],
	now: Millis,
): Candidate | undefined {
	const isDown = swarm === undefined ? instances.length > 0 : swarm.want === 0;
	if (!isDown || instances.some(({ state }) => state !== 'exited')) return undefined;
	const run = stopRunOf(service, entries);
	if (run === undefined) return undefined;
	if (swarm !== undefined) return scaledBy(swarm, run, now);
	const ends = instances.map(({ id, ended }) => (run.containers.includes(id) ? ended : undefined));
	const last = Math.max(...ends.map((end) => end ?? Number.NaN));
	const isOurs = ends.every((end) => end !== undefined && end >= run.from && end <= run.to);
	return isOurs ? toldBy(run, last, now) : undefined;
}
