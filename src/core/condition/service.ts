import type { ServiceSpec } from '../config/fleet.ts';
import { usualThresholds } from '../config/fleet-of.ts';
import { neededHosts, otherHosts, withoutHosts } from '../engine/swarm/lost.ts';
import type { Millis, Service } from '../model.ts';
import type { Feeds, LayerFact, State } from '../state.ts';
import { type Candidate, worstOf } from './candidate.ts';
import { blindness } from './engine.ts';
import { ofLayer } from './layers.ts';
import { ofNumbers } from './numbers.ts';
import { ofProcesses } from './process.ts';
import { stoppedBy } from './stopped-by.ts';

/** What there is to judge by. */
export interface View {
	readonly state: State;
	readonly feeds: Feeds;
	readonly now: Millis;
}

/** Why nothing is known of what runs on each of these hosts that is not seen. */
function blindOf(
	{ state, now }: Omit<View, 'feeds'>,
	hosts: readonly string[],
): readonly (Candidate & { host: string })[] {
	return hosts.flatMap((host) => {
		const blind = blindness(state, host, now);
		return blind === undefined ? [] : [{ ...blind, host }];
	});
}

/** What its containers speak for. A Swarm is known by its manager: another host that is not seen is named. */
function processOf(view: Omit<View, 'feeds'>, service: Service, spec: ServiceSpec | undefined): Candidate {
	const { state, now } = view;
	const [blind] = blindOf(view, neededHosts(service));
	if (blind !== undefined) return blind;
	const lost = blindOf(
		view,
		otherHosts(service).filter((host) => service.hosts.includes(host)),
	);
	const seen = withoutHosts(
		service,
		lost.map(({ host }) => host),
	);
	const process = stoppedBy(seen, state.journal.entries, now) ?? ofProcesses(seen, state.cameBack, now, spec);
	const [first] = lost;
	if (first === undefined) return process;
	const because = `${process.because}; ${first.because}: of what runs there only Swarm tells`;
	return { ...process, is: process.is === 'ok' ? 'degraded' : process.is, because };
}

/**
 * What speaks for a service's condition, the worst first to be believed: its containers, its checks, its numbers; where
 * its host is not reached, that. No check at all never counts as healthy by itself: it says so.
 */
export function serviceCandidate(
	{ state, feeds, now }: View,
	service: Service,
	spec: ServiceSpec | undefined,
): Candidate {
	const process = processOf({ state, now }, service, spec);
	const facts = state.layers[service.id] ?? {};
	const layers = Object.values(facts)
		.filter((fact) => isAsked(state, fact))
		.flatMap((fact) => ofLayer(fact, now) ?? []);
	const unread = facts['metrics']?.observed.failure;
	const limits = spec?.thresholds ?? usualThresholds;
	const numbers = ofNumbers(service, { limits, numbers: feeds.numbers, unread, now });
	const worst = worstOf([process, ...layers, ...numbers]) ?? process;
	if (worst.is !== 'ok') return worst;
	return { ...worst, because: [process, ...layers].map(({ because }) => because).join('; ') };
}

/**
 * Whether a check can be asked at all now. While its host is not reached, that nobody answered it says nothing of the
 * service: what is asked over a line that is dead runs out of time before the line is known to be.
 */
function isAsked({ links }: State, { from }: LayerFact): boolean {
	if (from === undefined || from === 'local') return true;
	const link = links[from];
	return link === undefined || link.is === 'up';
}
