import type { EngineState } from '../../state.ts';
import type { SwarmSaid } from './said.ts';

/** A Swarm with the hosts of ours that are in it. */
export interface Cluster {
	readonly id: string;
	/** The host whose engine said it. */
	readonly manager: string;
	readonly said: SwarmSaid;
	/** Why its managers could not be read lately, in words. */
	readonly unread?: string;
	/** The hosts that we read, by their ids as nodes. */
	readonly hosts: ReadonlyMap<string, string>;
}

type Known = Pick<EngineState, 'node' | 'swarm'>;

/** One answer that did not come is no news: the next one is due in half a minute. */
const fewMisses = 2;

/** The Swarms whose managers we read; of one with several the first that answers, by the order of the hosts. */
export function clustersOf(hosts: readonly string[], engines: Readonly<Record<string, Known>>): readonly Cluster[] {
	const nodes = new Map(hosts.flatMap((host) => pair(engines[host]?.node, host)));
	const found = hosts.flatMap((manager) => {
		const { value: said, misses = 0, failure } = engines[manager]?.swarm ?? {};
		if (said === undefined) return [];
		const own = said.nodes.flatMap(({ id }) => pair(id, nodes.get(id)));
		const unread = misses < fewMisses || failure === undefined ? {} : { unread: failure.message };
		return [{ id: said.cluster, manager, said, hosts: new Map(own), ...unread }];
	});
	const byId = Map.groupBy(found, ({ id }) => id);
	return [...byId.values()].flatMap((same) => same.find(({ unread }) => unread === undefined) ?? same.slice(0, 1));
}

function pair<A, B>(a: A | undefined, b: B | undefined): readonly (readonly [A, B])[] {
	return a === undefined || b === undefined ? [] : [[a, b]];
}

/** The Swarm that a host is in, as far as it is known. */
export function clusterOf(clusters: readonly Cluster[], host: string): Cluster | undefined {
	return clusters.find(({ manager, hosts }) => manager === host || [...hosts.values()].includes(host));
}
