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

/** Why nothing is known of what runs on a host; undefined when it is known. */
export function blindness(state: State, host: string, now: Millis): Candidate | undefined {
	const link = state.links[host];
	if (link?.is === 'down') {
		return { is: 'unknown', because: `${host} is not reached: ${link.failure.message}`, since: link.since };
	}
	// Between two attempts nothing is read either: what was true before the link went is not news.
	if (link?.is === 'connecting') {
		return { is: 'unknown', because: `${host} is being connected to`, since: link.since };
	}
	const silence = silenceOf(state, host);
	if (silence !== undefined) return { is: 'unknown', because: silence.message };
	const engine = state.engines[host];
	if (engine === undefined || (engine.at === undefined && engine.failure === undefined)) {
		return { is: 'unknown', because: `the engine of ${host} is being read` };
	}
	if (!isLost(engine, listEvery, now)) return undefined;
	return { is: 'unknown', because: engine.failure?.message ?? `the engine of ${host} has not answered for long` };
}
