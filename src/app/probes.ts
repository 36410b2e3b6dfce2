import type { ServiceSpec } from '../core/config/fleet.ts';
import type { Host, Instance } from '../core/model.ts';
import type { Probe } from '../core/probe.ts';
import type { State } from '../core/state.ts';

/** A probe and how it is run: read at its interval, watched as a stream, or read and then watched. */
export interface Scheduled {
	readonly probe: Probe;
	readonly mode: 'read' | 'watch' | 'read and watch';
}

const ofHost = ({ name }: Host): readonly Scheduled[] => [
	{
		probe: { kind: 'docker', of: `host/${name}`, every: 30_000, timeout: 10_000, spec: { host: name } },
		mode: 'read and watch',
	},
	{ probe: { kind: 'host', of: `host/${name}`, every: 5000, timeout: 5000, spec: { host: name } }, mode: 'read' },
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

/** A service's own series are those of its one container; several have a series each. */
const statsOf = (service: string, { host, id }: Instance, visible: boolean): Scheduled => ({
	probe: { kind: 'stats', of: service, every: visible ? 1000 : 60_000, timeout: 8000, spec: { host, id } },
	mode: visible ? 'watch' : 'read',
});

/**
 * What is to be read now: what the fleet asks for, and the numbers of every running container; those of the services
 * that are on the screen come as streams, those of the others slowly, since each reading costs the engine.
 */
export const probesOf = (state: State, visible: ReadonlySet<string>): readonly Scheduled[] => [
	...state.fleet.hosts.flatMap(ofHost),
	...state.fleet.services.flatMap(ofService),
	...Object.values(state.services).flatMap(({ id, instances }) =>
		instances
			.filter((instance) => instance.state === 'running')
			.map((instance) => statsOf(instances.length === 1 ? id : `${id}/${instance.name}`, instance, visible.has(id))),
	),
];
