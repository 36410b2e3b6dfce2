import type { Fleet } from '../config/fleet.ts';
import type { Instance, Service } from '../model.ts';
import type { EngineState } from '../state.ts';
import { besideKeyOf, besideKeys } from './beside.ts';
import { finderOf } from './claim.ts';
import { configured, containerName, type Draft, discovered, type Named, named, orphaned } from './draft.ts';
import { ranBy, withEarlier } from './earlier.ts';
import type { LedgerLine } from './facts.ts';
import { halfMadeOf, isStopped, keptOf, type MadeName } from './former.ts';
import { enriched, indexImages } from './image-index.ts';
import { withLookalikes } from './lookalikes.ts';
import { isOneOff, local, managerOf, slotOf } from './place.ts';
import { type LinesOf, linesBy } from './ran.ts';
import type { Told } from './registry.ts';
import { type Images, releasesOf } from './releases.ts';
import { clusterOf, clustersOf } from './swarm/cluster.ts';
import { withSwarm } from './swarm/drafts.ts';
import { swarmFactsOf } from './swarm/facts.ts';

/** The containers and images of the hosts that were read, by host. */
export type Engines = Readonly<Record<string, Pick<EngineState, 'containers' | 'images' | 'id' | 'node' | 'swarm'>>>;

const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** All containers in an order that does not depend on the one in which they were told. */
function sorted(fleet: Fleet, engines: Engines): readonly Instance[] {
	return fleet.hosts.flatMap(({ name: host }) =>
		Object.values(engines[host]?.containers ?? {})
			.filter(({ labels }) => !isOneOff(labels))
			.toSorted((a, b) => text(a.name, b.name) || text(a.id, b.id)),
	);
}

/** What a plan made or kept is no service of its own; one that runs is, or stands in for the container that it follows. */
function madeByPlan(instance: Instance): MadeName | undefined {
	return isStopped(instance) ? (keptOf(instance.name) ?? halfMadeOf(instance)) : halfMadeOf(instance);
}

/** By which container's name, on which host, a plan's containers find the service that they were made for. */
function keyOf({ host, spec, platform, environment, name }: Draft): string | undefined {
	if (spec !== undefined) return `${host} ${spec.container}`;
	return platform === 'docker' && environment === local ? `${host} ${name}` : undefined;
}

/** Puts what plans made to the services that they made it for, and gives the drafts of services that it alone speaks of. */
function withMade(fleet: Fleet, drafts: readonly Draft[], made: readonly Instance[]): readonly Draft[] {
	// Those of the config come first and stay: a container of theirs is in no other.
	const byKey = new Map(drafts.toReversed().flatMap((draft) => pairOf(draft)));
	const alone: Draft[] = [];
	for (const instance of made) {
		const { host } = instance;
		const beside = besideKeys(instance).flatMap((key) => byKey.get(key) ?? [])[0];
		if (beside !== undefined) {
			// It is none of Compose's: a service whose container is being made anew has none.
			beside.former.push(instance);
			continue;
		}
		const base = madeByPlan(instance)?.base ?? instance.name;
		let draft = byKey.get(`${host} ${base}`);
		if (draft === undefined && fleet.discover.includes(host)) {
			draft = orphaned(host, base);
			alone.push(draft);
			byKey.set(`${host} ${base}`, draft);
		}
		const standsIn = !isStopped(instance) && draft?.instances.length === 0;
		(standsIn ? draft?.instances : draft?.former)?.push(instance);
	}
	return [...drafts, ...alone];
}

function pairOf(draft: Draft): readonly (readonly [string, Draft])[] {
	return [keyOf(draft), besideKeyOf(draft)].flatMap((key) => (key === undefined ? [] : [[key, draft] as const]));
}

/** Of the tasks that filled one slot of a swarm service, only the newest is the service; those that run all are. */
function withoutOldTasks(draft: Draft): Draft {
	if (draft.platform !== 'swarm') return draft;
	const newest = new Map<string, Instance>();
	for (const task of draft.instances) {
		const before = newest.get(slotOf(task));
		if (before === undefined || (task.created ?? 0) > (before.created ?? 0)) newest.set(slotOf(task), task);
	}
	// Of a service that is scaled to nothing none is wanted any more.
	const isOver = draft.swarm?.service.want === 0;
	const isOld = (task: Instance) => isStopped(task) && (isOver || newest.get(slotOf(task)) !== task);
	return {
		...draft,
		instances: draft.instances.filter((task) => !isOld(task)),
		former: [...draft.former, ...draft.instances.filter(isOld)],
	};
}

/** What is known beside the engines: what ran, by service, and what registries have. */
interface Beside {
	readonly lines: LinesOf;
	readonly told: Told;
}

function serviceOf({ draft, environment, name, original }: Named, images: Images, { lines, told }: Beside): Service {
	const known = (instance: Instance): Instance => {
		const image = enriched(instance.image, images[instance.host]);
		return image === instance.image ? instance : { ...instance, image };
	};
	const instances = draft.instances.map(known);
	const found = instances.map(({ labels }) => managerOf(labels)).find((each) => each !== undefined);
	const swarm = draft.swarm && swarmFactsOf(draft.swarm.service, draft.swarm.cluster, instances);
	const manager = found ?? (swarm === undefined ? undefined : 'Swarm');
	const id = `${environment}/${name}`;
	const hosts = [...new Set([swarm?.manager ?? draft.host, ...instances.map(({ host }) => host)])];
	const bare = {
		...{ id, environment, name },
		...(original === undefined ? {} : { original }),
		platform: draft.platform,
		...(draft.platform === 'docker' ? { container: containerName(draft) } : {}),
		...(manager === undefined ? {} : { manager }),
		...(draft.lookalikes === undefined ? {} : { lookalikes: draft.lookalikes }),
		...(swarm === undefined ? {} : { swarm, want: swarm.want }),
		hosts,
		instances,
		former: draft.former.map(known),
	};
	return { ...bare, releases: releasesOf(bare, images, lines(id, draft), told[id]) };
}

/**
 * The services: first those of the config, then what discovery finds on its hosts, grouped by compose project, swarm
 * stack, or alone in `local`. What the engines say in another order gives the same services in the same order.
 */
export function group(
	fleet: Fleet,
	engines: Engines,
	ledger: readonly LedgerLine[],
	registries: Told = {},
): readonly Service[] {
	const images: Images = Object.fromEntries(
		Object.entries(engines).map(([host, engine]) => [host, indexImages(engine.images)]),
	);
	const lines = linesBy(ledger, engines);
	const all = sorted(fleet, engines);
	const plain = all.filter((instance) => madeByPlan(instance) === undefined);
	const clusters = clustersOf(
		fleet.hosts.map(({ name }) => name),
		engines,
	);
	const { find } = finderOf(plain, (host) => {
		const hosts = clusterOf(clusters, host)?.hosts.values() ?? [];
		return [...new Set([host, ...hosts])];
	});
	const ours = fleet.services.map((spec) => configured(spec, find(spec)));
	const claimed = new Set(ours.flatMap(({ instances }) => instances));
	const rest = plain.filter((instance) => !claimed.has(instance));
	const made = all.filter((instance) => madeByPlan(instance) !== undefined);
	const told = withSwarm([...ours, ...discovered(rest, clusters)], clusters);
	const drafts = withMade(fleet, told, made).map(withoutOldTasks);
	// What is not to be shown may still be an earlier container of what is.
	const grown = withEarlier(drafts, images, lines);
	const wanted = withLookalikes(grown, images, ranBy(images, lines)).filter(
		({ spec, host }) => spec !== undefined || fleet.discover.includes(host),
	);
	return named(wanted).map((each) => serviceOf(each, images, { lines, told: registries }));
}
