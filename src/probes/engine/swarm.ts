import type { SwarmSaid } from '../../core/engine/swarm/said.ts';
import { readServices } from '../../core/engine/swarm/services.ts';
import { readNodes, readTasks } from '../../core/engine/swarm/tasks.ts';
import type { Result } from '../../core/model.ts';
import type { Get } from './ask.ts';

/**
 * All that the manager of a Swarm says of it: services with how many of their tasks run, tasks with the few before them
 * in each slot, nodes. Three questions, whatever the Swarm has.
 */
export async function readSwarm(host: string, cluster: string, ask: Get): Promise<Result<SwarmSaid>> {
	const [services, tasks, nodes] = await Promise.all([ask('/services?status=true'), ask('/tasks'), ask('/nodes')]);
	// Only why it failed: the answer itself may hold what is nobody's business.
	if (!services.ok) return { ok: false, failure: services.failure };
	if (!tasks.ok) return { ok: false, failure: tasks.failure };
	if (!nodes.ok) return { ok: false, failure: nodes.failure };
	const read = {
		services: readServices(host, services.value.text),
		tasks: readTasks(host, tasks.value.text),
		nodes: readNodes(host, nodes.value.text),
	};
	if (!read.services.ok) return read.services;
	if (!read.tasks.ok) return read.tasks;
	if (!read.nodes.ok) return read.nodes;
	return {
		ok: true,
		value: { cluster, services: read.services.value, tasks: read.tasks.value, nodes: read.nodes.value },
	};
}
