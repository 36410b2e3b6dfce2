import type { Failure, Millis } from '../model.ts';
import type { Probe } from '../probe.ts';
import type { State } from '../state.ts';
import { missed } from './missed.ts';

/** A question opens the link by itself, and is then open for so much longer than the link. */
const opening: Millis = 1_000;

/** The state after the engine of a host answered. */
export function pingRead(state: State, host: string, at: Millis): State {
	return { ...state, pings: { ...state.pings, [host]: { value: true, at, misses: 0 } } };
}

/** A question to an engine that was not answered. */
export interface Miss {
	readonly probe: Probe;
	readonly failure: Failure;
	readonly at: Millis;
}

/** Whether a question ran out of time for want of the link: it was not open for as long as it seems. */
export function wasForLink({ links }: Pick<State, 'links'>, host: string, { probe, failure, at }: Miss): boolean {
	const link = links[host];
	if (failure.kind !== 'timeout' || link === undefined) return false;
	return link.is !== 'up' || link.since > at - probe.timeout + opening;
}

/** The state after it did not. */
export function pingMissed(state: State, host: string, miss: Miss): State {
	if (wasForLink(state, host, miss)) return state;
	return { ...state, pings: { ...state.pings, [host]: missed(state.pings[host], miss.failure) } };
}

/** The state without what the engine of a host answered: over another link that says nothing. */
export function withoutPing(state: State, host: string): State {
	const { [host]: _before, ...pings } = state.pings;
	return { ...state, pings };
}
