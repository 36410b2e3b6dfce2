import { type Engine, EngineError } from './engine.ts';

/** How a service is made. `ports`: container port to port of the host, without the routing mesh, which needs IP_VS. */
export interface ServiceOptions {
	readonly image: string;
	/** 1 unless said; `global`: one on each node. */
	readonly replicas?: number | 'global';
	readonly cmd?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	readonly labels?: Readonly<Record<string, string>>;
	readonly ports?: Readonly<Record<number, number>>;
	/** How it is updated, in the engine's words (`Parallelism`, `Order`, `FailureAction`, …); watched for a second unless said. */
	readonly update?: Readonly<Record<string, unknown>>;
}

/** What the tests read of a service in the engine's own words (`GET /services/NAME`). */
export interface ServiceInspected {
	readonly ID: string;
	readonly Version: { readonly Index: number };
	readonly Spec: ServiceSpec;
	readonly PreviousSpec?: ServiceSpec;
	readonly UpdateStatus?: { readonly State: string; readonly Message: string };
}

/** A specification, as it is given and as it is answered. */
export interface ServiceSpec {
	readonly Name: string;
	readonly Labels: Readonly<Record<string, string>>;
	readonly Mode: { readonly Replicated?: { readonly Replicas: number }; readonly Global?: object };
	readonly TaskTemplate: { readonly ContainerSpec: { readonly Image: string }; readonly ForceUpdate?: number };
}

/** What the tests read of a task (`GET /tasks`). */
export interface TaskInspected {
	readonly ID: string;
	readonly Slot?: number;
	readonly NodeID?: string;
	readonly DesiredState: string;
	readonly Spec: { readonly ContainerSpec: { readonly Image: string } };
	readonly Status: {
		readonly State: string;
		readonly Err?: string;
		readonly ContainerStatus?: { readonly ContainerID: string; readonly ExitCode?: number };
	};
}

/** The tests' hands on the services of an engine that is a manager. */
export interface Services {
	/** Makes a service; it has not converged yet. */
	readonly service: (name: string, options: ServiceOptions) => Promise<void>;
	readonly inspectService: (name: string) => Promise<ServiceInspected>;
	/** All tasks of a service that Swarm remembers, also those that ended. */
	readonly tasks: (name: string) => Promise<readonly TaskInspected[]>;
	/** Gives a service another specification, made from the one it has. */
	readonly respec: (name: string, change: (spec: ServiceSpec) => ServiceSpec) => Promise<void>;
	/** Waits until service and tasks are so, 60 seconds at most; Swarm tells of its tasks to nobody, so it asks. */
	readonly settles: (
		name: string,
		holds: (service: ServiceInspected, tasks: readonly TaskInspected[]) => boolean,
	) => Promise<void>;
}

const SECOND = 1_000_000_000;
const WAIT = 60_000;
const PAUSE = 100;

/** A service's specification, as `POST /services/create` takes it. */
const specOf = (name: string, options: ServiceOptions) => {
	const { image, replicas = 1, env = {}, labels = {}, ports = {}, update = {} } = options;
	const quiet = image.startsWith('quiet');
	const cmd = options.cmd ?? (quiet ? ['/bin/sleep', '1000000'] : undefined);
	return {
		Name: name,
		Labels: labels,
		Mode: replicas === 'global' ? { Global: {} } : { Replicated: { Replicas: replicas } },
		TaskTemplate: {
			ContainerSpec: {
				...{ Image: image, Init: quiet, StopGracePeriod: 2 * SECOND },
				Env: Object.entries(env).map(([key, value]) => `${key}=${value}`),
				...(cmd ? { Args: cmd } : {}),
			},
			// The default waits five seconds before each start of a task that failed.
			RestartPolicy: { Condition: 'any', Delay: SECOND / 2 },
		},
		UpdateConfig: { Parallelism: 1, Monitor: SECOND, FailureAction: 'pause', Order: 'stop-first', ...update },
		RollbackConfig: { Parallelism: 1, Monitor: SECOND, FailureAction: 'pause', Order: 'stop-first' },
		EndpointSpec: {
			Mode: 'dnsrr',
			Ports: Object.entries(ports).map(([inner, outer]) => ({
				...{ Protocol: 'tcp', TargetPort: Number(inner), PublishedPort: outer, PublishMode: 'host' },
			})),
		},
	};
};

const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE));

/** Services by the lab's own client. */
export function servicesOf(engine: Engine): Services {
	// The casts here are of the engine's documented answers; a test that reads a field that is missing fails by itself.
	const inspectService = async (name: string) => (await engine.ask('GET', `/services/${name}`)) as ServiceInspected;
	const tasks = async (name: string) => {
		const query = { filters: JSON.stringify({ service: [name] }) };
		return (await engine.ask('GET', '/tasks', { query })) as readonly TaskInspected[];
	};
	return {
		inspectService,
		tasks,
		service: async (name, options) => {
			await engine.ask('POST', '/services/create', { body: specOf(name, options) });
		},
		respec: async (name, change) => {
			const { ID, Version, Spec } = await inspectService(name);
			const query = { version: String(Version.Index) };
			await engine.ask('POST', `/services/${ID}/update`, { query, body: change(Spec) });
		},
		settles: async (name, holds) => {
			const late = Date.now() + WAIT;
			for (;;) {
				const [service, all] = [await inspectService(name), await tasks(name)];
				if (holds(service, all)) return;
				if (Date.now() > late) throw new Error(`${name} did not settle: ${JSON.stringify([service, all], null, 1)}`);
				await pause();
			}
		},
	};
}

/** Makes the engine a Swarm of one. A busy machine must not make its only node "down": so its beat may be late. */
export const startSwarm = (engine: Engine): Promise<unknown> =>
	engine.ask('POST', '/swarm/init', {
		body: {
			...{ ListenAddr: '127.0.0.1:2377', AdvertiseAddr: '127.0.0.1' },
			Spec: { Dispatcher: { HeartbeatPeriod: 30 * SECOND } },
		},
	});

/** Removes all services. Their containers go after them, and nothing brings them back. */
export async function clearServices(engine: Engine): Promise<void> {
	const all = (await engine.ask('GET', '/services')) as readonly { ID: string }[];
	await Promise.all(all.map(({ ID }) => engine.ask('DELETE', `/services/${ID}`)));
	const late = Date.now() + WAIT;
	const query = { all: '1', filters: JSON.stringify({ label: ['com.docker.swarm.task.id'] }) };
	for (;;) {
		const left = (await engine.ask('GET', '/containers/json', { query })) as readonly { Id: string }[];
		if (left.length === 0) return;
		if (Date.now() > late) throw new Error(`${left.length} containers of removed services are still there`);
		await Promise.all(
			left.map(({ Id }) =>
				engine.ask('DELETE', `/containers/${Id}`, { query: { force: '1', v: '1' } }).catch((error) => {
					// Swarm removes it, or has.
					if (!(error instanceof EngineError && [404, 409].includes(error.status))) throw error;
				}),
			),
		);
		await pause();
	}
}

/** Gives the Swarm up, so that its tasks do not come back with the engine. */
export const leaveSwarm = (engine: Engine): Promise<unknown> =>
	engine.ask('POST', '/swarm/leave', { query: { force: '1' } });
