import type { Instance, Service } from '../model.ts';

const label = {
	project: 'com.docker.compose.project',
	service: 'com.docker.compose.service',
	/** `NAME:CONDITION:RESTART` each, with commas between. Source: docker/compose, `pkg/compose/create.go`, prepareLabels. */
	dependsOn: 'com.docker.compose.depends_on',
} as const;

/** What depends on what, as far as Docker Compose wrote it on the containers; ids of services. */
export interface Dependencies {
	/** What waits for a service. */
	readonly dependants: (id: string) => readonly string[];
	/** What a service waits for. */
	readonly needs: (id: string) => readonly string[];
}

/** Where a name of a Compose project is meant: on one host, in one project. */
function placeOf({ host, labels }: Instance, name: string): string | undefined {
	const project = labels[label.project];
	return project === undefined ? undefined : `${host} ${project} ${name}`;
}

function neededBy(instance: Instance): readonly string[] {
	const names = (instance.labels[label.dependsOn] ?? '').split(',').map((one) => one.split(':', 1)[0] ?? '');
	return names.filter((name) => name !== '').flatMap((name) => placeOf(instance, name) ?? []);
}

/** Reads from the containers of these services what depends on what; what is named but not there is left out. */
export function dependenciesIn(services: readonly Service[]): Dependencies {
	const byPlace = new Map(
		services.flatMap(({ id, instances }) =>
			instances.flatMap((instance) => {
				const place = placeOf(instance, instance.labels[label.service] ?? '');
				return place === undefined ? [] : [[place, id] as const];
			}),
		),
	);
	const needs = new Map(
		services.map(({ id, instances }) => [
			id,
			[...new Set(instances.flatMap(neededBy).flatMap((place) => byPlace.get(place) ?? []))].sort(),
		]),
	);
	return {
		needs: (id) => needs.get(id) ?? [],
		dependants: (id) => [...needs].flatMap(([other, of]) => (of.includes(id) ? [other] : [])).sort(),
	};
}
