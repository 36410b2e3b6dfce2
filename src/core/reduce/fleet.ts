import { canonical } from '../canonical.ts';
import type { Fleet } from '../config/fleet.ts';
import { hostId } from '../ids.ts';
import type { Host } from '../model.ts';
import type { LayerFact, Run, State } from '../state.ts';

/** The names of the hosts that are still there and reached as before: what is known of them stays true. */
function sameHosts(before: readonly Host[], after: readonly Host[]): ReadonlySet<string> {
	const known = new Map(before.map((host) => [host.name, canonical(host)]));
	return new Set(after.filter((host) => known.get(host.name) === canonical(host)).map(({ name }) => name));
}

function only<T>(record: Readonly<Record<string, T>>, keeps: (key: string) => boolean): Readonly<Record<string, T>> {
	return Object.fromEntries(Object.entries(record).filter(([key]) => keeps(key)));
}

/** A question of the config: what is asked, how, and of which machine. By what its readings are of, then by source. */
function questionsOf({ hosts, services, probes = [] }: Fleet): ReadonlyMap<string, string> {
	const machines = new Map(hosts.map((host) => [host.name, host]));
	const asked = [
		...services.flatMap(({ environment, name, health, metrics }) => {
			const id = `${environment}/${name}`;
			return [[`${id} http`, health] as const, [`${id} metrics`, metrics] as const];
		}),
		...probes.map((line) => [`${line.of} ${line.name}`, line] as const),
	];
	return new Map(
		asked.flatMap(([key, line]) =>
			line === undefined ? [] : [[key, canonical([line, machines.get(line.from) ?? line.from])] as const],
		),
	);
}

/** What was found out stays where the same is asked as before: what another question was answered is no part of this one. */
function layersIn(layers: State['layers'], before: Fleet, after: Fleet): State['layers'] {
	const asked = questionsOf(before);
	const asks = questionsOf(after);
	const isAsked = (key: string) => asks.has(key) && asks.get(key) === asked.get(key);
	const kept = Object.entries(layers).map(([of, facts]) => {
		// What a registry has is asked without a line of the config.
		const isKept = (source: string) => isAsked(`${of} ${source}`) || facts[source]?.kind === 'release';
		const stays: Readonly<Record<string, LayerFact>> = only(facts, isKept);
		return [of, stays] as const;
	});
	return Object.fromEntries(kept.filter(([, facts]) => Object.keys(facts).length > 0));
}

/** A plan that nobody agreed to yet was made by another config: its protection, host or proof may be another now. */
function outdatedRun(run: Run): Run {
	const isOpen = run.stage === 'shown' || run.stage === 'typing' || run.stage === 'asking';
	return isOpen ? { ...run, stage: 'stale', because: 'the config was changed: enter makes the plan anew' } : run;
}

/**
 * The state under another fleet: what is known of hosts that are reached as before stays, with its age, and so does what
 * lines found out that ask the same as before; what the config speaks of no more is forgotten; plans that are open are stale. Services are grouped anew by who calls this.
 */
export function withFleet(state: State, fleet: Fleet): State {
	const same = sameHosts(state.fleet.hosts, fleet.hosts);
	const isSame = (name: string) => same.has(name);
	const hostIds = new Set(fleet.hosts.map(({ name }) => hostId(name)));
	return {
		...state,
		fleet,
		links: only(state.links, isSame),
		engines: only(state.engines, isSame),
		pings: only(state.pings, isSame),
		hostFacts: only(state.hostFacts, isSame),
		counted: only(state.counted, isSame),
		tops: only(state.tops, isSame),
		locks: only(state.locks, isSame),
		foreign: only(state.foreign, isSame),
		layers: layersIn(state.layers, state.fleet, fleet),
		conditions: only(state.conditions, (id) => !id.startsWith(hostId('')) || hostIds.has(id)),
		runs: Object.fromEntries(Object.entries(state.runs).map(([id, run]) => [id, outdatedRun(run)])),
	};
}
