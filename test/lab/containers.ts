import type { Engine } from './engine.ts';

/** What the tests read in the engine's own words (`GET /containers/NAME/json`). */
export interface Inspected {
	readonly Id: string;
	readonly Name: string;
	readonly Image: string;
	readonly RestartCount: number;
	readonly State: {
		readonly Status: string;
		readonly Running: boolean;
		readonly ExitCode: number;
		readonly StartedAt: string;
		readonly FinishedAt: string;
		readonly Health?: { readonly Status: string };
	};
	readonly Config: {
		readonly Image: string;
		readonly Env: readonly string[];
		readonly Labels: Readonly<Record<string, string>>;
		readonly Cmd: readonly string[] | null;
	};
	readonly HostConfig: { readonly RestartPolicy: { readonly Name: string }; readonly Binds: readonly string[] | null };
	readonly Mounts: readonly { readonly Type: string; readonly Name?: string; readonly Destination: string }[];
	readonly NetworkSettings: {
		readonly Networks: Readonly<
			Record<string, { readonly IPAddress: string; readonly Aliases: readonly string[] | null }>
		>;
	};
}

/** How a container is made. `ports`: container port to port of 127.0.0.1. `volumes`: paths with a volume without a name; `binds`: `VOLUME_OR_FOLDER:PATH`. */
export interface RunOptions {
	readonly env?: Readonly<Record<string, string>>;
	readonly labels?: Readonly<Record<string, string>>;
	readonly ports?: Readonly<Record<number, number>>;
	readonly restart?: 'no' | 'always' | 'unless-stopped' | 'on-failure';
	readonly memory?: number;
	readonly volumes?: readonly string[];
	readonly binds?: readonly string[];
	readonly cmd?: readonly string[];
	readonly tty?: boolean;
	readonly network?: string;
}

/** A container that was started. `url`: where an app in it answers. */
export interface Running {
	readonly id: string;
	readonly ip: string;
	readonly url: string;
}

/** Labels as Compose v2 writes them, of a service of a project. */
export const composeLabels = (project: string, service: string): Readonly<Record<string, string>> => ({
	'com.docker.compose.project': project,
	'com.docker.compose.service': service,
	'com.docker.compose.container-number': '1',
	'com.docker.compose.oneoff': 'False',
	'com.docker.compose.project.working_dir': `/srv/${project}`,
	'com.docker.compose.project.config_files': `/srv/${project}/compose.yaml`,
});

const bodyOf = (image: string, options: RunOptions) => {
	const ports = Object.entries(options.ports ?? {});
	return {
		Image: image,
		...(options.cmd ? { Cmd: options.cmd } : image.startsWith('quiet') ? { Cmd: ['/bin/sleep', '1000000'] } : {}),
		Env: Object.entries(options.env ?? {}).map(([name, value]) => `${name}=${value}`),
		Labels: options.labels ?? {},
		Tty: options.tty ?? false,
		Volumes: Object.fromEntries((options.volumes ?? []).map((path) => [path, {}])),
		ExposedPorts: Object.fromEntries(ports.map(([inner]) => [`${inner}/tcp`, {}])),
		HostConfig: {
			// sleep does not end when asked to; the app does, and without an init the engine itself says what cannot start.
			Init: image.startsWith('quiet'),
			Memory: options.memory ?? 0,
			Binds: options.binds ?? [],
			NetworkMode: options.network ?? 'bridge',
			RestartPolicy: { Name: options.restart ?? 'no' },
			PortBindings: Object.fromEntries(
				ports.map(([inner, outer]) => [`${inner}/tcp`, [{ HostIp: '127.0.0.1', HostPort: String(outer) }]]),
			),
		},
	};
};

/** The tests' hands on the containers of an engine. */
export interface Containers {
	/** Makes and starts a container. */
	readonly run: (name: string, image: string, options?: RunOptions) => Promise<Running>;
	readonly inspect: (name: string) => Promise<Inspected>;
	/** The names of all containers, also of those that are stopped, sorted. */
	readonly names: () => Promise<readonly string[]>;
	readonly kill: (name: string) => Promise<void>;
	readonly halt: (name: string) => Promise<void>;
	readonly rename: (name: string, to: string) => Promise<void>;
	readonly rm: (name: string) => Promise<void>;
	readonly imageId: (name: string) => Promise<string>;
	/** When the last such event of the container was, in milliseconds since 1970, by the engine's clock. */
	readonly eventTime: (name: string, event: string) => Promise<number>;
	/** Waits until what `inspect` says is so; looks again at each event of the container, within 20 seconds. */
	readonly becomes: (name: string, holds: (now: Inspected) => boolean) => Promise<Inspected>;
	/** Tells an app how to behave: what `app/server.mjs` takes at `/control`. */
	readonly tell: (name: string, wish: object) => Promise<void>;
}

const WAIT = 20_000;

/** Calls `look` now and at each event of a container, until it says true; throws after `WAIT`. */
async function atEachEvent(engine: Engine, name: string, look: () => Promise<boolean>): Promise<void> {
	const ended = new AbortController();
	const late = setTimeout(
		() => ended.abort(new Error(`${name} did not become what was waited for in ${WAIT} ms`)),
		WAIT,
	);
	const query = { filters: JSON.stringify({ container: [name] }), since: String(Math.floor(Date.now() / 1000) - 1) };
	try {
		if (await look()) return;
		for await (const _ of engine.lines('/events', { query, signal: ended.signal })) if (await look()) return;
	} finally {
		clearTimeout(late);
		ended.abort();
	}
}

/** Containers by the lab's own client. */
export function containersOf(engine: Engine): Containers {
	// The casts here are of the engine's documented answers; a test that reads a field that is missing fails by itself.
	const inspect = async (name: string) => (await engine.ask('GET', `/containers/${name}/json`)) as Inspected;
	const post = async (name: string, verb: string, query = {}) => {
		await engine.ask('POST', `/containers/${name}/${verb}`, { query });
	};
	const reach = async (name: string): Promise<Running> => {
		const { Id, NetworkSettings } = await inspect(name);
		const ip = Object.values(NetworkSettings.Networks)[0]?.IPAddress ?? '';
		return { id: Id, ip, url: `http://${ip}:8080` };
	};
	return {
		inspect,
		run: async (name, image, options = {}) => {
			await engine.ask('POST', '/containers/create', { query: { name }, body: bodyOf(image, options) });
			await post(name, 'start');
			return reach(name);
		},
		names: async () => {
			const all = (await engine.ask('GET', '/containers/json', { query: { all: '1' } })) as readonly {
				Names: readonly string[];
			}[];
			return all.flatMap(({ Names }) => Names.map((name) => name.replace(/^\//, ''))).sort();
		},
		kill: (name) => post(name, 'kill'),
		halt: (name) => post(name, 'stop', { t: '2' }),
		rename: (name, to) => post(name, 'rename', { name: to }),
		rm: async (name) => {
			await engine.ask('DELETE', `/containers/${name}`, { query: { force: '1' } });
		},
		imageId: async (name) => ((await engine.ask('GET', `/images/${name}/json`)) as { Id: string }).Id,
		eventTime: async (name, event) => {
			const filters = JSON.stringify({ container: [name], event: [event] });
			const query = { since: '0', until: String(Math.ceil(Date.now() / 1000)), filters };
			const times: number[] = [];
			for await (const line of engine.lines('/events', { query })) {
				times.push((JSON.parse(line) as { timeNano: number }).timeNano / 1e6);
			}
			return Math.max(...times);
		},
		becomes: async (name, holds) => {
			let now = await inspect(name);
			await atEachEvent(engine, name, async () => {
				now = await inspect(name);
				return holds(now);
			});
			return now;
		},
		tell: async (name, wish) => {
			const { url } = await reach(name);
			const answer = await fetch(`${url}/control`, { method: 'POST', body: JSON.stringify(wish) });
			if (!answer.ok) throw new Error(`${name} does not obey: ${answer.status}`);
		},
	};
}
