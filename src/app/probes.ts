import type { ProbeSpec, ServiceSpec } from '../core/config/fleet.ts';
import { missingOf } from '../core/engine/registry.ts';
import { hostId } from '../core/ids.ts';
import type { Host, Instance, Service } from '../core/model.ts';
import type { Probe } from '../core/probe.ts';
import type { State } from '../core/state.ts';

/** A probe and how it is run: read at its interval, watched as a stream, or read and then watched. */
export interface Scheduled {
	readonly probe: Probe;
	readonly mode: 'read' | 'watch' | 'read and watch';
	/** Never slowed down by failures: it is there to see the end of them. */
	readonly steady?: true;
}

const ofHost = ({ name }: Host): readonly Scheduled[] => [
	{
		probe: { kind: 'docker', of: hostId(name), every: 30_000, timeout: 10_000, spec: { host: name } },
		mode: 'read and watch',
	},
	{
		// At the worst it is asked just before the engine hangs: then that shows after 5.5 s and 7 s more.
		probe: { kind: 'ping', of: hostId(name), every: 5000, timeout: 7000, spec: { host: name } },
		...{ mode: 'read', steady: true },
	},
	{ probe: { kind: 'host', of: hostId(name), every: 5000, timeout: 5000, spec: { host: name } }, mode: 'read' },
];

const ofService = ({ environment, name, health, metrics }: ServiceSpec): readonly Scheduled[] => {
	const of = `${environment}/${name}`;
	return [health && { kind: 'http', spec: health }, metrics && { kind: 'metrics', spec: metrics }]
		.filter((line) => line !== undefined)
		.map(({ kind, spec }) => ({
			probe: { kind, of, every: spec.every, timeout: spec.timeout, spec },
			mode: 'read',
		}));
};

/** A line of the config under `probes`. */
const ofLine = ({ kind, name, layer, of, from, every, timeout, failures, line }: ProbeSpec): Scheduled => ({
	probe: { kind, name, layer, of, every, timeout, spec: { ...line, from, failures } },
	mode: 'read',
});

/** What a registry is asked of a service's earlier releases that are gone from its hosts. */
const ofReleases = (service: Service, { engines }: State): readonly Scheduled[] => {
	const missing = missingOf(service, engines);
	if (missing.length === 0) return [];
	const times = { every: 15 * 60_000, timeout: 60_000 };
	return [{ probe: { kind: 'release', layer: 'release', of: service.id, ...times, spec: { missing } }, mode: 'read' }];
};

/** How often a container's use is read; a stream costs the engine about 1.8 ms of CPU a second, a read about 2 ms. */
const use = {
	stream: { every: 1000, mode: 'watch' },
	seen: { every: 10_000, mode: 'read' },
	unseen: { every: 60_000, mode: 'read' },
} as const;
type Use = keyof typeof use;

/** So many services have streams at once: more would cost the engine over 4 % of a processor (see decision 007). */
const mostStreams = 12;

/** The first rows that are on the screen, the worst of each group among them, and the selected one are streamed. */
const useOf = (id: string, visible: readonly string[], selected: string | undefined): Use => {
	const index = visible.indexOf(id);
	if (index < 0) return 'unseen';
	return id === selected || index < mostStreams - 1 ? 'stream' : 'seen';
};

/** A service's own series are those of its one container; several have a series each. */
const statsOf = (service: string, { host, id }: Instance, how: Use): Scheduled => ({
	probe: { kind: 'stats', of: service, every: use[how].every, timeout: 8000, spec: { host, id } },
	mode: use[how].mode,
});

/**
 * What is to be read now: what the fleet asks for, and the numbers of every running container, the more often the nearer
 * they are to the operator's eyes, since each reading costs the engine. `visible`: the services on the screen, in order.
 */
export const probesOf = (state: State, visible: readonly string[]): readonly Scheduled[] => [
	...state.fleet.hosts.flatMap(ofHost),
	...state.fleet.services.flatMap(ofService),
	...(state.fleet.probes ?? []).map(ofLine),
	...Object.values(state.services).flatMap((service) => ofReleases(service, state)),
	...Object.values(state.services).flatMap(({ id, instances }) =>
		instances
			.filter((instance) => instance.state === 'running')
			.map((instance) =>
				statsOf(
					instances.length === 1 ? id : `${id}/${instance.name}`,
					instance,
					useOf(id, visible, state.ui.selected.fleet),
				),
			),
	),
];
