// A Swarm of one that keeps the rules of the real one where a change can go wrong, one step of its work at each `tick`:
// versions that must match, one step of history, an updater that pauses or goes back, tags that are read when a task starts.
// `test/integration/simulated-swarm.test.ts` plays the same on both.
import { type Kept, type SimulatedSpec, type SimulatedTask, step, wanted } from './swarm-work.ts';

export type { SimulatedSpec } from './swarm-work.ts';

/** What the engine answers: a status, and JSON. */
export interface SimulatedReply {
	readonly code: number;
	readonly json: unknown;
}

export interface SimulatedSwarm {
	/** What names mean on the node now. */
	readonly tags: Map<string, string>;
	/** Image ids whose tasks never get healthy and fail. */
	readonly sick: Set<string>;
	readonly handle: (method: string, path: string, body?: unknown) => SimulatedReply;
	/** What each task's container was made from, by the task's id. */
	readonly images: () => ReadonlyMap<string, string>;
	/** One step of Swarm's work; false: there is nothing to do. */
	readonly tick: () => boolean;
}

const refusal = (code: number, message: string): SimulatedReply => ({ code, json: { message } });

const serviceJson = (kept: Kept) => ({
	ID: kept.id,
	Version: { Index: kept.version },
	Spec: kept.spec,
	...(kept.previous ? { PreviousSpec: kept.previous } : {}),
	...(kept.update ? { UpdateStatus: { State: kept.update.state, Message: kept.update.message } } : {}),
	ServiceStatus: {
		RunningTasks: kept.tasks.filter((task) => wanted(task) && task.state === 'running').length,
		DesiredTasks: kept.spec.Mode.Replicated.Replicas,
		CompletedTasks: 0,
	},
});

const taskJson = (kept: Kept, task: SimulatedTask) => ({
	...{ ID: task.id, ServiceID: kept.id, Slot: task.slot, NodeID: 'node1', DesiredState: task.desired },
	Spec: JSON.parse(task.template),
	Status: {
		State: task.state,
		...(task.state === 'failed' ? { Err: 'task: non-zero exit (1)' } : {}),
		...(task.state === 'rejected' ? { Err: `No such image: ${task.ref}` } : {}),
		...(task.image === undefined ? {} : { ContainerStatus: { ContainerID: `container-${task.id}` } }),
	},
});

/** Another specification, under the rules of `UpdateService` (swarmkit, manager/controlapi/service.go). */
function change(kept: Kept, version: string | null, spec: SimulatedSpec | 'previous'): SimulatedReply {
	if (Number(version) !== kept.version) {
		return refusal(500, 'rpc error: code = Unknown desc = update out of sequence');
	}
	if (spec === 'previous' && kept.previous === undefined) {
		return refusal(400, `rpc error: code = FailedPrecondition desc = service ${kept.id} does not have a previous spec`);
	}
	const next = spec === 'previous' ? (kept.previous ?? kept.spec) : spec;
	kept.back = spec === 'previous';
	kept.previous = kept.spec;
	kept.spec = next;
	kept.update = undefined;
	kept.renewed = 0;
	kept.version += 1;
	return { code: 200, json: { Warnings: null } };
}

/** Starts a Swarm without services. */
export function simulatedSwarm(): SimulatedSwarm {
	const services = new Map<string, Kept>();
	const [tags, sick] = [new Map<string, string>(), new Set<string>()];
	let made = 0;
	const next = (kind: string) => {
		made += 1;
		return `${kind}${made}`;
	};
	const all = () => [...services.values()];
	const find = (key: string) => services.get(key) ?? all().find(({ spec }) => spec.Name === key);

	function create(spec: SimulatedSpec): SimulatedReply {
		if (find(spec.Name) !== undefined) {
			const what = `name conflicts with an existing object: service ${spec.Name} already exists`;
			return refusal(409, `rpc error: code = AlreadyExists desc = ${what}`);
		}
		const id = next('service');
		services.set(id, {
			id,
			version: 1,
			spec,
			previous: undefined,
			update: undefined,
			back: false,
			renewed: 0,
			tasks: [],
		});
		return { code: 201, json: { ID: id } };
	}

	function onService(method: string, kept: Kept, query: URLSearchParams, body: unknown): SimulatedReply {
		if (method === 'GET') return { code: 200, json: serviceJson(kept) };
		if (method === 'DELETE') {
			services.delete(kept.id);
			return { code: 200, json: undefined };
		}
		// The cast is of what the caller gives as a specification.
		const spec = query.get('rollback') === 'previous' ? 'previous' : (body as SimulatedSpec);
		return change(kept, query.get('version'), spec);
	}

	function handle(method: string, path: string, body?: unknown): SimulatedReply {
		const { pathname, searchParams } = new URL(path, 'http://engine');
		const [kind = '', key = ''] = pathname.split('/').slice(1).map(decodeURIComponent);
		if (kind === 'tasks')
			return { code: 200, json: all().flatMap((kept) => kept.tasks.map((task) => taskJson(kept, task))) };
		if (kind !== 'services') return refusal(404, 'page not found');
		if (key === '') return { code: 200, json: all().map(serviceJson) };
		// As above.
		if (key === 'create') return create(body as SimulatedSpec);
		const kept = find(key);
		return kept === undefined ? refusal(404, `service ${key} not found`) : onService(method, kept, searchParams, body);
	}

	const images = () =>
		new Map(all().flatMap(({ tasks }) => tasks.flatMap(({ id, image }) => (image === undefined ? [] : [[id, image]]))));
	return { tags, sick, handle, images, tick: () => all().some((kept) => step(kept, { tags, sick, next })) };
}
