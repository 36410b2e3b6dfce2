import { shortAge } from '../format.ts';
import type { Millis, SwarmFacts, SwarmRun } from '../model.ts';
import { type Candidate, worstOf } from './candidate.ts';
import { exitText } from './exit-text.ts';

/** So long a task that failed is spoken of once another runs in its place. */
const shownFailure: Millis = 60_000;
/** So many failures of one slot, each within a minute of the one before: its tasks only look up now and then. */
const loop = 3;

const endings: readonly string[] = ['failed', 'rejected', 'orphaned'];
const waiting: readonly string[] = ['new', 'pending', 'assigned', 'accepted', 'preparing', 'ready', 'starting'];

const hasFailed = ({ state }: SwarmRun): boolean => endings.includes(state);
const isWaiting = ({ state, desired }: SwarmRun): boolean => waiting.includes(state) && desired === 'running';

function latest(runs: readonly SwarmRun[]): SwarmRun | undefined {
	return runs.reduce<SwarmRun | undefined>((last, one) => ((one.at ?? 0) > (last?.at ?? -1) ? one : last), undefined);
}

const since = ({ at }: SwarmRun): { readonly since?: Millis } => (at === undefined ? {} : { since: at });

/** What Swarm itself says of a task that failed, else how its process ended. */
function endText({ state, err, exit }: SwarmRun): string {
	const words = err ?? (exit === undefined ? undefined : exitText(exit));
	return words === undefined ? state : `${state}: ${words}`;
}

function onNode({ name, node }: SwarmRun): string {
	return node === undefined || name.endsWith(`.${node}`) ? name : `${name} on ${node}`;
}

/** Why fewer tasks run than are wanted: the newest that failed, else the newest that cannot begin. */
function lackOf({ history }: SwarmFacts): { readonly text: string; readonly since?: Millis } {
	const failed = latest(history.filter(hasFailed));
	if (failed !== undefined) return { text: `: ${onNode(failed)} ${endText(failed)}`, ...since(failed) };
	const stuck = latest(history.filter(isWaiting));
	if (stuck === undefined) return { text: '' };
	return {
		text: `: ${onNode(stuck)} is ${stuck.state}${stuck.err === undefined ? '' : `: ${stuck.err}`}`,
		...since(stuck),
	};
}

function replicas(count: number, { mode }: SwarmFacts): string {
	const word = mode === 'replicated' ? 'replica' : 'task';
	return `${count} ${count === 1 ? word : `${word}s`}`;
}

/** How many failures in a row each came within a minute of the one before, the newest of them just now. */
function streakOf(failures: readonly SwarmRun[], now: Millis): number {
	const times = failures.flatMap(({ at }) => at ?? []).sort((a, b) => b - a);
	const gap = times.findIndex((at, index) => (times[index - 1] ?? now) - at >= shownFailure);
	return gap === -1 ? times.length : gap;
}

/** A slot whose tasks fail again and again, though one of them may run just now. */
function loopOf({ history, want }: SwarmFacts, now: Millis): Candidate | undefined {
	const slots = Map.groupBy(history.filter(hasFailed), ({ name }) => name);
	const all = [...slots.values()].flatMap((failures): readonly Candidate[] => {
		const last = latest(failures);
		const times = streakOf(failures, now);
		if (last === undefined || times === 0) return [];
		const ago = `${shortAge(now - (last.at ?? now))} ago`;
		const because =
			times >= loop
				? `${onNode(last)} fails again and again: ${times} times, the last ${ago}, ${endText(last)}`
				: `${onNode(last)} ${endText(last)}, ${ago}; Swarm replaced it`;
		return [{ is: times >= loop ? 'down' : 'degraded', because, ...since(last) }];
	});
	const worst = worstOf(all.toSorted((a, b) => (a.because < b.because ? -1 : 1)));
	const loops = all.filter(({ is }) => is === 'down').length;
	// Where others run, the service is served.
	return worst?.is === 'down' && loops < want ? { ...worst, is: 'degraded' } : worst;
}

/** How an update stands, where that is worth a word; `because` is to be read on its own. */
function ofUpdate({ update }: SwarmFacts): Candidate | undefined {
	if (update === undefined) return undefined;
	const says = update.message === '' ? '' : `: ${update.message}`;
	switch (update.state) {
		case 'paused':
			return { is: 'degraded', because: `its update is paused${says}` };
		case 'rollback_paused':
			return { is: 'degraded', because: `Swarm could not roll its update back${says}` };
		case 'updating':
			return { is: 'ok', because: 'it is being updated' };
		case 'rollback_started':
			return { is: 'degraded', because: `Swarm rolls its update back${says}` };
		case 'rollback_completed':
			return { is: 'ok', because: 'Swarm rolled its newest update back' };
		default:
			return undefined;
	}
}

function ofJob(swarm: SwarmFacts): Candidate {
	const { completed, want, history, running } = swarm;
	const failed = latest(history.filter(hasFailed));
	const done = `${Math.min(completed, want)} of ${want} done`;
	if (completed >= want) return { is: 'ok', because: `a job, ${done}` };
	if (failed !== undefined)
		return { is: 'degraded', because: `a job, ${done}: ${onNode(failed)} ${endText(failed)}`, ...since(failed) };
	return { is: 'ok', because: `a job, ${done}, ${running} running` };
}

/** What the containers that run say themselves: some of several down is degraded. */
function ofContainers(swarm: SwarmFacts, each: readonly Candidate[]): Candidate | undefined {
	const worst = worstOf(each);
	const down = each.filter(({ is }) => is === 'down').length;
	if (worst?.is !== 'down' || down >= swarm.running) return worst;
	return { ...worst, is: 'degraded', because: `${down} of ${replicas(swarm.running, swarm)} down: ${worst.because}` };
}

/** Why it cannot run as it is wanted, or does not; undefined where enough tasks run. */
function ofWanted(swarm: SwarmFacts): Candidate | undefined {
	const { want, running, mode, manager, unread } = swarm;
	if (unread !== undefined) return { is: 'unknown', because: `Swarm was not read on ${manager}: ${unread}` };
	if (mode === 'job') return ofJob(swarm);
	if (want === 0) {
		const why = mode === 'global' ? 'no node takes it' : 'it is scaled to 0 replicas';
		return { is: 'down', because: `nobody serves it: ${why}` };
	}
	if (running >= want) return undefined;
	const { text, ...began } = lackOf(swarm);
	const because = `${running} of ${replicas(want, swarm)} run${text}`;
	return { is: running === 0 ? 'down' : 'degraded', because, ...began };
}

/**
 * What a Swarm service speaks for: the tasks that run against those that are wanted, with what Swarm says of the ones that
 * failed. `each`: what its containers that run on hosts that we read say themselves.
 */
export function ofSwarm(swarm: SwarmFacts, each: readonly Candidate[], now: Millis): Candidate {
	const wanted = ofWanted(swarm);
	if (wanted !== undefined) return wanted;
	const own = ofContainers(swarm, each);
	const update = ofUpdate(swarm);
	const worst = worstOf([own, loopOf(swarm, now), update].flatMap((one) => one ?? []));
	if (worst !== undefined && worst.is !== 'ok') return worst;
	const more = [own, update].flatMap((one) => one?.because ?? []);
	return { is: 'ok', because: [`${swarm.running} of ${replicas(swarm.want, swarm)} run`, ...more].join('; ') };
}
