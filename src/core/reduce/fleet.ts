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

/** Where readings are kept of which the config still speaks: by what they are of, then by source. */
function sourcesOf({ services, probes = [] }: Fleet): ReadonlySet<string> {
	return new Set([
		...services.flatMap(({ environment, name, health, metrics }) => {
			const id = `${environment}/${name}`;
			return [...(health ? [`${id} http`] : []), ...(metrics ? [`${id} metrics`] : [])];
		}),
		...probes.map(({ of, name }) => `${of} ${name}`),
	]);
}

function layersIn(layers: State['layers'], fleet: Fleet): State['layers'] {
	const sources = sourcesOf(fleet);
	const kept = Object.entries(layers).map(([of, facts]) => {
		// What a registry has is asked without a line of the config.
		const isKept = (source: string) => sources.has(`${of} ${source}`) || facts[source]?.kind === 'release';
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
 * The state under another fleet: what is known of hosts that are reached as before stays, with its age; what the config
 * speaks of no more is forgotten; plans that are open are stale. Services are grouped anew by who calls this.
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
		locks: only(state.locks, isSame),
		layers: layersIn(state.layers, fleet),
		conditions: only(state.conditions, (id) => !id.startsWith(hostId('')) || hostIds.has(id)),
		runs: Object.fromEntries(Object.entries(state.runs).map(([id, run]) => [id, outdatedRun(run)])),
	};
}
