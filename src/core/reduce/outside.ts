import { followed } from '../condition/settle.ts';
import type { EngineFacts } from '../engine/facts.ts';
import { group } from '../engine/group.ts';
import { toldOf } from '../engine/registry.ts';
import type { OutsideEvent } from '../event.ts';
import { hostOf } from '../ids.ts';
import type { JournalEntry } from '../journal.ts';
import { linkAfter } from '../link.ts';
import type { Millis, Service } from '../model.ts';
import { openShells } from '../open-shells.ts';
import { reused } from '../reuse.ts';
import type { State } from '../state.ts';
import { comebacksAfter, engineAfter } from './engine.ts';
import { withFleet } from './fleet.ts';
import { layerAnswered, layerMissed, layersRead } from './layers.ts';
import { foreignAfter, locksAfter } from './locks.ts';
import { missed, withoutFailure } from './missed.ts';
import { pingMissed, pingRead, wasForLink, withoutPing } from './ping.ts';

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
		case 'history/opened':
			return { ...state, stood: event.stood, conditions: followed(state.conditions, event.stood, event.at) };
		case 'journal/read':
			return journalRead(state, event.entries);
		case 'runs/left':
			return { ...state, left: event.left };
		case 'journal/failed':
			return { ...state, journal: { ...state.journal, failure: event.failure } };
		case 'journal/tried':
			return journalTried(state, event);
		case 'history/tried':
			return historyTried(state, event);
	}
}

function linkChanged(state: State, { host, link }: Of<'link/changed'>): State {
	const before = state.links[host];
	if (before !== undefined && before.since > link.since) return state;
	const next = withoutPing({ ...state, links: { ...state.links, [host]: linkAfter(before, link) } }, host);
	return link.is === 'up' ? withoutFailures(next, host) : next;
}

/** Why the engine and the host could not be read over the link before says nothing of this one. */
function withoutFailures(state: State, host: string): State {
	return {
		...state,
		engines: withoutFailure(state.engines, host),
		hostFacts: withoutFailure(state.hostFacts, host),
	};
}

function journalRead(state: State, read: readonly JournalEntry[]): State {
	const entries = joined(read, state.journal.entries);
	const { failure: _, ...known } = state.journal;
	return { ...state, journal: { ...known, entries }, shells: openShells(entries) };
}

function journalTried(state: State, { failure }: Of<'journal/tried'>): State {
	const { unwritable, ...known } = state.journal;
	if (failure !== undefined) {
		const isKnown = unwritable?.kind === failure.kind && unwritable.message === failure.message;
		return isKnown ? state : { ...state, journal: { ...known, unwritable: failure } };
	}
	return unwritable === undefined ? state : { ...state, journal: known };
}

function historyTried(state: State, { failure }: Of<'history/tried'>): State {
	const { unkept, ...known } = state;
	if (failure !== undefined) return { ...known, unkept: failure };
	return unkept === undefined ? state : known;
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

function hostRead(state: State, host: string, { probe, reading, at }: HostNews): State {
	const { facts, locks, top, used, foreign } = reading;
	if (probe.kind === 'ping') return pingRead(state, host, at);
	if (foreign !== undefined) return { ...state, foreign: foreignAfter(state.foreign, host, foreign, at) };
	if (used !== undefined) return countedOn(state, host, [...used.keys()]);
	if (top !== undefined) return { ...state, tops: { ...state.tops, [host]: { value: top, at, misses: 0 } } };
	const before = state.hostFacts[host];
	if (facts === undefined || (before?.at ?? 0) > at) return state;
	const next = { ...state, hostFacts: { ...state.hostFacts, [host]: { value: facts, at, misses: 0 } } };
	return locks === undefined ? next : { ...next, locks: locksAfter(state.locks, host, locks, at) };
}

/** Whose use the host itself tells. */
function countedOn(state: State, host: string, ids: readonly string[]): State {
	const told = Object.fromEntries(ids.map((id) => [id, true as const]));
	const counted = reused(state.counted, { ...state.counted, [host]: told });
	return counted === state.counted ? state : { ...state, counted };
}

function probeMissed(state: State, { probe, failure, at }: Of<'probe/missed'>): State {
	const host = hostOf(probe.of);
	if (host !== undefined && probe.name === undefined) return hostMissed(state, host, { probe, failure, at });
	return probe.kind === 'stats' ? state : layerMissed(state, { probe, failure });
}

type HostMiss = Pick<Of<'probe/missed'>, 'probe' | 'failure' | 'at'>;

function hostMissed(state: State, host: string, miss: HostMiss): State {
	const { probe, failure, at } = miss;
	switch (probe.kind) {
		case 'docker': {
			const before = state.engines[host];
			if ((before?.at ?? 0) > at || wasForLink(state, host, miss)) return state;
			return { ...state, engines: { ...state.engines, [host]: missed(before, failure) } };
		}
		case 'ping':
			return pingMissed(state, host, miss);
		case 'host': {
			const before = state.hostFacts[host];
			if ((before?.at ?? 0) > at) return state;
			return { ...state, hostFacts: { ...state.hostFacts, [host]: missed(before, failure) } };
		}
		case 'cgroups':
			// Over a lost link nobody else could tell it either.
			return state.links[host]?.is === 'down' ? state : countedOn(state, host, []);
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
	const made: readonly Service[] = group(state.fleet, engines, state.ledger, toldOf(state.layers));
	const services = reused(state.services, Object.fromEntries(made.map((service) => [service.id, service])));
	return services === state.services ? state : { ...state, services };
}
