import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { bringUp, type ComposeTool, composeAbsent, type Project, showAll, showOnly } from './compose.ts';
import { type Containers, containersOf } from './containers.ts';
import { type Daemon, startDaemon } from './daemon.ts';
import { loadDatabases } from './databases/images.ts';
import { type Engine, engineAt, isGone } from './engine.ts';
import { loadApp, loadQuiet } from './images.ts';
import { giveKept, keep } from './kept-images.ts';
import { type Prometheus, startNodeExporter, startPrometheus } from './prometheus.ts';
import { type Sshd, startSshd } from './sshd.ts';
import { clearServices, leaveSwarm, type Services, servicesOf, startSwarm } from './swarm.ts';

/** What a lab has besides its engine. `images`: which are loaded; `app` and `quiet` unless said. */
export interface LabOptions {
	readonly images?: readonly ('app' | 'databases' | 'quiet')[];
	readonly ssh?: boolean;
	/** Scrapes these `host:port`s. */
	readonly prometheus?: readonly string[];
	readonly nodeExporter?: boolean;
	/** The only Compose that is found there, also over ssh; none unless said. */
	readonly compose?: ComposeTool | 'none';
	/** The engine is a Swarm of one. The kernel has no IP_VS: ports of the host, no routing mesh and no virtual address. */
	readonly swarm?: boolean;
	/** What the engine's `daemon.json` says. */
	readonly daemon?: Readonly<Record<string, unknown>>;
}

/** A real engine, and what else was asked for, in the namespaces of this process. */
export interface Lab extends Containers, Services {
	readonly folder: string;
	/** The engine's socket; `/var/run/docker.sock` is the same engine. */
	readonly socket: string;
	readonly engine: Engine;
	readonly sshd?: Sshd;
	readonly prometheus?: Prometheus;
	/** Environment for a program under test, with a home, state and config folders of its own at each call. */
	readonly env: () => Readonly<Record<string, string>>;
	/** Writes a config file and gives its path. */
	readonly config: (yaml: string) => string;
	/** Writes a Compose project's file into the lab's folder and brings the project up with the lab's tool. */
	readonly compose: (project: string, yaml: string) => Promise<Project>;
	/** Removes all services, containers, volumes and networks that a test made; images stay. */
	readonly clear: () => Promise<void>;
	/** The processes of the engine: dockerd and its containerd. */
	readonly pids: () => readonly number[];
	/** Ends the engine with its containers, as `systemctl stop docker` does. */
	readonly haltEngine: () => Promise<void>;
	/** Starts the engine again, and it the containers whose policy says so. */
	readonly startEngine: () => Promise<void>;
	readonly stop: () => Promise<void>;
}

/** Why there is no lab in this process, or none with these Composes, in words; undefined: there can be one. */
export const labAbsent = (composes: readonly ComposeTool[] = []): string | undefined =>
	process.env['WATCHDECK_LAB_PID'] === undefined
		? 'needs root and the lab (node test/lab/enter.ts …)'
		: composes.map(composeAbsent).find((why) => why !== undefined);

const DEFAULT_SOCKET = '/run/docker.sock';
/** Of the lab's own /run. */
const LOCKS = '/run/lock/watchdeck';

const startEngine = (folder: string): Promise<Daemon> =>
	startDaemon(
		'dockerd',
		[
			...['--host', `unix://${folder}/docker.sock`, '--host', `unix://${DEFAULT_SOCKET}`],
			...['--data-root', `${folder}/data`, '--exec-root', `${folder}/exec`, '--pidfile', `${folder}/docker.pid`],
			...['--group', 'docker', '--exec-opt', 'native.cgroupdriver=cgroupfs', '--storage-driver', 'overlay2'],
			...['--cgroup-parent', `/${process.env['WATCHDECK_LAB_CGROUP']}`, '--config-file', `${folder}/daemon.json`],
		],
		/API listen on .*\/run\/docker\.sock/,
	);

/** A fresh place for what a program keeps. The passwords' home is the same for all: ssh looks there and nowhere else. */
function freshEnv(folder: string, socket: string): Readonly<Record<string, string>> {
	const own = mkdtempSync(join(folder, 'user-'));
	const folders = ['config', 'state', 'data', 'cache', 'runtime'].map((name) => {
		mkdirSync(join(own, name), { mode: 0o700 });
		return [`XDG_${name === 'runtime' ? 'RUNTIME_DIR' : `${name.toUpperCase()}_HOME`}`, join(own, name)];
	});
	return {
		...Object.fromEntries(folders),
		HOME: process.env['HOME'] ?? '/root',
		PATH: process.env['PATH'] ?? '',
		USER: 'root',
		LANG: 'C.UTF-8',
		TERM: 'xterm-256color',
		COLORTERM: 'truecolor',
		DOCKER_HOST: `unix://${socket}`,
	};
}

const childrenOf = (pid: number): readonly number[] =>
	readdirSync(`/proc/${pid}/task`)
		.flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' '))
		.filter((child) => child !== '')
		.map(Number);

async function clear(engine: Engine): Promise<void> {
	const all = (await engine.ask('GET', '/containers/json', { query: { all: '1' } })) as readonly { Id: string }[];
	await Promise.all(all.map(({ Id }) => engine.ask('DELETE', `/containers/${Id}`, { query: { force: '1', v: '1' } })));
	await engine.ask('POST', '/volumes/prune');
	await engine.ask('POST', '/networks/prune');
	// A run that a test killed leaves its lock.
	rmSync(LOCKS, { recursive: true, force: true });
}

/** Starts a lab; only one at a time in the same namespaces, since two engines would flush each other's rules. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
	const { compose: tool = 'none' } = options;
	const why = labAbsent(tool === 'none' ? [] : [tool]);
	if (why !== undefined) throw new Error(`The lab ${why}.`);
	if (existsSync(DEFAULT_SOCKET)) throw new Error('Another lab runs in these namespaces: stop it first.');
	// A test without an engine may have made it, and then it is of no group that others are in.
	rmSync(LOCKS, { recursive: true, force: true });
	const folder = mkdtempSync('/run/lab-');
	chmodSync(folder, 0o755); // what may not be used by others is refused by its own mode, as on a real machine
	// No container here is hostile, and to compile the usual filter of system calls takes most of runc's time, also at each health check.
	const filter = join(folder, 'seccomp.json');
	writeFileSync(filter, JSON.stringify({ defaultAction: 'SCMP_ACT_ALLOW' }));
	writeFileSync(join(folder, 'daemon.json'), JSON.stringify({ 'seccomp-profile': filter, ...options.daemon }));
	showOnly(folder, tool);
	const socket = join(folder, 'docker.sock');
	const engine = engineAt(socket);
	const images = options.images ?? ['app', 'quiet'];
	const loaded = async () => {
		const data = join(folder, 'data');
		const heavy = (['app', 'databases'] as const).filter((one) => images.includes(one));
		const given = await giveKept(heavy, data);
		const daemon = await startEngine(folder);
		if (!given) {
			for (const one of heavy) await { app: loadApp, databases: loadDatabases }[one](engine);
			await keep(heavy, data);
		}
		if (images.includes('quiet')) await loadQuiet(engine);
		if (options.swarm) await startSwarm(engine);
		return daemon;
	};
	const [first, sshd, prometheus, exporter] = await Promise.all([
		loaded(),
		options.ssh ? startSshd(folder) : undefined,
		options.prometheus ? startPrometheus(folder, options.prometheus) : undefined,
		options.nodeExporter ? startNodeExporter() : undefined,
	]);
	let docker = first;
	const wipe = async () => {
		if (options.swarm) await clearServices(engine);
		await clear(engine);
	};
	return {
		...containersOf(engine),
		...servicesOf(engine),
		...(sshd ? { sshd } : {}),
		...(prometheus ? { prometheus } : {}),
		folder,
		socket,
		engine,
		env: () => freshEnv(folder, socket),
		config: (yaml) => {
			const file = join(mkdtempSync(join(folder, 'config-')), 'watchdeck.yaml');
			writeFileSync(file, yaml, { mode: 0o600 });
			return file;
		},
		compose: (project, yaml) => {
			if (tool === 'none') throw new Error("This lab has no Compose: startLab({ compose: 'v2' }) has.");
			return bringUp({ folder, tool, env: freshEnv(folder, socket) }, project, yaml);
		},
		pids: () => [docker.pid, ...childrenOf(docker.pid)],
		clear: wipe,
		haltEngine: () => docker.stop(),
		startEngine: async () => {
			docker = await startEngine(folder);
		},
		stop: async () => {
			// What an engine ran that is gone already ends with the namespaces.
			const leave = options.swarm ? () => leaveSwarm(engine) : () => undefined;
			await wipe()
				.then(leave)
				.catch((error) => {
					if (!isGone(error)) throw error;
				});
			showAll();
			await Promise.all([docker, sshd?.daemon, prometheus?.daemon, exporter].map((daemon) => daemon?.stop()));
			for (const path of [folder, DEFAULT_SOCKET]) rmSync(path, { recursive: true, force: true });
		},
	};
}
