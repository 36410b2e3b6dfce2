// A simulated host that is a Swarm of one: what the Swarm does by itself is `swarm.ts`, the rest is the host of the demo.
import type { Carrier, Piece, Request, Response } from '../../src/io/carrier.ts';
import { hexOf } from '../../src/io/demo/engine/ids.ts';
import type { Engine } from '../../src/io/demo/engine/types.ts';
import { type SimulatedSpec, simulatedSwarm } from './swarm.ts';

/** What the reading of tasks needs of them here. */
interface Task {
	readonly ID: string;
	readonly ServiceID: string;
	readonly Slot: number;
	readonly Spec: { readonly ContainerSpec: { readonly Image: string } };
	readonly Status: { readonly State: string };
}

/** A Swarm with the host that it runs on. */
export interface SwarmHost {
	readonly carrier: Carrier;
	/** Lets Swarm work, so many steps. */
	readonly work: (steps: number) => void;
	/** Orders it directly, as nobody's program: what is made before a test. */
	readonly begin: (spec: SimulatedSpec) => void;
	readonly respec: (change: (spec: SimulatedSpec) => SimulatedSpec) => void;
	/** Its services, and the image and state of each task that runs. */
	readonly look: () => { readonly services: readonly SimulatedSpec[]; readonly running: readonly string[] };
}

interface Parts {
	readonly host: string;
	/** The host without its Swarm. */
	readonly bare: Carrier;
	readonly engine: () => Engine;
	readonly now: () => number;
}

const stamp = (at: number): string => new Date(at).toISOString();
const containerOf = (task: string): string => hexOf('container of', task);

async function* once(json: unknown): AsyncGenerator<Piece> {
	if (json !== undefined) yield { from: 'out', bytes: Buffer.from(JSON.stringify(json)) };
}

/** A Swarm on a host whose images are those of its engine. */
export function swarmHost({ host, bare, engine, now }: Parts): SwarmHost {
	const swarm = simulatedSwarm();
	const made = new Map<string, number>();
	/** What a name means is asked of the engine in which the images are. */
	const named = () => {
		swarm.tags.clear();
		for (const { id, tags, digests } of engine().images.values())
			for (const name of [id, ...tags, ...digests]) swarm.tags.set(name, id);
	};
	const tasks = (): readonly Task[] => {
		// The casts here are of what the simulation itself answers.
		const all = swarm.handle('GET', '/tasks').json as readonly Task[];
		for (const { ID } of all) if (!made.has(ID)) made.set(ID, now());
		return all;
	};
	const taskJson = (task: Task) => ({
		...task,
		CreatedAt: stamp(made.get(task.ID) ?? 0),
		Status: {
			...task.Status,
			Timestamp: stamp(made.get(task.ID) ?? 0),
			...(swarm.images().has(task.ID) ? { ContainerStatus: { ContainerID: containerOf(task.ID) } } : {}),
		},
	});
	const services = () => swarm.handle('GET', '/services').json as readonly { ID: string; Spec: SimulatedSpec }[];
	const labelsOf = (task: Task) => ({
		'com.docker.swarm.task.id': task.ID,
		'com.docker.swarm.task.name': `api.${task.Slot}.${task.ID}`,
		'com.docker.swarm.service.id': task.ServiceID,
		'com.docker.swarm.service.name': 'api',
		'com.docker.swarm.node.id': 'node1',
	});
	const isUp = (task: Task) => task.Status.State === 'running';
	const withContainer = () => tasks().filter(({ ID }) => swarm.images().has(ID));
	const entryOf = (task: Task) => ({
		Id: containerOf(task.ID),
		Names: [`/api.${task.Slot}.${task.ID}`],
		Image: task.Spec.ContainerSpec.Image,
		ImageID: swarm.images().get(task.ID),
		Created: Math.floor((made.get(task.ID) ?? 0) / 1000),
		State: isUp(task) ? 'running' : 'exited',
		Status: isUp(task) ? 'Up 5 seconds (healthy)' : 'Exited (0) 5 seconds ago',
		Labels: labelsOf(task),
	});
	const inspected = (task: Task) => ({
		Id: containerOf(task.ID),
		Name: `/api.${task.Slot}.${task.ID}`,
		Image: swarm.images().get(task.ID),
		Created: stamp(made.get(task.ID) ?? 0),
		RestartCount: 0,
		State: {
			...{ Status: isUp(task) ? 'running' : 'exited', ExitCode: 0, StartedAt: stamp(made.get(task.ID) ?? 0) },
			Health: { Status: isUp(task) ? 'healthy' : 'none' },
		},
		Config: { Image: task.Spec.ContainerSpec.Image, Labels: labelsOf(task) },
		HostConfig: { RestartPolicy: { Name: 'no' } },
	});
	const about = {
		ID: 'engine1',
		Swarm: { NodeID: 'node1', LocalNodeState: 'active', ControlAvailable: true, Cluster: { ID: 'cluster1' } },
	};
	const node = {
		...{ ID: 'node1', Spec: { Availability: 'active' }, Status: { State: 'ready' } },
		Description: { Hostname: host },
	};

	/** What only a Swarm answers otherwise; undefined: the engine answers. */
	function answer(method: string, path: string, body: unknown): { code: number; json: unknown } | undefined {
		const [name = ''] = path.split('?');
		if (name === '/info') return { code: 200, json: about };
		if (name === '/nodes') return { code: 200, json: [node] };
		if (name === '/tasks') return { code: 200, json: tasks().map(taskJson) };
		if (name.startsWith('/services')) return swarm.handle(method, path, body);
		if (name === '/containers/json') {
			const every = path.includes('all=1');
			return {
				code: 200,
				json: withContainer()
					.filter((task) => every || isUp(task))
					.map(entryOf),
			};
		}
		const asked = withContainer().find(({ ID }) => name === `/containers/${containerOf(ID)}/json`);
		return asked === undefined ? undefined : { code: 200, json: inspected(asked) };
	}
	const ask = async (request: Request, signal: AbortSignal) => {
		const path = request.url.replace(/^\/v\d+\.\d+(?=\/)/, '');
		const body: unknown = request.body === undefined || request.body === '' ? undefined : JSON.parse(request.body);
		const said = answer(request.method, path, body);
		if (said === undefined) return bare.engine(request, signal);
		const value: Response = { code: said.code, headers: { 'api-version': '1.41' }, pieces: once(said.json) };
		return { ok: true as const, value };
	};
	return {
		carrier: { ...bare, engine: ask },
		work: (steps) => {
			named();
			for (let step = 0; step < steps && swarm.tick(); step += 1) tasks();
		},
		begin: (spec) => void swarm.handle('POST', '/services/create', spec),
		respec: (change) => {
			const [one] = swarm.handle('GET', '/services').json as readonly {
				ID: string;
				Version: { Index: number };
				Spec: SimulatedSpec;
			}[];
			if (one === undefined) throw new Error('there is no service');
			swarm.handle('POST', `/services/${one.ID}/update?version=${one.Version.Index}`, change(one.Spec));
		},
		look: () => ({
			services: services().map(({ Spec }) => Spec),
			running: withContainer()
				.filter(isUp)
				.map(({ ID }) => swarm.images().get(ID) ?? ''),
		}),
	};
}
