import type { Failure, Millis } from '../model.ts';
import type { State } from '../state.ts';
import type { Candidate } from './candidate.ts';
import { isLost } from './freshness.ts';

/** How often an engine is listed; between the lists its events keep the facts fresh. */
export const listEvery: Millis = 30_000;

/** Why the engine of a host that is reached does not answer now; undefined when it does, or was not asked yet. */
export function silenceOf({ links, pings }: Pick<State, 'links' | 'pings'>, host: string): Failure | undefined {
	return links[host]?.is === 'up' ? pings[host]?.failure : undefined;
}

/** Whether an engine was read over the link that stands now: what was true before another one went is no news. */
function isOfNow({ links, engines }: Pick<State, 'links' | 'engines'>, host: string): boolean {
	const at = engines[host]?.at;
	return at !== undefined && at >= (links[host]?.since ?? 0);
}

/**
 * Whether what runs on a host is heard now: it is reached, and its engine answers and was read since it is. That the host
 * itself says its load is no news of what runs there.
 */
export function isHeard(state: State, host: string): boolean {
	const { is } = state.links[host] ?? {};
	return is !== 'down' && is !== 'connecting' && silenceOf(state, host) === undefined && isOfNow(state, host);
}

/** When the engine of a host last answered; since then it may have fallen silent. */
export function heardAt({ engines, pings }: Pick<State, 'engines' | 'pings'>, host: string): Millis | undefined {
	const at = engines[host]?.at;
	return at === undefined ? undefined : Math.max(at, pings[host]?.at ?? 0);
}

/** Whether a host was ever reached, as far as this session knows: else it is not lost. */
export function wasReached({ engines, hostFacts }: Pick<State, 'engines' | 'hostFacts'>, host: string): boolean {
	return engines[host]?.at !== undefined || hostFacts[host]?.at !== undefined;
}

/** Until when what is known of a host's containers was so, as far as was seen: now while it is heard. */
export function seenUntil(state: State, host: string, now: Millis): Millis {
	return isHeard(state, host) ? now : (heardAt(state, host) ?? now);
}

/** Why nothing is known of what runs on a host; undefined when it is known. */
export function blindness(state: State, host: string, now: Millis): Candidate | undefined {
	const link = state.links[host];
	if (link?.is === 'down') {
		return { is: 'unknown', because: `${host} is not reached: ${link.failure.message}`, since: link.since };
	}
	if (link?.is === 'connecting') {
		return { is: 'unknown', because: `${host} is being connected to`, since: link.since };
	}
	const silence = silenceOf(state, host);
	if (silence !== undefined) return { is: 'unknown', because: silence.message };
	const engine = state.engines[host];
	if (engine === undefined || (engine.failure === undefined && !isOfNow(state, host))) {
		return { is: 'unknown', because: `the engine of ${host} is being read` };
	}
	if (!isLost(engine, listEvery, now)) return undefined;
	return { is: 'unknown', because: engine.failure?.message ?? `the engine of ${host} has not answered for long` };
}
