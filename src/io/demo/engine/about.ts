import { machine, versions } from './defaults.ts';
import { stamp } from './fields.ts';
import { hexOf } from './ids.ts';
import { done } from './outcome.ts';
import type { Engine, Handler } from './types.ts';

const kernel = '6.1.0-28-amd64';
const built = '2023-05-26T21:14:01.000000000+00:00';
const commit = { git: '5d6db84', go: 'go1.19.8' } as const;

/** `GET /version`. */
export const version: Handler = (engine) =>
	done(engine, 200, {
		Platform: { Name: '' },
		Components: [
			{
				Name: 'Engine',
				Version: versions.engine,
				Details: {
					ApiVersion: versions.api,
					Arch: 'amd64',
					BuildTime: built,
					Experimental: 'false',
					GitCommit: commit.git,
					GoVersion: commit.go,
					KernelVersion: kernel,
					MinAPIVersion: versions.least,
					Os: 'linux',
				},
			},
		],
		Version: versions.engine,
		ApiVersion: versions.api,
		MinAPIVersion: versions.least,
		GitCommit: commit.git,
		GoVersion: commit.go,
		Os: 'linux',
		Arch: 'amd64',
		KernelVersion: kernel,
		BuildTime: built,
	});

/** An id in the engine's own form: `Q6B2:OO56:…`. */
function idOf({ seed, host }: Engine): string {
	return (hexOf(seed, host, 'engine').slice(0, 48).toUpperCase().match(/.{4}/g) ?? []).join(':');
}

function counts({ containers, images }: Engine) {
	const all = [...containers.values()];
	const inState = (...states: readonly string[]) => all.filter(({ state }) => states.includes(state)).length;
	return {
		Containers: all.length,
		ContainersRunning: inState('running', 'restarting'),
		ContainersPaused: inState('paused'),
		ContainersStopped: inState('exited', 'created'),
		Images: images.size,
	};
}

/** `GET /info`: what tools look at, in the real shape; a simulated engine has no more to say. */
export const info: Handler = (engine, { now }) =>
	done(engine, 200, {
		ID: idOf(engine),
		...counts(engine),
		Driver: 'overlay2',
		DriverStatus: [['Backing Filesystem', 'extfs']],
		MemoryLimit: true,
		SwapLimit: true,
		PidsLimit: true,
		OomKillDisable: true,
		Debug: false,
		SystemTime: stamp(now),
		LoggingDriver: 'json-file',
		CgroupDriver: 'cgroupfs',
		CgroupVersion: '1',
		KernelVersion: kernel,
		OperatingSystem: 'Debian GNU/Linux 12 (bookworm)',
		OSVersion: '12',
		OSType: 'linux',
		Architecture: 'x86_64',
		NCPU: machine.processors,
		MemTotal: machine.memory,
		DockerRootDir: '/var/lib/docker',
		Name: engine.host,
		Labels: [],
		ExperimentalBuild: false,
		ServerVersion: versions.engine,
		DefaultRuntime: 'runc',
		Swarm: {
			NodeID: '',
			NodeAddr: '',
			LocalNodeState: 'inactive',
			ControlAvailable: false,
			Error: '',
			RemoteManagers: null,
		},
		LiveRestoreEnabled: false,
		SecurityOptions: ['name=seccomp,profile=default'],
		Warnings: null,
	});

/** `GET /_ping`. */
export const ping: Handler = (engine) => ({ engine, answer: { status: 200, text: 'OK' } });
