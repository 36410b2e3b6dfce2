import { z } from 'zod';
import type { Image, Instance, Result } from '../model.ts';
import { timeOf } from '../time.ts';
import { idText, jsonOf, maybeNumber, maybeText, textUpTo, understood } from './answer.ts';
import { imageName } from './image-name.ts';
import { labelsSchema, revisionLabel, versionOf } from './labels.ts';

const health = z.object({
	Status: maybeText,
	Log: z.array(z.object({ ExitCode: maybeNumber, Output: maybeText })).nullish(),
});

const schema = z.object({
	Id: idText,
	Name: textUpTo(256),
	Image: idText,
	Created: maybeText,
	RestartCount: maybeNumber,
	State: z.object({
		Status: z.string(),
		ExitCode: maybeNumber,
		OOMKilled: z.boolean().nullish(),
		StartedAt: maybeText,
		FinishedAt: maybeText,
		Health: health.nullish(),
	}),
	Config: z.object({ Image: textUpTo(512).nullish(), Labels: labelsSchema }),
	HostConfig: z
		.object({
			RestartPolicy: z.object({ Name: maybeText, MaximumRetryCount: maybeNumber }).nullish(),
			AutoRemove: z.boolean().nullish(),
			Memory: maybeNumber,
			NetworkMode: maybeText,
		})
		.nullish(),
});
type Answer = z.infer<typeof schema>;

const states = ['created', 'running', 'paused', 'restarting', 'exited', 'dead'] as const;
const policies = ['no', 'always', 'unless-stopped', 'on-failure'] as const;
/** So much of what a failing health check said is kept, in UTF-16 units. */
const sayingMost = 500;

/** The engine's word for a container's state as ours; one that is being removed counts as dead. */
export function stateOf(word: string): Instance['state'] {
	return states.find((state) => state === word) ?? 'dead';
}

/** A container's name without the slash before it. */
export function plainName(name: string): string {
	return name.replace(/^\//, '');
}

/** Whose network it uses, by what the engine says of its network (`container:ID`). */
export function networkOf(mode: string | null | undefined): Pick<Instance, 'networkOf'> {
	const id = /^container:(.+)$/.exec(mode ?? '')?.[1];
	return id === undefined ? {} : { networkOf: id };
}

/** What is known of a container's image by its id, the name that it was created with, and its labels. */
export function imageOf(id: string, name: string, labels: Readonly<Record<string, string>>): Image {
	const named = imageName(name);
	const revision = labels[revisionLabel];
	const version = versionOf(labels);
	return {
		id,
		...(named === undefined ? {} : { ref: name }),
		...(named?.digest === undefined ? {} : { digest: named.digest }),
		...(revision === undefined ? {} : { revision }),
		...(version === undefined ? {} : { version }),
	};
}

function timesOf({ Created, State }: Answer): Pick<Instance, 'created' | 'started' | 'ended'> {
	const created = timeOf(Created ?? '');
	const started = timeOf(State.StartedAt ?? '');
	const ended = timeOf(State.FinishedAt ?? '');
	return {
		...(created === undefined ? {} : { created }),
		...(started === undefined ? {} : { started }),
		...(ended === undefined ? {} : { ended }),
	};
}

/** How its process ended; of one that runs the engine gives 0, which says nothing. */
function endOf({ State }: Answer): Pick<Instance, 'exit' | 'oom'> {
	const over = !['running', 'paused', 'created'].includes(State.Status);
	return {
		...(over && State.ExitCode != null ? { exit: State.ExitCode } : {}),
		...(State.OOMKilled === true ? { oom: true } : {}),
	};
}

function healthOf({ State: { Health } }: Answer): Pick<Instance, 'health' | 'healthSays'> {
	const is = (['starting', 'healthy', 'unhealthy'] as const).find((word) => word === Health?.Status) ?? 'none';
	const last = Health?.Log?.at(-1);
	const says = last?.ExitCode === 0 ? '' : (last?.Output ?? '').trim().slice(0, sayingMost);
	return { health: is, ...(says === '' ? {} : { healthSays: says }) };
}

function settingsOf({ HostConfig }: Answer): Pick<Instance, 'policy' | 'tries' | 'autoRemove' | 'memoryLimit'> {
	const name = HostConfig?.RestartPolicy?.Name;
	const policy = policies.find((word) => word === (name === '' || name == null ? 'no' : name));
	const tries = HostConfig?.RestartPolicy?.MaximumRetryCount ?? 0;
	const memory = HostConfig?.Memory ?? 0;
	return {
		...(policy === undefined ? {} : { policy }),
		...(tries > 0 ? { tries } : {}),
		...(HostConfig?.AutoRemove === true ? { autoRemove: true } : {}),
		...(memory > 0 ? { memoryLimit: memory } : {}),
	};
}

/** A container from the JSON of `GET /containers/ID/json`. Values of its env never come further than here. */
export function instanceOf(host: string, json: unknown): Result<Instance> {
	const answer = understood(schema, json, `What the engine of ${host} says of a container`);
	if (!answer.ok) return answer;
	const { Id, Name, Image, Config, HostConfig, State, RestartCount } = answer.value;
	return {
		ok: true,
		value: {
			host,
			id: Id,
			name: plainName(Name),
			image: imageOf(Image, Config.Image ?? '', Config.Labels),
			...timesOf(answer.value),
			restarts: RestartCount ?? 0,
			state: stateOf(State.Status),
			...endOf(answer.value),
			...healthOf(answer.value),
			...settingsOf(answer.value),
			...networkOf(HostConfig?.NetworkMode),
			labels: Config.Labels,
		},
	};
}

/** A container from the text of `GET /containers/ID/json`. */
export function readInspect(host: string, text: string): Result<Instance> {
	const json = jsonOf(text, `What the engine of ${host} says of a container`);
	return json.ok ? instanceOf(host, json.value) : json;
}
