import { discovered, type Named, named } from '../engine/draft.ts';
import { keptOf } from '../engine/former.ts';
import { isOneOff, managerOf } from '../engine/place.ts';
import type { Instance } from '../model.ts';
import type { Found, ServiceFound } from './found.ts';

type Left = Found['left'][number];

/** Why a container gets no line of its own in the config; undefined: it gets one. */
function whyLeft(instance: Instance): string | undefined {
	const { labels, state, name } = instance;
	const manager = managerOf(labels);
	if (manager !== undefined && manager !== 'Swarm') return `${manager} manages it and may call it otherwise tomorrow`;
	if (keptOf(name) !== undefined) return 'a roll back keeps it';
	if (isOneOff(labels)) return 'it is a single run of `docker compose run`';
	return state === 'running' || state === 'restarting' || state === 'paused' ? undefined : 'it does not run';
}

/** What the config calls the container of a service, so that no other can be meant. */
function containerOf({ draft }: Named): string {
	const [main] = draft.instances;
	if (main === undefined) return '';
	const { labels } = main;
	const task = labels['com.docker.swarm.service.name'];
	if (task !== undefined) return task;
	const project = labels['com.docker.compose.project'];
	const service = labels['com.docker.compose.service'];
	return project === undefined || service === undefined ? main.name : `${project}/${service}`;
}

/** A service with its containers, to be asked for more. */
export interface ServiceRunning {
	readonly service: ServiceFound;
	readonly instances: readonly Instance[];
}

/**
 * The containers of all hosts as services, by compose project, swarm stack, or alone in `local`, under the names by which
 * discovery would show them; and those that are left to discovery.
 */
export function servicesOf(containers: readonly Instance[]): {
	readonly running: readonly ServiceRunning[];
	readonly left: readonly Left[];
} {
	const judged = containers.map((instance) => ({ instance, why: whyLeft(instance) }));
	const kept = judged.filter(({ why }) => why === undefined).map(({ instance }) => instance);
	const running = named(discovered(kept)).map((each) => ({
		service: {
			...{ environment: each.environment, name: each.name, platform: each.draft.platform, host: each.draft.host },
			container: containerOf(each),
		},
		instances: each.draft.instances,
	}));
	return {
		running: running.filter(({ service }) => service.container !== ''),
		left: judged.flatMap(({ instance, why }) => (why === undefined ? [] : [{ name: instance.name, why }])),
	};
}
