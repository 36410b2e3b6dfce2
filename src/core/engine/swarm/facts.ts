import type { Instance, SwarmFacts, SwarmRun } from '../../model.ts';
import type { Cluster } from './cluster.ts';
import type { SwarmService, SwarmTask } from './said.ts';

/** So many tasks of a service are remembered, the newest ones; Swarm itself keeps five of each slot. */
const mostRuns = 100;

/** What people call a task: `api.2`, on a global service by its node. */
function taskName({ name }: SwarmService, { slot, id }: SwarmTask, node: string | undefined): string {
	return `${name}.${slot ?? node ?? id}`;
}

function runOf(service: SwarmService, task: SwarmTask, cluster: Cluster): SwarmRun {
	const node = cluster.said.nodes.find(({ id }) => id === task.node)?.name;
	const { id, image, created, at, state, desired, err, exit, container } = task;
	const host = cluster.hosts.get(task.node ?? '');
	return {
		id,
		name: taskName(service, task, node),
		image,
		state,
		desired,
		...(node === undefined ? {} : { node }),
		...(host === undefined ? {} : { host }),
		...(created === undefined ? {} : { created }),
		...(at === undefined ? {} : { at }),
		...(err === undefined ? {} : { err }),
		...(exit === undefined ? {} : { exit }),
		...(container === undefined ? {} : { container }),
	};
}

/** Whether a run is under way and wanted, as far as its manager knew. */
export function isUnderWay({ state, desired }: Pick<SwarmRun, 'state' | 'desired'>): boolean {
	return state === 'running' && desired === 'running';
}

/**
 * Whether a container is one of the tasks that are wanted, and not one that is being ended, or that a restart behind
 * Swarm's back left running. One that its manager does not know is new, if it is younger than all that it knows.
 */
function isWanted({ labels, created = 0 }: Instance, tasks: readonly SwarmTask[]): boolean {
	const known = tasks.find(({ id }) => id === labels['com.docker.swarm.task.id']);
	if (known !== undefined) return known.desired === 'running';
	return tasks.every((task) => (task.created ?? 0) <= created);
}

/** The containers of a service that run and are wanted. */
function servingOf(instances: readonly Instance[], tasks: readonly SwarmTask[]): readonly Instance[] {
	return instances.filter((instance) => instance.state === 'running' && isWanted(instance, tasks));
}

const over: readonly string[] = ['complete', 'shutdown', 'failed', 'rejected', 'orphaned'];

/** The containers that run although their tasks are over: Swarm counts them no more and never ends them. */
function straysOf(instances: readonly Instance[], tasks: readonly SwarmTask[]): readonly Instance[] {
	const ended = new Set(tasks.filter(({ state }) => over.includes(state)).map(({ id }) => id));
	return instances.filter(
		({ state, labels }) => state === 'running' && ended.has(labels['com.docker.swarm.task.id'] ?? ''),
	);
}

function newestFirst(a: SwarmRun, b: SwarmRun): number {
	return (b.created ?? 0) - (a.created ?? 0) || (a.id < b.id ? -1 : 1);
}

/**
 * What is known of a Swarm service. What runs on hosts that we read their own engines say, which is newer; what runs
 * elsewhere only the manager does.
 */
export function swarmFactsOf(service: SwarmService, cluster: Cluster, instances: readonly Instance[]): SwarmFacts {
	const { said, manager, unread } = cluster;
	const tasks = said.tasks.filter((task) => task.service === service.id);
	const history = tasks
		.map((task) => runOf(service, task, cluster))
		.sort(newestFirst)
		.slice(0, mostRuns);
	const elsewhere = history.filter((run) => run.host === undefined && isUnderWay(run)).length;
	const serving = servingOf(instances, tasks);
	const completed = history.filter(({ state }) => state === 'complete').length;
	return {
		...service,
		manager,
		...(unread === undefined ? {} : { unread }),
		running: serving.length + elsewhere,
		serving: serving.map(({ id }) => id),
		strays: straysOf(instances, tasks).map(({ id }) => id),
		elsewhere,
		reached: [...new Set([manager, ...cluster.hosts.values()])].sort(),
		unreached: said.nodes.filter(({ id, ready }) => ready && !cluster.hosts.has(id)).map(({ name }) => name),
		completed,
		history,
	};
}
