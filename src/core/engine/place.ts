import type { Instance, PlatformId } from '../model.ts';

/** What a container is part of, by its labels. `key` tells one thing from another within an environment and host. */
export interface Place {
	readonly environment: string;
	readonly name: string;
	readonly platform: PlatformId;
	/** A swarm service is one thing on all its hosts; anything else is a thing of its own on each. */
	readonly everywhere: boolean;
}

/** The environment of containers that belong to no project. */
export const local = 'local';

type Labels = Instance['labels'];

/** Who else manages a container (docker.md §2): then it is changed only through them. */
export function managerOf(labels: Labels): string | undefined {
	if (labels['com.docker.swarm.task.id'] !== undefined) return 'Swarm';
	const names = Object.keys(labels);
	if (names.some((name) => name.startsWith('com.dokku.'))) return 'Dokku';
	if (names.some((name) => name.startsWith('io.kubernetes.'))) return 'Kubernetes';
	const kamal = labels['destination'] ?? labels['role'];
	return labels['service'] !== undefined && kamal !== undefined ? 'Kamal' : undefined;
}

/** Which platform runs a container. */
export function platformOf(labels: Labels): PlatformId {
	if (labels['com.docker.swarm.service.name'] !== undefined) return 'swarm';
	return labels['com.docker.compose.project'] !== undefined ? 'compose' : 'docker';
}

/** A container of `docker compose run`, which is no part of the service. */
export function isOneOff(labels: Labels): boolean {
	return labels['com.docker.compose.oneoff']?.toLowerCase() === 'true';
}

/** Where a Swarm service is put: its stack is the environment. */
export function swarmPlace(service: string, stack: string | undefined): Place {
	const name = stack !== undefined && service.startsWith(`${stack}_`) ? service.slice(stack.length + 1) : service;
	return { environment: stack ?? local, name, platform: 'swarm', everywhere: true };
}

/** Where discovery puts a container: its compose project or swarm stack is the environment; the rest is `local`. */
export function placeOf({ name, labels }: Instance): Place {
	const task = labels['com.docker.swarm.service.name'];
	if (task !== undefined) return swarmPlace(task, labels['com.docker.stack.namespace']);
	const project = labels['com.docker.compose.project'];
	const service = labels['com.docker.compose.service'];
	if (project === undefined || service === undefined) {
		return { environment: local, name, platform: platformOf(labels), everywhere: false };
	}
	return { environment: project, name: service, platform: 'compose', everywhere: false };
}

/** The slot of a swarm service that a task fills: one task after another has it (`pages_web.1`, or by node). */
export function slotOf({ labels, id }: Instance): string {
	const task = labels['com.docker.swarm.task.name'];
	return task === undefined ? id : task.slice(0, Math.max(0, task.lastIndexOf('.')));
}
