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

/** The state after it did not. A question that waited for the link was not open for as long as it seems. */
export function pingMissed(
	state: State,
	host: string,
	{ probe, failure, at }: { readonly probe: Probe; readonly failure: Failure; readonly at: Millis },
): State {
	const link = state.links[host];
	const wasWaiting = link?.is !== 'up' || link.since > at - probe.timeout + opening;
	if (failure.kind === 'timeout' && wasWaiting) return state;
	return { ...state, pings: { ...state.pings, [host]: missed(state.pings[host], failure) } };
}

/** The state without what the engine of a host answered: over another link that says nothing. */
export function withoutPing(state: State, host: string): State {
	const { [host]: _before, ...pings } = state.pings;
	return { ...state, pings };
}
