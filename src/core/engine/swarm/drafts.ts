import type { Draft } from '../draft.ts';
import { swarmPlace } from '../place.ts';
import { type Cluster, clusterOf } from './cluster.ts';
import type { SwarmService } from './said.ts';

/** What Swarm calls the service of a draft: by the label of its tasks, else by the config. */
function nameOf({ instances: [main], spec }: Draft): string | undefined {
	return main?.labels['com.docker.swarm.service.name'] ?? spec?.container;
}

/** The draft with what its manager says of it. Where that does not know the service, it is as its containers say. */
function joined(draft: Draft, clusters: readonly Cluster[]): Draft {
	if (draft.platform !== 'swarm') return draft;
	const cluster = clusterOf(clusters, draft.instances[0]?.host ?? draft.host);
	const name = nameOf(draft);
	const service = cluster?.said.services.find((one) => one.name === name);
	return cluster === undefined || service === undefined ? draft : { ...draft, swarm: { service, cluster } };
}

function alone(service: SwarmService, cluster: Cluster): Draft {
	const { environment, name } = swarmPlace(service.name, service.stack);
	const { manager: host } = cluster;
	return { environment, name, platform: 'swarm', host, instances: [], former: [], swarm: { service, cluster } };
}

const text = (a: SwarmService, b: SwarmService) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** Puts what managers say to the drafts, and gives those of services that have no container on a host that we read. */
export function withSwarm(drafts: readonly Draft[], clusters: readonly Cluster[]): readonly Draft[] {
	const all = drafts.map((draft) => joined(draft, clusters));
	const known = new Set(all.flatMap(({ swarm }) => swarm?.service ?? []));
	const others = clusters.flatMap((cluster) =>
		cluster.said.services
			.filter((service) => !known.has(service))
			.toSorted(text)
			.map((service) => alone(service, cluster)),
	);
	return [...all, ...others];
}
