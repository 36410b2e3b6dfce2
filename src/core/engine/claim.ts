import type { ServiceSpec } from '../config/fleet.ts';
import type { Instance } from '../model.ts';

/** The containers of all hosts, to be looked up as the config names them. */
export interface Finder {
	readonly find: (spec: ServiceSpec) => readonly Instance[];
}

function projectOf({ labels }: Instance): string {
	return labels['com.docker.compose.project'] ?? '';
}

/** Of one compose service in several projects on a host: those of the project that is called like the environment. */
function oneProject(found: readonly Instance[], environment: string): readonly Instance[] {
	const projects = new Set(found.map(projectOf));
	return projects.size <= 1 ? found : found.filter((instance) => projectOf(instance) === environment);
}

function keysOf(instance: Instance): readonly string[] {
	const { host, name, labels } = instance;
	const service = labels['com.docker.compose.service'];
	const task = labels['com.docker.swarm.service.name'];
	return [
		`${host} name ${name}`,
		...(service === undefined
			? []
			: [`${host} compose ${service}`, `${host} compose ${projectOf(instance)}/${service}`]),
		...(task === undefined ? [] : [`${host} swarm ${task}`]),
	];
}

/**
 * Finds the containers of a service of the config: by the container's name; on `compose` by `SERVICE` or
 * `PROJECT/SERVICE`; on `swarm` by the name of the swarm service, on each host of one Swarm (`together`).
 */
export function finderOf(
	containers: readonly Instance[],
	together: (host: string) => readonly string[] = (host) => [host],
): Finder {
	const byKey = new Map<string, Instance[]>();
	for (const instance of containers) {
		for (const key of keysOf(instance)) {
			const known = byKey.get(key);
			if (known === undefined) byKey.set(key, [instance]);
			else known.push(instance);
		}
	}
	const at = (host: string, by: string, name: string) => byKey.get(`${host} ${by} ${name}`) ?? [];
	return {
		find: ({ platform, host, container, environment }) => {
			const named = at(host, 'name', container);
			switch (platform) {
				case 'docker':
					return named;
				case 'compose': {
					const found = oneProject(at(host, 'compose', container), environment);
					return found.length > 0 ? found : named;
				}
				case 'swarm':
					return together(host).flatMap((one) => at(one, 'swarm', container));
			}
		},
	};
}
