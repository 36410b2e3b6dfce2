import { hostEvery } from '../core/condition/host.ts';
import type { Fleet, ProbeSpec, ServiceSpec } from '../core/config/fleet.ts';
import { datasetProbe } from '../core/dataset/probe.ts';
import { missingOf } from '../core/engine/registry.ts';
import { type ForeignName, foreignNames } from '../core/foreign-locks.ts';
import { hostId, hostOf } from '../core/ids.ts';
import { isShellless } from '../core/lock.ts';
import { measuredAs } from '../core/measured.ts';
import type { Host, Service } from '../core/model.ts';
import type { Probe } from '../core/probe.ts';
import { remembered } from '../core/remembered.ts';
import { selectedHost } from '../core/select/hosts/hosts.ts';
import { isWide } from '../core/select/split/layout.ts';
import type { State } from '../core/state.ts';

/** A probe and how it is run: read at its interval, read until that says enough and then watched as a stream, or both. */
export interface Scheduled {
	readonly probe: Probe;
	readonly mode: 'read' | 'read, then watch' | 'read and watch';
	/** Never slowed down by failures: it is there to see the end of them. */
	readonly steady?: true;
	/** The machine that a line of the config is asked from: where that is another one, it is another question. */
	readonly on?: Host;
}

const ofHost = ({ name, reach }: Host): readonly Scheduled[] => [
	{
		probe: { kind: 'docker', of: hostId(name), every: 30_000, timeout: 10_000, spec: { host: name } },
		mode: 'read and watch',
	},
	{
		// At the worst it is asked just before the engine hangs: then that shows after 5.5 s and 7 s more.
		probe: { kind: 'ping', of: hostId(name), every: 5000, timeout: 7000, spec: { host: name } },
		...{ mode: 'read', steady: true },
	},
	{ probe: { kind: 'host', of: hostId(name), every: hostEvery, timeout: 5000, spec: { host: name } }, mode: 'read' },
	{
		probe: { kind: 'cgroups', of: hostId(name), every: 5000, timeout: 5000, spec: { host: name } },
		// A stream over ssh is a session, of which sshd gives few; here it saves a process of ours each time.
		mode: reach === 'local' ? 'read, then watch' : 'read',
	},
];

type Hosts = ReadonlyMap<string, Host>;

const onHost = (hosts: Hosts, from: string): Pick<Scheduled, 'on'> => {
	const on = hosts.get(from);
	return on === undefined ? {} : { on };
};

const ofService = ({ environment, name, health, metrics }: ServiceSpec, hosts: Hosts): readonly Scheduled[] => {
	const of = `${environment}/${name}`;
	return [health && { kind: 'http', spec: health }, metrics && { kind: 'metrics', spec: metrics }]
		.filter((line) => line !== undefined)
		.map(({ kind, spec }) => ({
			probe: { kind, of, every: spec.every, timeout: spec.timeout, spec },
			mode: 'read',
			...onHost(hosts, spec.from),
		}));
};

/** A line of the config under `probes`. */
const ofLine = (
	{ kind, name, layer, of, from, every, timeout, failures, line }: ProbeSpec,
	hosts: Hosts,
): Scheduled => ({
	probe: { kind, name, layer, of, every, timeout, spec: { ...line, from, failures } },
	mode: 'read',
	...onHost(hosts, from),
});

/** What a service's containers are under of other programs' locks, by host. */
const namesOf = remembered((service: Service) =>
	service.hosts.flatMap((host) =>
		foreignNames(service.instances.filter((one) => one.host === host)).map((named) => ({ host, ...named })),
	),
);

/** The locks of other programs, on the hosts where containers are under such; only their hosts' shells can tell. */
const ofForeign = ({ fleet, services }: State): readonly Scheduled[] => {
	const all = Object.values(services).flatMap(namesOf);
	if (all.length === 0) return [];
	return fleet.hosts.flatMap((host): readonly Scheduled[] => {
		const here = all.filter((one) => one.host === host.name);
		if (here.length === 0 || isShellless(host)) return [];
		const namesFor = (by: ForeignName['by']) =>
			[...new Set(here.flatMap((one) => (one.by === by ? [one.name] : [])))].sort();
		const spec = { host: host.name, Kamal: namesFor('Kamal'), Dokku: namesFor('Dokku') };
		const times = { every: 10_000, timeout: 10_000 };
		return [{ probe: { kind: 'foreign', of: hostId(host.name), ...times, spec }, mode: 'read' }];
	});
};

/** What a registry is asked of a service's earlier releases that are gone from its hosts. */
const ofReleases = (service: Service, { engines }: State): readonly Scheduled[] => {
	const missing = missingOf(service, engines);
	if (missing.length === 0) return [];
	const times = { every: 15 * 60_000, timeout: 60_000 };
	return [{ probe: { kind: 'release', layer: 'release', of: service.id, ...times, spec: { missing } }, mode: 'read' }];
};

/** How often an engine is asked what a container uses; a stream costs it about 1.8 ms of CPU a second, a read about 2 ms. */
export const paces = {
	// Of the processor a stream says nothing before its second frame, which is two seconds: too long where one waits for it.
	stream: { every: 1000, mode: 'read, then watch' },
	seen: { every: 15_000, mode: 'read' },
	unseen: { every: 60_000, mode: 'read' },
} as const;
type Pace = keyof typeof paces;

/** Where the host does not tell it, so many of the first rows are streamed (docs/decisions/007). */
const firstRows = 7;

/** What is on the screen, by its place there, and what of it is selected. */
interface Eyes {
	readonly visible: ReadonlyMap<string, number>;
	readonly selected: string | undefined;
}

const isLookedAt = (id: string, { visible, selected }: Eyes): boolean =>
	visible.has(id) && (id === selected || visible.size === 1);

/** The nearer to the eyes, the more often; the first rows have the worst of each group. */
const paceOf = (id: string, eyes: Eyes): Pace => {
	const place = eyes.visible.get(id);
	if (place === undefined) return 'unseen';
	return place < firstRows || isLookedAt(id, eyes) ? 'stream' : 'seen';
};

/** The questions on what each container of a service uses. The same each time: thousands are compared with those before. */
const questionsOn = remembered((service: Service) => {
	const at = (pace: Pace): readonly Scheduled[] =>
		service.instances.map((instance) => {
			const { every, mode } = paces[pace];
			const { host, id } = instance;
			return {
				probe: { kind: 'stats', of: measuredAs(service, instance), every, timeout: 8000, spec: { host, id } },
				mode,
			};
		});
	return { stream: at('stream'), seen: at('seen'), unseen: at('unseen') };
});

/** What is asked of the engine on the use of a service's containers that run: little where the host tells it by itself. */
const statsOf = (service: Service, { counted }: State, eyes: Eyes): readonly Scheduled[] => {
	const pace = paceOf(service.id, eyes);
	const isLooked = isLookedAt(service.id, eyes);
	return service.instances.flatMap(({ host, id, state }, index) => {
		const isCounted = counted[host]?.[id] ?? counted[host] === undefined;
		return state !== 'running' || (isCounted && !isLooked) ? [] : (questionsOn(service)[pace][index] ?? []);
	});
};

/** What keeps the host busy at which somebody looks, where there is room to show it. */
const ofLooked = (state: State): readonly Scheduled[] => {
	const id = state.ui.screen === 'hosts' && isWide(state.ui.size) ? selectedHost(state) : undefined;
	const host = id === undefined ? undefined : hostOf(id);
	if (id === undefined || host === undefined) return [];
	return [{ probe: { kind: 'top', of: id, every: 4000, timeout: 4000, spec: { host } }, mode: 'read' }];
};

/** What the config asks of services and hosts. */
const ofConfig = remembered(({ hosts, services, probes = [], datasets = [] }: Fleet): readonly Scheduled[] => {
	const byName = new Map(hosts.map((host) => [host.name, host]));
	return [
		...services.flatMap((service) => ofService(service, byName)),
		...probes.map((line) => ofLine(line, byName)),
		...datasets.map((dataset) => ({
			probe: datasetProbe(dataset),
			mode: 'read' as const,
			...onHost(byName, dataset.host),
		})),
	];
});

/**
 * What is to be read now: what the fleet asks for, and of every running container what it uses. `visible`: the services on
 * the screen, in order.
 */
export const probesOf = (state: State, visible: readonly string[]): readonly Scheduled[] => {
	const places = new Map(visible.map((id, place) => [id, place]));
	const eyes = { visible: places, selected: state.ui.selected.fleet };
	return [
		...state.fleet.hosts.flatMap(ofHost),
		...ofLooked(state),
		...ofConfig(state.fleet),
		...ofForeign(state),
		...Object.values(state.services).flatMap((service) => ofReleases(service, state)),
		...Object.values(state.services).flatMap((service) => statsOf(service, state, eyes)),
	];
};
