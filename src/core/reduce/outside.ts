import type { EngineFacts } from '../engine/facts.ts';
import { group } from '../engine/group.ts';
import { pullableOf } from '../engine/registry.ts';
import type { OutsideEvent } from '../event.ts';
import { hostOf } from '../ids.ts';
import type { JournalEntry } from '../journal.ts';
import type { Millis, Service } from '../model.ts';
import { reused } from '../reuse.ts';
import type { State } from '../state.ts';
import { comebacksAfter, engineAfter } from './engine.ts';
import { withFleet } from './fleet.ts';
import { layerAnswered, layerMissed, layersRead } from './layers.ts';
import { locksAfter } from './locks.ts';
import { missed } from './missed.ts';
import { pingMissed, pingRead, withoutPing } from './ping.ts';

type At<E> = E & { readonly at: Millis };
type Of<T extends OutsideEvent['type']> = At<Extract<OutsideEvent, { readonly type: T }>>;

/** The state after news of the outside. */
export function reduceOutside(state: State, event: At<OutsideEvent>): State {
	switch (event.type) {
		case 'probe/read':
			return probeRead(state, event);
		case 'probe/missed':
			return probeMissed(state, event);
		case 'link/changed':
			return linkChanged(state, event);
		case 'fleet/changed':
			return regrouped(withFleet(state, event.fleet));
		case 'ledger/read':
			return regrouped({ ...state, ledger: event.lines });
		case 'conditions/settled':
			return event.conditions === state.conditions ? state : { ...state, conditions: event.conditions };
		case 'journal/read':
			return { ...state, journal: { entries: joined(event.entries, state.journal.entries) } };
		case 'journal/failed':
			return { ...state, journal: { ...state.journal, failure: event.failure } };
	}
}

function linkChanged(state: State, { host, link }: Of<'link/changed'>): State {
	const before = state.links[host];
	if (before !== undefined && before.since > link.since) return state;
	return withoutPing({ ...state, links: { ...state.links, [host]: link } }, host);
}

/** What was noted while the journal was being read is not lost. */
function joined(read: readonly JournalEntry[], known: readonly JournalEntry[]): readonly JournalEntry[] {
	const last = read.at(-1)?.seq ?? -1;
	return [...read, ...known.filter(({ seq }) => seq > last)];
}

function probeRead(state: State, { probe, reading, at }: Of<'probe/read'>): State {
	const { engine } = reading;
	const host = hostOf(probe.of);
	if (engine !== undefined) return engineRead(state, engine, at);
	if (host !== undefined && probe.name === undefined) return hostRead(state, host, { probe, reading, at });
	const { layers, facts, findings } = reading;
	if (layers === undefined) return layerAnswered(state, probe, at);
	const next = layersRead(state, {
		...{ probe, layers, at },
		...(facts === undefined ? {} : { facts }),
		...(findings === undefined ? {} : { findings }),
	});
	// What a registry has is part of what a service could go back to.
	return probe.kind === 'release' && next !== state ? regrouped(next) : next;
}

type HostNews = Pick<Of<'probe/read'>, 'probe' | 'reading' | 'at'>;

function hostRead(state: State, host: string, { probe, reading: { facts, locks }, at }: HostNews): State {
	if (probe.kind === 'ping') return pingRead(state, host, at);
	const before = state.hostFacts[host];
	if (facts === undefined || (before?.at ?? 0) > at) return state;
	const next = { ...state, hostFacts: { ...state.hostFacts, [host]: { value: facts, at, misses: 0 } } };
	return locks === undefined ? next : { ...next, locks: locksAfter(state.locks, host, locks, at) };
}

function probeMissed(state: State, { probe, failure, at }: Of<'probe/missed'>): State {
	const host = hostOf(probe.of);
	if (host === undefined || probe.name !== undefined)
		return probe.kind === 'stats' ? state : layerMissed(state, { probe, failure });
	switch (probe.kind) {
		case 'docker': {
			const before = state.engines[host];
			if ((before?.at ?? 0) > at) return state;
			return { ...state, engines: { ...state.engines, [host]: missed(before, failure) } };
		}
		case 'ping':
			return pingMissed(state, host, { probe, failure, at });
		case 'host': {
			const before = state.hostFacts[host];
			if ((before?.at ?? 0) > at) return state;
			return { ...state, hostFacts: { ...state.hostFacts, [host]: missed(before, failure) } };
		}
		default:
			return state;
	}
}

function engineRead(state: State, facts: EngineFacts, at: Millis): State {
	const { host, ended } = facts;
	const before = state.engines[host];
	const after = engineAfter(before?.value, facts, at);
	if (after === undefined) return state;
	const { value, changed } = after;
	const known = before?.value?.containers ?? {};
	const news = { containers: value.containers, at, ...(ended === undefined ? {} : { ended }) };
	const next = {
		...state,
		engines: { ...state.engines, [host]: { value, at: Math.max(before?.at ?? 0, at), misses: 0 } },
		cameBack: comebacksAfter(state.cameBack, known, news),
	};
	return changed ? regrouped(next) : next;
}

/** Makes the services anew from what the engines say; one that did not change keeps its identity. */
function regrouped(state: State): State {
	const engines = Object.fromEntries(
		Object.entries(state.engines).flatMap(([host, { value }]) => (value === undefined ? [] : [[host, value] as const])),
	);
	const made: readonly Service[] = group(state.fleet, engines, state.ledger, pullableOf(state.layers));
	const services = reused(state.services, Object.fromEntries(made.map((service) => [service.id, service])));
	return services === state.services ? state : { ...state, services };
}
