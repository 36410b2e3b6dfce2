import type { Instance, Service } from '../core/model.ts';
import type { State } from '../core/state.ts';

/** Labels that hold names which plans speak of. */
const named = [
	'com.docker.compose.project',
	'com.docker.compose.service',
	'com.docker.stack.namespace',
	'com.docker.swarm.service.name',
];

const ofInstance = ({ name, image, labels }: Instance): readonly (string | undefined)[] => [
	name,
	image.ref,
	...named.map((label) => labels[label]),
];

const ofService = (service: Service): readonly (string | undefined)[] => [
	...[service.environment, service.name, service.original, ...service.hosts],
	...[...service.instances, ...service.former].flatMap(ofInstance),
	...service.releases.map(({ image }) => image?.ref),
];

const gathered = ({ fleet, services }: Pick<State, 'fleet' | 'services'>): ReadonlySet<string> => {
	const names = [
		...fleet.hosts.map(({ name }) => name),
		...fleet.environments.map(({ name }) => name),
		...fleet.services.flatMap(({ environment, name, host, container }) => [environment, name, host, container]),
		...Object.values(services).flatMap(ofService),
	].filter((name) => name !== undefined);
	// `shop-postgres-1` and `registry/postgres:16` are cut in two by who hides `postgres`.
	const parts = [...new Set(names)].flatMap((name) => [name, ...name.split(/[/:@]/), ...name.split(/[^A-Za-z0-9]+/)]);
	return new Set(parts.filter((part) => part !== ''));
};

/** Gives the names of all that is watched, and the parts of them; the same set until the fleet or its services change. */
export const makeKnownNames = (state: () => Pick<State, 'fleet' | 'services'>): (() => ReadonlySet<string>) => {
	let of = state();
	let names: ReadonlySet<string> | undefined;
	return () => {
		const { fleet, services } = state();
		if (names === undefined || of.fleet !== fleet || of.services !== services) {
			of = { fleet, services };
			names = gathered(of);
		}
		return names;
	};
};
