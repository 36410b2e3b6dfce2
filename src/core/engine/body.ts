import type { Json } from '../call.ts';
import type { Failure, Result } from '../model.ts';
import { pastableWord } from '../quote.ts';
import { understood } from './answer.ts';
import { configOf, type Keep, unknownOf } from './body/config.ts';
import { chosenPorts, hostConfigOf } from './body/host-config.ts';
import { holdsWord, isEmpty, own } from './body/json.ts';
import { type Connecting, networkingOf } from './body/networks.ts';
import { type Container, containerSchema, type ImageConfig, imageSchema } from './body/shape.ts';
import { plainName } from './inspect.ts';

/** What a container of another image, but else like an old one, is made from. */
export interface CreateFrom {
	readonly host: string;
	/** The plan's id. */
	readonly plan: string;
	/** The old container's inspect answer, the one of the image that it runs, and the one of the new image, where it is there. */
	readonly container: unknown;
	readonly current: unknown;
	readonly target?: unknown;
	/** The name of the new image. */
	readonly image: string;
	/** The id of the image that a roll back leaves; '' where nothing is left for being at fault. */
	readonly left: string;
	/** The engine's API version, e.g. `1.41`. Not given: what works with all. */
	readonly api?: string;
}

/** The body of `POST /containers/create`, what is connected after it, and what the operator should know, in sentences. */
export interface Created {
	readonly body: Json;
	readonly networks: readonly Connecting[];
	readonly notes: readonly string[];
}

function refused(message: string, fix: string): Failure {
	return { kind: 'refused', message, fix };
}

/** Why another container cannot take this one's place. */
function refusal({ Name, Config, HostConfig, NetworkSettings }: Container): Failure | undefined {
	const name = plainName(Name);
	if (HostConfig['AutoRemove'] === true) {
		return refused(
			`${name} was started with --rm: it would vanish when it is stopped, and could not be put back.`,
			'Start it anew by hand with the image that you want, without --rm.',
		);
	}
	if (own(Config.Labels ?? {}, 'com.docker.swarm.task.id') !== undefined) {
		const service = pastableWord(own(Config.Labels ?? {}, 'com.docker.swarm.service.name') ?? 'SERVICE');
		return refused(
			`${name} is a task of Swarm, which replaces it itself.`,
			`Use: docker service update --image REPO@sha256:… ${service}`,
		);
	}
	if (holdsWord([Config, HostConfig, NetworkSettings])) {
		return refused(
			`${name} has a label or an option called “$word”, which cannot be carried over.`,
			'Recreate it by hand.',
		);
	}
	return undefined;
}

/** Volumes that the new image declares and the old container does not have: they begin empty. */
function newVolumes({ Mounts }: Container, target?: ImageConfig): readonly string[] {
	const have = new Set((Mounts ?? []).map(({ Destination }) => Destination));
	return Object.keys(target?.Volumes ?? {}).filter((path) => !have.has(path));
}

function notesOf(container: Container, current: ImageConfig, target?: ImageConfig): readonly string[] {
	const losesCheck = target !== undefined && !isEmpty(current.Healthcheck?.Test) && isEmpty(target.Healthcheck?.Test);
	const isInherited = container.Config.Healthcheck?.Test?.join('\n') === current.Healthcheck?.Test?.join('\n');
	return [
		...newVolumes(container, target).map((path) => `The target image wants a volume at ${path}: it begins empty.`),
		...chosenPorts(container).map((port) => `The engine chooses the host's port for ${port} anew.`),
		...(losesCheck && isInherited ? ['The target image has no health check of its own.'] : []),
		...unknownOf(container).map((name) => `The setting ${name} is not known and is not carried over.`),
	];
}

/** What the new image sets, as far as it is there to be asked. */
function targetOf({ host, target }: CreateFrom): Result<ImageConfig | undefined> {
	if (target === undefined) return { ok: true, value: undefined };
	const image = understood(imageSchema, target, `What the engine of ${host} says of the target image`);
	return image.ok ? { ok: true, value: image.value.Config ?? {} } : image;
}

function madeOf(from: CreateFrom, container: Container, current: ImageConfig, target?: ImageConfig): Created {
	const { host, plan, image, left, api } = from;
	const { Id } = container;
	const keep: Keep = (...at) => ({ $word: { kept: { host, container: Id, at } } });
	const keepEnv = (name: string): Json => ({ $word: [`${name}=`, { kept: { host, container: Id, env: name } }] });
	const { mode, endpoints, connect, mac } = networkingOf(container, api, keep);
	const body = {
		Image: image,
		...configOf({ container, image: current, plan, left, keep, keepEnv }),
		...(mac === undefined ? {} : { MacAddress: mac }),
		HostConfig: hostConfigOf(container, mode, keep),
		...(isEmpty(endpoints) ? {} : { NetworkingConfig: { EndpointsConfig: endpoints } }),
	};
	return { body, networks: connect, notes: notesOf(container, current, target) };
}

/**
 * What makes a container of the target image that is else like the old one: what the old one took from its own image is
 * left out, so that the new one takes it from its own (docker.md §2, pattern of watchtower). Values that may be secret
 * are references to the old container; io puts them in on the way to the engine.
 */
export function createBody(from: CreateFrom): Result<Created> {
	const { host } = from;
	const container = understood(containerSchema, from.container, `What the engine of ${host} says of the container`);
	if (!container.ok) return container;
	const current = understood(imageSchema, from.current, `What the engine of ${host} says of its image`);
	if (!current.ok) return current;
	const target = targetOf(from);
	if (!target.ok) return target;
	const failure = refusal(container.value);
	if (failure !== undefined) return { ok: false, failure };
	return { ok: true, value: madeOf(from, container.value, current.value.Config ?? {}, target.value) };
}
