import type { EngineFacts } from '../engine/facts.ts';
import { environmentsOf, group } from '../engine/group.ts';
import type { OutsideEvent } from '../event.ts';
import type { Failure, Instance, Millis, Observed, Service } from '../model.ts';
import { reused } from '../reuse.ts';
import type { EngineState, State } from '../state.ts';
import { layerMissed, layersRead } from './layers.ts';

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
			return { ...state, links: { ...state.links, [event.host]: event.link } };
		case 'ledger/read':
			return regrouped({ ...state, ledger: event.lines });
		case 'conditions/settled':
			return event.conditions === state.conditions ? state : { ...state, conditions: event.conditions };
		case 'journal/read':
			return { ...state, journal: { entries: event.entries } };
		case 'journal/failed':
			return { ...state, journal: { ...state.journal, failure: event.failure } };
	}
}

const hostOf = (of: string): string | undefined => (of.startsWith('host/') ? of.slice('host/'.length) : undefined);

function probeRead(state: State, { probe, reading, at }: Of<'probe/read'>): State {
	const { engine, facts, layers } = reading;
	const host = hostOf(probe.of);
	if (engine !== undefined) return engineRead(state, engine, at);
	if (host !== undefined && facts !== undefined) {
		const before = state.hostFacts[host];
		if ((before?.at ?? 0) > at) return state;
		return { ...state, hostFacts: { ...state.hostFacts, [host]: { value: facts, at, misses: 0 } } };
	}
	if (layers === undefined || host !== undefined) return state;
	return layersRead(state, { probe, layers, at, ...(facts === undefined ? {} : { facts }) });
}

/** A fact that could not be read keeps its old value; a newer value is not spoiled by an older failure. */
function missed<T>(before: Observed<T> | undefined, failure: Failure): Observed<T> {
	return { ...before, failure, misses: (before?.misses ?? 0) + 1 };
}

function probeMissed(state: State, { probe, failure, at }: Of<'probe/missed'>): State {
	const host = hostOf(probe.of);
	if (host === undefined) return probe.kind === 'stats' ? state : layerMissed(state, { probe, failure });
	switch (probe.kind) {
		case 'docker': {
			const before = state.engines[host];
			if ((before?.at ?? 0) > at) return state;
			return { ...state, engines: { ...state.engines, [host]: missed(before, failure) } };
		}
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
	const { host, whole } = facts;
	const before = state.engines[host];
	if ((before?.at ?? 0) > at) return state;
	const known = before?.value;
	if (known === undefined && !whole) return state;
	const containers = reused(known?.containers ?? {}, containersAfter(known, facts));
	const value: EngineState = {
		containers,
		images: reused(known?.images ?? [], facts.images ?? known?.images ?? []),
		...versionOf(known, facts),
	};
	const next = {
		...state,
		engines: { ...state.engines, [host]: { value: reused(known, value), at, misses: 0 } },
		cameBack: comebacks(state, known, containers, at),
	};
	const isSame = known !== undefined && containers === known.containers && value.images === known.images;
	return isSame ? next : regrouped(next);
}

/** A partial answer does not say the version again. */
function versionOf(known: EngineState | undefined, facts: EngineFacts): Pick<EngineState, 'version' | 'api'> {
	const { version = known?.version, api = known?.api } = facts;
	return { ...(version === undefined ? {} : { version }), ...(api === undefined ? {} : { api }) };
}

function containersAfter(
	known: EngineState | undefined,
	{ whole, containers, gone = [] }: EngineFacts,
): Readonly<Record<string, Instance>> {
	const news = Object.fromEntries(containers.map((container) => [container.id, container]));
	if (whole) return news;
	const left = Object.entries({ ...known?.containers, ...news }).filter(([id]) => !gone.includes(id));
	return Object.fromEntries(left);
}

/** Which containers their restart policy brought back just now, and how they had ended. */
function comebacks(
	{ cameBack }: State,
	known: EngineState | undefined,
	containers: Readonly<Record<string, Instance>>,
	at: Millis,
): State['cameBack'] {
	const fresh = Object.values(containers).flatMap((now) => {
		const before = known?.containers[now.id];
		if (before === undefined || now.restarts <= before.restarts) return [];
		const { exit = now.exit, oom = now.oom } = before;
		const back = { at, ...(exit === undefined ? {} : { exit }), ...(oom === undefined ? {} : { oom }) };
		return [[now.id, back] as const];
	});
	return fresh.length === 0 ? cameBack : { ...cameBack, ...Object.fromEntries(fresh) };
}

/** Makes the services anew from what the engines say; one that did not change keeps its identity. */
function regrouped(state: State): State {
	const engines = Object.fromEntries(
		Object.entries(state.engines).flatMap(([host, { value }]) => (value === undefined ? [] : [[host, value] as const])),
	);
	const made: readonly Service[] = group(state.fleet, engines, state.ledger);
	const services = reused(state.services, Object.fromEntries(made.map((service) => [service.id, service])));
	if (services === state.services) return state;
	const environments = reused(state.fleet.environments, environmentsOf(state.fleet, made));
	const fleet = environments === state.fleet.environments ? state.fleet : { ...state.fleet, environments };
	return { ...state, services, fleet };
}
