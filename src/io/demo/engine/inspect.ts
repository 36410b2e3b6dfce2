import { commandWords } from './config.ts';
import { networkSettings } from './ends-json.ts';
import { stamp } from './fields.ts';
import { containerOf } from './find.ts';
import { healthJson } from './health.ts';
import { hexOf } from './ids.ts';
import { done, refused } from './outcome.ts';
import type { Container, Engine, Fields, Handler, Mount } from './types.ts';

const root = '/var/lib/docker';

/** `Mounts` of an inspect answer and of the list; in the list the place of a volume without a name is left out. */
export function mountsJson(mounts: readonly Mount[], whole: boolean): readonly unknown[] {
	return mounts.map(({ type, name, at, mode, writable, anonymous }) =>
		type === 'bind'
			? { Type: type, Source: name, Destination: at, Mode: mode, RW: writable, Propagation: 'rprivate' }
			: {
					Type: type,
					Name: name,
					Source: whole || !anonymous ? `${root}/volumes/${name}/_data` : '',
					Destination: at,
					Driver: 'local',
					Mode: mode,
					RW: writable,
					Propagation: '',
				},
	);
}

function stateJson(engine: Engine, container: Container, now: number): unknown {
	const { state } = container;
	const health = healthJson(container, engine.images.get(container.image), now);
	return {
		Status: state,
		Running: state === 'running' || state === 'paused' || state === 'restarting',
		Paused: state === 'paused',
		Restarting: state === 'restarting',
		OOMKilled: container.oom,
		Dead: false,
		Pid: container.pid,
		ExitCode: container.exit,
		Error: container.error,
		StartedAt: stamp(container.started),
		FinishedAt: stamp(container.finished),
		...(health === undefined ? {} : { Health: health }),
	};
}

/** The `GraphDriver` of a container, or of an image, which has no layer below that is named. */
export function layersJson(id: string, below?: string): unknown {
	const dir = `${root}/overlay2/${hexOf(id, 'layer')}`;
	const lower = below === undefined ? {} : { LowerDir: `${root}/overlay2/${hexOf(below, 'layer')}/diff` };
	return {
		Data: { ...lower, MergedDir: `${dir}/merged`, UpperDir: `${dir}/diff`, WorkDir: `${dir}/work` },
		Name: 'overlay2',
	};
}

function pathsJson({ id, lives }: Container): Fields {
	const dir = lives.length === 0 ? undefined : `${root}/containers/${id}`;
	return {
		ResolvConfPath: dir === undefined ? '' : `${dir}/resolv.conf`,
		HostnamePath: dir === undefined ? '' : `${dir}/hostname`,
		HostsPath: dir === undefined ? '' : `${dir}/hosts`,
		LogPath: dir === undefined ? '' : `${dir}/${id}-json.log`,
	};
}

/** The whole answer of `GET /containers/ID/json`. Shape: recorded from Docker 20.10, API 1.41. */
function containerJson(engine: Engine, container: Container, now: number): unknown {
	const [Path = '', ...Args] = commandWords(container.config);
	const layers = layersJson(container.id, container.image);
	return {
		Id: container.id,
		Created: stamp(container.created),
		Path,
		Args,
		State: stateJson(engine, container, now),
		Image: container.image,
		...pathsJson(container),
		Name: `/${container.name}`,
		RestartCount: container.restarts,
		Driver: 'overlay2',
		Platform: 'linux',
		MountLabel: '',
		ProcessLabel: '',
		AppArmorProfile: '',
		ExecIDs: null,
		HostConfig: container.hostConfig,
		GraphDriver: layers,
		Mounts: mountsJson(container.mounts, true),
		Config: container.config,
		NetworkSettings: networkSettings(engine, container),
	};
}

/** `GET /containers/ID/json`. */
export const inspect: Handler = (engine, { of, now }) => {
	const container = containerOf(engine, of);
	if (container === undefined) return refused(engine, 404, `No such container: ${of}`);
	return done(engine, 200, containerJson(engine, container, now));
};
