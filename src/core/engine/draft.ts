import { safeName } from '../clean.ts';
import type { ServiceSpec } from '../config/fleet.ts';
import { hostsName } from '../ids.ts';
import type { Instance, PlatformId } from '../model.ts';
import { halfMadeOf } from './former.ts';
import { type Place, placeOf, platformOf } from './place.ts';
import { type Cluster, clusterOf } from './swarm/cluster.ts';
import type { SwarmService } from './swarm/said.ts';

/** A service in the making: what belongs to it is put in while the containers are gone through. */
export interface Draft {
	readonly environment: string;
	readonly name: string;
	readonly platform: PlatformId;
	readonly host: string;
	/** Of the config: the container's name there. */
	readonly spec?: ServiceSpec;
	readonly instances: Instance[];
	readonly former: Instance[];
	/** The Swarm service that it is, with its Swarm, where a manager of that is read. */
	readonly swarm?: { readonly service: SwarmService; readonly cluster: Cluster };
	/** As in the service. */
	readonly lookalikes?: readonly string[];
}

/** What the container of a draft is called, also while it is not there or its follower has not got its name yet. */
export function containerName({ spec, name, instances: [main] }: Draft): string {
	if (spec !== undefined) return spec.container;
	return main === undefined ? name : (halfMadeOf(main)?.base ?? main.name);
}

/** The drafts of the services of the config. */
export function configured(spec: ServiceSpec, found: readonly Instance[]): Draft {
	const { environment, name, host } = spec;
	// What the labels say is the truth: a container of a project that is changed by itself would be drift.
	const platform = found[0] === undefined ? spec.platform : platformOf(found[0].labels);
	return { environment, name, platform, host, spec, instances: [...found], former: [] };
}

/** A swarm service is one thing in its Swarm; where no manager of that is read, services called alike are taken for one. */
function keyOf({ environment, name, everywhere }: Place, host: string, clusters: readonly Cluster[]): string {
	return JSON.stringify([environment, name, everywhere ? (clusterOf(clusters, host)?.id ?? '') : host]);
}

/** Containers that no service of the config claims, as services, in the order in which they are first met. */
export function discovered(containers: readonly Instance[], clusters: readonly Cluster[] = []): readonly Draft[] {
	const byKey = new Map<string, Draft>();
	for (const instance of containers) {
		const { host } = instance;
		const place = placeOf(instance);
		const key = keyOf(place, host, clusters);
		const known = byKey.get(key);
		const { environment, name, platform } = place;
		if (known === undefined) {
			byKey.set(key, { environment, name, platform, host, instances: [instance], former: [] });
		} else known.instances.push(instance);
	}
	return [...byKey.values()];
}

/** A service whose container is gone, though one that a roll back made or kept of it is still there. */
export function orphaned(host: string, name: string): Draft {
	return { environment: 'local', name, platform: 'docker', host, instances: [], former: [] };
}

/** A draft with the id that its service gets, and what its platform calls it where that is something else. */
export interface Named {
	readonly draft: Draft;
	readonly environment: string;
	readonly name: string;
	readonly original?: string;
}

function freeName(draft: Draft, environment: string, taken: ReadonlySet<string>): string {
	const plain = safeName(draft.name);
	const isFree = (name: string) => !taken.has(`${environment}/${name}`);
	const onHost = safeName(`${plain}-${draft.host}`);
	const found = [plain, onHost].find(isFree);
	if (found !== undefined) return found;
	let count = 2;
	while (!isFree(safeName(`${onHost}-${count}`))) count += 1;
	return safeName(`${onHost}-${count}`);
}

/** A project that is called as hosts are in ids would give its services the ids of hosts. */
export function environmentName(found: string): string {
	return found === hostsName ? `${hostsName}-project` : safeName(found);
}

/** Gives each its id; of two that would have the same, the later one gets its host, then a number, behind its name. */
export function named(drafts: readonly Draft[]): readonly Named[] {
	const taken = new Set<string>();
	return drafts.map((draft) => {
		const environment = environmentName(draft.environment);
		const name = freeName(draft, environment, taken);
		taken.add(`${environment}/${name}`);
		const same = name === draft.name && environment === draft.environment;
		if (same) return { draft, environment, name };
		const original = environment === draft.environment ? draft.name : `${draft.environment}/${draft.name}`;
		return { draft, environment, name, original };
	});
}
