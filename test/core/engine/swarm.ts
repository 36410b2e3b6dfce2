import type { SwarmSaid } from '../../../src/core/engine/swarm/said.ts';
import { readServices } from '../../../src/core/engine/swarm/services.ts';
import { readNodes, readTasks } from '../../../src/core/engine/swarm/tasks.ts';
import type { Result } from '../../../src/core/model.ts';
import { day0, hour } from './world.ts';

/** The value, where there must be one. */
export function got<T>(result: Result<T>): T {
	if (!result.ok) throw new Error(result.failure.message);
	return result.value;
}

const stamp = (at: number): string => new Date(at).toISOString();

/** A service as `GET /services?status=true` has it. */
export function serviceJson(name: string, more: object = {}, spec: object = {}): object {
	return {
		ID: `svc${name.replaceAll(/[^a-z0-9]/g, '')}`,
		Version: { Index: 12 },
		CreatedAt: stamp(day0),
		Spec: {
			Name: name,
			Labels: {},
			TaskTemplate: {
				ContainerSpec: { Image: 'shop/api:v2', Env: ['DB_PASSWORD=planted-env-secret'] },
				ForceUpdate: 0,
			},
			Mode: { Replicated: { Replicas: 2 } },
			...spec,
		},
		Endpoint: { Spec: {} },
		ServiceStatus: { RunningTasks: 2, DesiredTasks: 2, CompletedTasks: 0 },
		...more,
	};
}

/** A task as `GET /tasks` has it, in its state since an hour of the day. */
export function taskJson(service: string, slot: number, state: string, at: number, more: object = {}): object {
	const id = `t${service.replaceAll(/[^a-z0-9]/g, '')}${slot}${state}${Math.round(at * 1000)}`;
	return {
		ID: id.replaceAll(/[^a-z0-9]/g, ''),
		ServiceID: `svc${service.replaceAll(/[^a-z0-9]/g, '')}`,
		Slot: slot,
		NodeID: 'node1',
		CreatedAt: stamp(day0 + at * hour - 1000),
		DesiredState: state === 'running' ? 'running' : 'shutdown',
		Spec: { ContainerSpec: { Image: 'shop/api:v2' } },
		Status: {
			Timestamp: stamp(day0 + at * hour),
			State: state,
			Message: state,
			ContainerStatus: { ContainerID: '', ExitCode: 0 },
		},
		...more,
	};
}

/** A node as `GET /nodes` has it. */
export function nodeJson(id: string, name: string): object {
	return { ID: id, Spec: { Availability: 'active' }, Description: { Hostname: name }, Status: { State: 'ready' } };
}

/** What a manager says, read as the probe reads it. */
export function saidOf(
	services: readonly object[],
	tasks: readonly object[] = [],
	nodes: readonly object[] = [nodeJson('node1', 'vm-1'), nodeJson('node2', 'vm-2')],
): SwarmSaid {
	return {
		cluster: 'cluster1',
		services: got(readServices('vps1', JSON.stringify(services))),
		tasks: got(readTasks('vps1', JSON.stringify(tasks))),
		nodes: got(readNodes('vps1', JSON.stringify(nodes))),
	};
}
